import { fromFileUrl, relative } from "@std/path";
import assert from "node:assert/strict";

/** The rooms of lib/, and the rooms that each may import: data flows one way. */
const MAY_IMPORT: Record<string, string[]> = {
  random: [],
  data: ["random"],
  evaluation: ["data", "random"],
  display: ["data", "evaluation", "random"],
  engine: ["random"],
  models: ["data", "engine", "evaluation", "random"],
  training: ["data", "engine", "evaluation", "models", "random"],
  explain: ["data", "models", "random"],
  experiments: ["data", "engine", "evaluation", "explain", "models", "random", "training"],
  protocol: [
    "data",
    "engine",
    "evaluation",
    "experiments",
    "explain",
    "models",
    "random",
    "training",
  ],
  report: ["data", "display", "evaluation", "experiments", "models", "protocol", "random"],
  sweep: ["data", "evaluation", "experiments", "models", "random"],
  kernel: ["data", "display"],
};

/** Rooms that get by without TensorFlow. */
const WITHOUT_TENSORFLOW = ["random", "data", "evaluation", "display", "sweep", "kernel"];

const ROOT = fromFileUrl(new URL("../", import.meta.url));

interface Module {
  specifier: string;
  dependencies?: {
    specifier: string;
    code?: { specifier?: string };
    type?: { specifier?: string };
  }[];
}

/** Every module of the library, with what it imports, as `deno info --json` tells. */
async function libraryModules(): Promise<Module[]> {
  const files: string[] = [];
  const walk = async (dir: string) => {
    for await (const entry of Deno.readDir(dir)) {
      const path = `${dir}/${entry.name}`;
      if (entry.isDirectory) await walk(path);
      else if (path.endsWith(".ts")) files.push(path);
    }
  };
  await walk(`${ROOT}lib`);
  const temporary = await Deno.makeTempFile({ dir: ROOT, prefix: ".modules-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(temporary, files.map((file) => `import "${file}";`).join("\n"));
    const command = new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", temporary],
      cwd: ROOT,
    });
    const { stdout } = await command.output();
    return JSON.parse(new TextDecoder().decode(stdout)).modules;
  } finally {
    await Deno.remove(temporary);
  }
}

/** The room of a module, `undefined` outside of lib/ and for the stand-in for @std/path. */
function roomOf(specifier: string): string | undefined {
  if (!specifier.startsWith("file:")) return undefined;
  const [top, room] = relative(ROOT, fromFileUrl(specifier)).split("/");
  return top === "lib" && room !== "std_path" ? room : undefined;
}

Deno.test("imports between the rooms of lib/ go one way", async () => {
  const modules = await libraryModules();
  const wrong: string[] = [];
  let seen = 0;
  for (const module of modules) {
    const room = roomOf(module.specifier);
    if (!room) continue;
    seen++;
    assert(Object.hasOwn(MAY_IMPORT, room), `lib/${room} is no room that this test knows`);
    const name = relative(ROOT, fromFileUrl(module.specifier));
    for (const { specifier, code, type } of module.dependencies ?? []) {
      const target = roomOf((code ?? type)?.specifier ?? "");
      if (target && target !== room && !MAY_IMPORT[room].includes(target)) {
        wrong.push(`${name} imports ${target}`);
      }
      if (specifier.includes("tensorflow") && WITHOUT_TENSORFLOW.includes(room)) {
        wrong.push(`${name} imports ${specifier}`);
      }
      if (specifier === "@tensorflow/tfjs-node-gpu" && room !== "engine") {
        wrong.push(`${name} imports the native package`);
      }
    }
  }
  assert(seen > 80, `only ${seen} modules were found`);
  assert.deepEqual(wrong, []);
});

Deno.test("only lib/kernel names the Deno kernel", async () => {
  for (const { specifier } of await libraryModules()) {
    const room = roomOf(specifier);
    if (!room || room === "kernel") continue;
    const text = await Deno.readTextFile(fromFileUrl(specifier));
    assert(!/Deno\.jupyter|Deno\.internal/.test(text), `${specifier} names the kernel`);
  }
});

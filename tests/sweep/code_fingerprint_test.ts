import { dirname, fromFileUrl, join, relative } from "@std/path";
import assert from "node:assert/strict";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import { tempDir } from "../data/test_films.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Every module of ours that a training imports, as Deno itself finds them. */
async function modulesOfTraining(): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", join(ROOT, "lib/experiments/train_recipe.ts")],
    cwd: ROOT,
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  return modules.map(({ specifier }: { specifier: string }) => specifier)
    .filter((specifier: string) => specifier.startsWith("file:"))
    .map((specifier: string) => relative(ROOT, fromFileUrl(specifier)))
    .filter((file: string) => file.startsWith("lib/") && !file.startsWith("lib/std_path/"));
}

Deno.test("codeFingerprint() covers every module that a training imports, and no other", async () => {
  const root = await tempDir();
  const files = await modulesOfTraining();
  assert(files.length > 80, `${files.length} modules`);
  for (const file of [...files, "deno.json"]) {
    await Deno.mkdir(join(root, dirname(file)), { recursive: true });
    await Deno.copyFile(join(ROOT, file), join(root, file));
  }
  // A module that Deno finds and the fingerprint does not would be missing here, and the reverse.
  const whole = await codeFingerprint(root);
  assert.equal(await codeFingerprint(), whole);
  for (const file of files) {
    const text = await Deno.readTextFile(join(root, file));
    await Deno.writeTextFile(join(root, file), `${text}\n// changed\n`);
    assert.notEqual(await codeFingerprint(root), whole, file);
    await Deno.writeTextFile(join(root, file), text);
  }
  assert.equal(await codeFingerprint(root), whole);
});

Deno.test("codeFingerprint() changes with a package's version, not with a README", async () => {
  const root = await tempDir();
  const write = (name: string, text: string) => Deno.writeTextFile(join(root, name), text);
  const settings = (version: string) =>
    write(
      "deno.json",
      JSON.stringify({ imports: { sharp: `npm:sharp@${version}`, x: "npm:x@1" } }),
    );
  await settings("1.0.0");
  await write("a.ts", 'import sharp from "sharp";\nexport * from "./b.ts";\n// import "./c.ts";\n');
  await write("b.ts", 'export const word = "from";\nawait import("./d.ts");\n');
  await write("d.ts", "/** import from './e.ts' */\nexport {};\n");
  const first = await codeFingerprint(root, "a.ts");
  await write("README.md", "changed");
  assert.equal(await codeFingerprint(root, "a.ts"), first);
  await settings("1.0.1");
  const second = await codeFingerprint(root, "a.ts");
  assert.notEqual(second, first);
  await write("d.ts", "export {};\n");
  assert.notEqual(await codeFingerprint(root, "a.ts"), second);
});

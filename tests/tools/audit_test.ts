import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { readTopic } from "lib/experiments/topic_results.ts";
import { auditOptions } from "../../tools/audit/audit_options.ts";
import { tempDir, testImage, writeFolder } from "../data/test_films.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

async function audit(...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ..."run --allow-read --allow-write --allow-env --allow-sys --allow-ffi".split(" "),
      join(ROOT, "tools/audit.ts"),
      ...args,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function leakingFolder(): Promise<string> {
  const dir = await writeFolder(Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `${i < 8 ? "train" : "test"}/${i % 2 ? "Normal" : "Covid"}/${i}.png`,
      i + 1,
    ]),
  ));
  await Deno.writeFile(join(dir, "test/Covid/copy.png"), await testImage(1).png().toBuffer());
  return dir;
}

Deno.test("auditOptions() reads a command line", () => {
  const args = ["films", "--json", "--out", "o", "--html", "p.html", "--strict", "--repeats", "2"];
  assert.deepEqual(auditOptions(args, "/home/ada"), {
    data: "/home/ada/films",
    json: true,
    out: "/home/ada/o",
    html: "/home/ada/p.html",
    pictures: false,
    strict: true,
    seed: 1,
    repeats: 2,
    maxFilms: 2000,
  });
  assert.equal(auditOptions(["phantom"], "/home/ada")!.data, "phantom");
  assert.equal(auditOptions(["--help"], "/home/ada"), undefined);
});

Deno.test("auditOptions() says what is wrong with a command line", () => {
  const message = (...args: string[]) => {
    try {
      auditOptions(args, "/");
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(message("a", "b"), "Expected one folder but found 2; see --help");
  assert.equal(
    message("a", "--repeats", "0"),
    'Option --repeats is a whole number from 1, not "0"',
  );
  assert.equal(
    message("a", "--pictures"),
    "Option --pictures needs a page: add --html FILE or --out DIR",
  );
  assert.equal(message("a", "--loud"), "Unknown option '--loud'");
});

Deno.test("audit prints a verdict and tables, writes what it is asked to, fails only with --strict", async () => {
  const [dir, out] = [await leakingFolder(), await tempDir()];
  const { code, stdout } = await audit(dir, "--out", out, "--repeats", "1");
  assert.equal(code, 0);
  assert.match(stdout, /: red \(\d red, \d amber\), what is red below voids a result/);
  assert.match(stdout, /The published split leaks: 1 of 5 test films also stands in train/);
  assert.match(stdout, /What needs no network: /);
  const topic = await readTopic(out, "audit");
  assert.equal(topic.find(({ metric }) => metric === "duplicates:across-splits")?.value, 1);
  assert.match(await Deno.readTextFile(join(out, "datasheet.md")), /^# Datasheet: /);
  const page = await Deno.readTextFile(join(out, "audit.html"));
  assert(!page.includes("<img"), "films only with --pictures");
  assert.equal((await Deno.readFile(join(out, "figures/suspect_pairs.png")))[1], 0x50);
  const strict = await audit(dir, "--json", "--repeats", "1", "--strict");
  assert.equal(strict.code, 1);
  const found = JSON.parse(strict.stdout);
  assert.deepEqual([found.light, found.facts.leaked], ["red", ["test/Covid/copy.png"]]);
});

Deno.test("audit says in one line what it cannot read", async () => {
  const missing = await audit(join(await tempDir(), "nothing"));
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /^Cannot read folder ".*nothing": [^\n]*\n$/);
  const photographs = await writeFolder({ "notes.txt": "no films" });
  const other = await audit(photographs);
  assert.equal(other.code, 2);
  assert.match(other.stderr, /^Cannot read films in ".*": expected train[^\n]*\n$/);
});

Deno.test("audit stops when it is told to", async () => {
  const dir = await leakingFolder();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(ROOT, "tools/audit.ts"), dir, "--repeats", "2000"],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream());
  let text = "";
  for await (const part of lines) {
    text += part;
    if (text.includes("Auditing") && !text.includes("Stopped")) {
      try {
        child.kill("SIGINT");
      } catch {
        // it has ended
      }
    }
  }
  assert.equal((await child.status).code, 130);
  assert.match(text, /Stopped; nothing was written\n$/);
});

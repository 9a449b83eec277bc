import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { profileOptions } from "../../tools/profile_options.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const PLACES = { caller: "/home/ada", out: "/home/ada/outputs" };

Deno.test("profileOptions() reads a command line", () => {
  const defaults = {
    experiments: ["E"],
    data: "phantom",
    out: "/home/ada/outputs",
    profile: "full",
    steps: 5,
    batchSize: undefined,
    stock: false,
    shapes: false,
  };
  assert.deepEqual(profileOptions(["E"], PLACES), defaults);
  const more = ["--stock", "--shapes", "--steps", "2", "--batch", "8", "--data", "films"];
  assert.deepEqual(profileOptions(["3", ...more, "--out", "o", "--profile", "quick"], PLACES), {
    experiments: ["A", "E"],
    data: "/home/ada/films",
    out: "/home/ada/o",
    profile: "quick",
    steps: 2,
    batchSize: 8,
    stock: true,
    shapes: true,
  });
  assert.deepEqual(profileOptions(["02"], PLACES)!.experiments, ["C", "B1", "D"]);
  assert.deepEqual(profileOptions(["4"], PLACES)!.experiments, ["B2"]);
  assert.equal(profileOptions([], PLACES), undefined);
  assert.equal(profileOptions(["--help"], PLACES), undefined);
});

Deno.test("profileOptions() says what is wrong with a command line", () => {
  const tell = (...args: string[]) => () => profileOptions(args, PLACES);
  assert.throws(
    tell("Z"),
    /^RangeError: Unknown experiment "Z": expected one of A, .*, B2, 02, 03, 04$/,
  );
  assert.throws(tell("A", "E"), /Expected one experiment but found 2/);
  assert.throws(tell("A", "--steps", "0"), /Option --steps is a whole number from 1, not "0"/);
  assert.throws(tell("A", "--batch", "x"), /Option --batch is a whole number from 1, not "x"/);
  assert.throws(tell("A", "--profile", "huge"), /"quick" or "full", not "huge"/);
  assert.throws(tell("A", "--colour", "red"), /Unknown option '--colour'/);
});

Deno.test("profile writes its table and its chart, stock beside the engine", async () => {
  const files: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 4; i++) {
      files[`${i < 3 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
    }
  });
  const [data, out] = [await writeFolder(files), await tempDir()];
  const args = ["--data", data, "--out", out, "--steps", "2", "--batch", "2", "--stock"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", join(ROOT, "tools/profile.ts"), "A", "--profile", "quick", ...args],
    cwd: ROOT,
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const said = new TextDecoder().decode(stdout);
  assert.match(said, /A: Three classes, tiny CNN, 96×96, batch 2, stock TensorFlow\.js: \d+ ms/);
  assert.match(said, /this engine: \d+ ms a step, [\d.]+ films\/s \(mean of 2 steps\)/);
  assert.match(said, /Conv2D +2 +\d+\.\d +\d+\.\d % /);
  const rows = parseCsv(await Deno.readTextFile(join(out, "profile_A.csv")));
  assert.deepEqual(new Set(rows.map(({ kernels }) => kernels)), new Set(["stock", "engine"]));
  const shares = rows.filter(({ kernels }) => kernels === "engine")
    .reduce((sum, { share }) => sum + Number(share), 0);
  assert(Math.abs(shares - 1) < 1e-9, `${shares}`);
  const svg = await Deno.readTextFile(join(out, "profile_A.svg"));
  assert.match(svg, /Stock TensorFlow\.js: .* ms/);
  assert((await Deno.stat(join(out, "profile_A.png"))).size > 1000);
});

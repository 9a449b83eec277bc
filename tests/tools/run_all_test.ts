import assert from "node:assert/strict";
import { join } from "@std/path";
import { readNotebook, writeNotebook } from "../../tools/notebook/notebook.ts";
import { notebookNeeds } from "../../tools/notebook/notebook_needs.ts";
import { readRunAllOptions } from "../../tools/notebook/run_all_options.ts";
import { NotebookError } from "../../tools/notebook/notebook_error.ts";
import type { RunRecord } from "../../tools/notebook/run_notebook.ts";
import { runScheduled } from "../../tools/notebook/run_scheduled.ts";
import { terminalProgress } from "../../tools/notebook/terminal_progress.ts";
import { runAll, type RunAllPlan } from "../../tools/run_all.ts";
import { fixtureFolder, makeNotebook } from "../notebook_fixture.ts";

const places = { root: "/project", caller: "/caller", env: {} };

function plan(folder: string, changes: Partial<RunAllPlan> = {}): RunAllPlan {
  return {
    data: "phantom",
    profile: "quick",
    only: [],
    out: join(folder, "out"),
    seed: 3,
    seeds: 1,
    weights: join(folder, "weights"),
    parallel: 1,
    cellSeconds: 60,
    notebooks: join(folder),
    say: () => {},
    ...changes,
  };
}

Deno.test("readRunAllOptions() runs phantoms, quickly, with seed 1, by default", async () => {
  assert.deepEqual(await readRunAllOptions([], places), {
    data: "phantom",
    profile: "quick",
    only: [],
    out: "/project/outputs/phantom-quick",
    seed: 1,
    seeds: 1,
    weights: "/project/data/weights",
    parallel: 1,
    cellSeconds: 7200,
  });
});

Deno.test("readRunAllOptions() resolves paths where the user called, or in CXR_DATA", async () => {
  const caller = await Deno.makeTempDir();
  await Deno.mkdir(join(caller, "films", "mine"), { recursive: true });
  const here = { ...places, caller };
  const args = ["--data", "films/mine", "--profile", "full", "--out", "there", "--seeds", "5"];
  const options = await readRunAllOptions([...args, "--only", "03, 5"], here);
  assert.equal(options.data, join(caller, "films", "mine"));
  assert.equal(options.out, join(caller, "there"));
  assert.deepEqual(options.only, ["03", "5"]);
  assert.equal(options.seeds, 5);
  const named = { ...here, env: { CXR_DATA: join(caller, "films"), CXR_WEIGHTS: "/weights" } };
  const byName = await readRunAllOptions(["--data", "mine"], named);
  assert.equal(byName.data, join(caller, "films", "mine"));
  assert.equal(byName.out, "/project/outputs/mine-quick");
  assert.equal(byName.weights, "/weights");
  await Deno.remove(caller, { recursive: true });
});

Deno.test("readRunAllOptions() names the option that makes no sense", async () => {
  const wrong: [string[], RegExp][] = [
    [["--sead", "1"], /Unknown option '--sead'$/],
    [["phantom"], /Unexpected argument 'phantom'/],
    [["--profile", "fast"], /Option --profile is "quick" or "full", not "fast"/],
    [["--seeds", "0"], /Option --seeds is a whole number from 1, not "0"/],
    [["--seed", "1.5"], /Option --seed is a whole number from 0, not "1.5"/],
    [["--data", "nowhere"], /Option --data names no folder: "\/caller\/nowhere"/],
    [["--weights", "nowhere"], /Option --weights names no folder/],
    [["--parallel", "0"], /Option --parallel is a whole number from 1, not "0"/],
    [["--only", ","], /Option --only names notebooks by number/],
  ];
  for (const [args, message] of wrong) {
    await assert.rejects(readRunAllOptions(args, places), (error: Error) => {
      assert(error instanceof RangeError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("runAll() runs in order, hands parameters on, and leaves copies, pages and an index", async () => {
  await using folder = await fixtureFolder();
  const record = (name: string) =>
    `Deno.writeTextFileSync(out + "/order.txt", "${name} " + seed + "\\n", { append: true });`;
  const parameters = { parameters: 'let out = "nowhere";\nlet seed = 1;' };
  await folder.write("10_last.ipynb", ["# Ten", parameters, record("ten")]);
  await folder.write("02_next.ipynb", ["# Two", parameters, record("two")]);
  await folder.write("notes.ipynb", ["throw new Error()"]);
  await Deno.mkdir(join(folder.path, "out"));
  const seconds = await runAll(plan(folder.path));
  assert.deepEqual(Object.keys(seconds), ["02_next", "10_last"]);
  const out = join(folder.path, "out");
  assert.equal(await Deno.readTextFile(join(out, "order.txt")), "two 3\nten 3\n");
  const { metadata } = await readNotebook(join(out, "notebooks", "02_next.ipynb"));
  const run = metadata.run as RunRecord;
  assert.equal(run.finished, true);
  assert.deepEqual(run.parameters, { out, seed: 3 });
  assert.match(await Deno.readTextFile(join(out, "notebooks", "02_next.html")), /<title>Two</);
  const index = await Deno.readTextFile(join(out, "index.html"));
  assert(index.indexOf("02_next.html") < index.indexOf("10_last.html"));
});

Deno.test("runAll() stops at a failure and keeps what finished", async () => {
  await using folder = await fixtureFolder();
  await folder.write("01_good.ipynb", ["1"]);
  await folder.write("02_bad.ipynb", ['throw new Error("no films");']);
  await folder.write("03_never.ipynb", ["1"]);
  await assert.rejects(runAll(plan(folder.path)), NotebookError);
  const names = [...Deno.readDirSync(join(folder.path, "out", "notebooks"))].map((e) => e.name);
  assert.deepEqual(names.sort(), [
    "01_good.html",
    "01_good.ipynb",
    "02_bad.html",
    "02_bad.ipynb",
  ]);
  assert.match(
    await Deno.readTextFile(join(folder.path, "out", "index.html")),
    /01_good<\/a><\/td><td>finished.*02_bad<\/a><\/td><td><strong>stopped/,
  );
});

Deno.test("runAll() takes notebooks by number and names those that exist", async () => {
  await using folder = await fixtureFolder();
  await folder.write("01_good.ipynb", ["1"]);
  await folder.write("05_last.ipynb", ["1"]);
  assert.deepEqual(Object.keys(await runAll(plan(folder.path, { only: ["5"] }))), ["05_last"]);
  await assert.rejects(
    runAll(plan(folder.path, { only: ["05", "07"] })),
    new RangeError('There is no notebook "07"; there are: 01_good, 05_last'),
  );
});

Deno.test("runAll() runs at a time what does not need each other, and only that", async () => {
  await using folder = await fixtureFolder();
  const write = async (name: string, needs: string[]) => {
    const log = (what: string) =>
      `Deno.writeTextFileSync("log.txt", "${what} ${name}\\n", { append: true });`;
    const wait = "await new Promise((done) => setTimeout(done, 1500));";
    const path = await folder.write(`${name}.ipynb`, ["# T", log("begin"), wait, log("end")]);
    const notebook = await readNotebook(path);
    await writeNotebook(path, { ...notebook, metadata: { ...notebook.metadata, needs } });
  };
  await write("01", []);
  await write("02", ["01"]);
  await write("03", ["01.ipynb"]);
  await write("04", ["02", "03"]);
  await runAll(plan(folder.path, { parallel: 3 }));
  const log = (await Deno.readTextFile(join(folder.path, "log.txt"))).trim().split("\n");
  assert.deepEqual(log.slice(0, 2), ["begin 01", "end 01"]);
  assert.deepEqual(log.slice(2, 4).sort(), ["begin 02", "begin 03"]);
  assert.deepEqual(log.slice(6), ["begin 04", "end 04"]);
  const index = await Deno.readTextFile(join(folder.path, "out", "index.html"));
  for (const name of ["01", "02", "03", "04"]) assert(index.includes(`${name}.html`));
});

Deno.test("runScheduled() waits for what runs and begins no more after a failure", async () => {
  const told: string[] = [];
  const jobs = [["a", 1], ["b", 20], ["c", 1]].map(([name, ms]) => ({
    name: String(name),
    ms: Number(ms),
    needs: [],
  }));
  const run = async ({ name, ms }: { name: string; ms: number }) => {
    await new Promise((done) => setTimeout(done, ms));
    if (name === "a") throw new Error("a failed");
    told.push(name);
  };
  await assert.rejects(runScheduled(jobs, { parallel: 2, run }), new Error("a failed"));
  assert.deepEqual(told, ["b"]);
});

Deno.test("runScheduled() says which jobs need each other", async () => {
  const jobs = [{ name: "a", needs: ["b"] }, { name: "b", needs: ["a"] }];
  await assert.rejects(
    runScheduled(jobs, { parallel: 1, run: () => Promise.resolve() }),
    new RangeError("Cannot run a, b: they need each other in a circle"),
  );
});

Deno.test("notebookNeeds() refuses what is no list of names", () => {
  const notebook = makeNotebook([]);
  notebook.metadata.needs = "01";
  assert.throws(() => notebookNeeds(notebook, []), /"needs" is a list of notebooks' names/);
});

Deno.test("terminalProgress() writes one changing line in a terminal and a line a cell in a log", () => {
  for (const isTerminal of [true, false]) {
    let text = "";
    const report = terminalProgress({ isTerminal, columns: 40, write: (part) => text += part });
    const base = { numCells: 2, seconds: 1, line: "" };
    report({ ...base, cell: 1, state: "started" });
    report({ ...base, cell: 1, state: "done", line: "loss \u001b[1m0.5" });
    report({ ...base, cell: 2, state: "done", line: "x".repeat(100) });
    assert(text.includes("loss 0.5"));
    if (isTerminal) assert.equal(text.split("\n").length, 2);
    else assert(text.split("\n").every((line) => line.length < 40));
  }
});

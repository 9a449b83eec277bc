import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { readNotebook } from "../../tools/notebook/notebook.ts";
import type { RunRecord } from "../../tools/notebook/run_notebook.ts";
import { readRunOptions } from "../../tools/notebook/run_options.ts";
import { runCommand } from "../../tools/setup/run_command.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const places = { root: "/project", caller: "/home/ada" };

Deno.test("readRunOptions() reads values as numbers and so on, else as text", () => {
  const args = ["mine.ipynb", "seed=2", "rate=-1e-3", "on=true", "data=a=b c", "version=1.2.3"];
  assert.deepEqual(readRunOptions([...args, "--out", "there"], places), {
    path: "/home/ada/mine.ipynb",
    parameters: { seed: 2, rate: -0.001, on: true, data: "a=b c", version: "1.2.3" },
    output: "/home/ada/there/mine.ipynb",
    cellSeconds: 7200,
  });
  assert.equal(
    readRunOptions(["a/b.ipynb"], places).output,
    "/project/outputs/b/notebooks/b.ipynb",
  );
});

Deno.test("readRunOptions() names the argument that makes no sense", () => {
  const wrong: [string[], RegExp][] = [
    [["seed=2"], /Name a notebook first: "seed=2" does not end in \.ipynb/],
    [["a.ipynb", "2"], /Parameter "2" is not of the form name=value/],
    [["a.ipynb", "--cell-timeout", "soon"], /--cell-timeout is a number of seconds, not "soon"/],
    [["a.ipynb", "--seed", "2"], /Unknown option '--seed'$/],
    [["a.ipynb", "--out", "."], /would write over the notebook itself/],
  ];
  for (const [args, message] of wrong) {
    assert.throws(() => readRunOptions(args, places), (error: Error) => {
      assert(error instanceof RangeError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("run.ts runs a notebook with parameters, and tells cell and line of a failure", async () => {
  await using folder = await fixtureFolder();
  const parameters = { parameters: "let seed = 1;" };
  const source = 'if (seed > 1) {\n  throw new Error("unlucky");\n}\nseed;';
  const path = await folder.write("mine.ipynb", ["# Mine", parameters, source]);
  const run = (...args: string[]) => {
    const tool = [Deno.execPath(), "run", "--no-check", "--allow-all", join(root, "tools/run.ts")];
    return runCommand([...tool, path, "--out", join(folder.path, "out"), ...args]);
  };
  const good = await run();
  assert(good.success, good.output);
  assert.match(good.stdout, /Open .*out\/mine\.html/);
  const page = await Deno.readTextFile(join(folder.path, "out", "mine.html"));
  assert.match(page, /class="run">Run \d{4}-\d\d-\d\d \d\d:\d\d UTC, \d+\.\d s<\/p>/);

  const bad = await run("seed=2");
  assert(!bad.success);
  assert.match(bad.output, /mine\.ipynb", cell \[3\], line 2 failed/);
  assert.match(bad.output, /> +2 \| {3}throw new Error\("unlucky"\);/);
  const { metadata } = await readNotebook(join(folder.path, "out", "mine.ipynb"));
  assert.deepEqual((metadata.run as RunRecord).parameters, { seed: 2 });
  const failed = await Deno.readTextFile(join(folder.path, "out", "mine.html"));
  assert.match(failed, /seed = 2 · <a href="#code-3">stopped at cell \[3\]<\/a>/);
  assert.match(failed, /id="code-3"[^]*Error: unlucky\n *at &lt;cell&gt;:2/);
});

import assert from "node:assert/strict";
import { join } from "@std/path";
import { joinText, type Output, readNotebook } from "../../tools/notebook/notebook.ts";
import { NotebookError } from "../../tools/notebook/notebook_error.ts";
import type { RunProgress } from "../../tools/notebook/run_cell.ts";
import { runNotebook, type RunRecord } from "../../tools/notebook/run_notebook.ts";
import { startKernel } from "../../tools/notebook/start_kernel.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

/** What a cell showed as plain text, outputs in order. */
function shown(outputs: Output[] | undefined): string[] {
  return (outputs ?? []).map((output) => {
    if (output.output_type === "stream") return joinText(output.text);
    if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
    return joinText(output.data["text/plain"] as string);
  });
}

Deno.test("runNotebook() keeps every output of 60 quick cells under its own cell", async () => {
  await using folder = await fixtureFolder();
  const cells = Array.from({ length: 60 }, (_, i) => `console.log("line ${i}");\n${i} * 2`);
  const path = await folder.write("quick.ipynb", cells);
  const { notebook, cellSeconds } = await runNotebook(path);
  assert.deepEqual(
    notebook.cells.map((cell) => shown(cell.outputs)),
    cells.map((_, i) => [`line ${i}\n`, `${i * 2}`]),
  );
  assert.deepEqual(notebook.cells.map((cell) => cell.execution_count), cells.map((_, i) => i + 1));
  assert.equal(cellSeconds.length, 60);
  assert.deepEqual((await readNotebook(path)).cells[0].outputs, [], "the source stays");
});

Deno.test("runNotebook() stops at the cell that throws and writes what finished", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("throws.ipynb", [
    "const a = 1;\na",
    'console.log("before");\nthrow new RangeError("too far");',
    "2",
  ]);
  const output = join(folder.path, "executed", "throws.ipynb");
  const error = await runNotebook(path, { output }).catch((error) => error);
  assert(error instanceof NotebookError);
  assert.equal(error.cell, 2);
  assert.match(error.message, /throws\.ipynb", cell \[2\], line 2 failed/);
  assert.match(error.message, /> {2}2 \| throw new RangeError/);
  assert.match(error.message, /RangeError: too far/);
  const { cells, metadata } = await readNotebook(output);
  assert.deepEqual(cells.map((cell) => shown(cell.outputs)), [
    ["1"],
    ["before\n", "RangeError: too far"],
    [],
  ]);
  assert.equal((metadata.run as RunRecord).finished, false);
});

Deno.test("runNotebook() names the line of the cell as it is written, types and all", async () => {
  await using folder = await fixtureFolder();
  const fails = async (code: string) => {
    const path = await folder.write("fails.ipynb", ["const g = () => null!;", code]);
    const error = await runNotebook(path).catch((error) => error);
    return [error.line, error.reason.replace(/\n[^]*?(?=<cell>)/, " ")];
  };
  // The kernel's own lines are 1, 1 and 3: types and empty lines are gone from what it runs.
  assert.deepEqual(await fails("interface A {\n  a: 1;\n}\n\nthrow new RangeError('far');"), [
    5,
    "RangeError: far <cell>:5",
  ]);
  const [line, reason] = await fails(
    "type A = 1;\n\nfunction f(): A {\n  throw new Error('deep');\n}\nf();",
  );
  assert.equal(line, 6);
  assert.match(reason, /<cell>:4[^]*<cell>:6/);
  assert.deepEqual(await fails("1;\nconst a: number = ;"), [
    2,
    "SyntaxError: Expression expected\n  |\n2 | const a: number = ;\n  |                   ~",
  ]);
});

Deno.test("runNotebook() notes each cell's times as Jupyter does", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("times.ipynb", ["await new Promise((f) => setTimeout(f, 120));"]);
  const { notebook } = await runNotebook(path);
  const times = notebook.cells[0].metadata.execution as Record<string, string>;
  const events = [
    "iopub.execute_input",
    "iopub.status.busy",
    "shell.execute_reply",
    "iopub.status.idle",
  ];
  assert.deepEqual(Object.keys(times).sort(), events.toSorted());
  const took = Date.parse(times["iopub.status.idle"]) - Date.parse(times["iopub.status.busy"]);
  assert(took >= 115 && took < 20_000, `${took} ms`);
});

Deno.test("runNotebook() applies updates to the output that they name", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("updates.ipynb", [
    `const show = (text: string, update = false) =>
  Deno.jupyter.display({ "text/plain": text }, { raw: true, update, display_id: "bar" });
await show("0 %");
await show("50 %", true);
console.log("between");`,
    'await show("100 %", true);\n"after"',
  ]);
  const { notebook } = await runNotebook(path);
  assert.deepEqual(notebook.cells.map((cell) => shown(cell.outputs)), [
    ["100 %", "between\n"],
    ['"after"'],
  ]);
});

Deno.test("runNotebook() sets parameters in a cell of its own", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("parameters.ipynb", [
    "# Parameters",
    { parameters: 'let data = "phantom";\nlet seed = 1; // first' },
    "[data, seed]",
  ]);
  const { notebook } = await runNotebook(path, { parameters: { data: 'a "b"', seed: 7 } });
  assert.deepEqual(notebook.cells.map((cell) => cell.metadata.tags?.[0] ?? ""), [
    "",
    "parameters",
    "injected-parameters",
    "",
  ]);
  assert.deepEqual(shown(notebook.cells[3].outputs), [`[ 'a "b"', 7 ]`]);
});

Deno.test("runNotebook() refuses a parameter that the notebook lacks", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("parameters.ipynb", [{ parameters: "let seed = 1;" }]);
  await assert.rejects(
    runNotebook(path, { parameters: { sead: 2 } }),
    new RangeError('Cannot set parameter "sead": the notebook declares seed'),
  );
});

Deno.test("runNotebook() loses nothing of a big output", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("big.ipynb", [
    'for (let i = 0; i < 5000; i++) console.log(String(i).padEnd(200, "x"));\n"end"',
    '"x".repeat(5_000_000).length',
    'Deno.jupyter.display({ "text/plain": "y".repeat(5_000_000) }, { raw: true });',
  ]);
  const { notebook } = await runNotebook(path);
  const [[lines, end], [length], [display]] = notebook.cells.map((cell) => shown(cell.outputs));
  assert.equal(lines.split("\n").length, 5001);
  assert.equal(end, '"end"');
  assert.equal(length, "5000000");
  assert.equal(display.length, 5_000_000);
});

Deno.test("runNotebook() says that and how the kernel ended by itself", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("exits.ipynb", ["1", "Deno.exit(3)", "2"]);
  const output = join(folder.path, "exits-executed.ipynb");
  await assert.rejects(
    runNotebook(path, { output }),
    /cell \[2\] failed[^]*The kernel ended by itself \(exit code 3\)/,
  );
  assert.deepEqual(shown((await readNotebook(output)).cells[0].outputs), ["1"]);
});

Deno.test("runNotebook() ends a cell that runs too long, awaiting or not", async () => {
  await using folder = await fixtureFolder();
  for (const code of ["await new Promise(() => {});", "for (;;);"]) {
    const path = await folder.write("long.ipynb", [code]);
    await assert.rejects(runNotebook(path, { cellSeconds: 0.5 }), /ran longer than 0\.5 s/);
  }
});

Deno.test("runNotebook() ends with the signal and leaves no kernel behind", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("stopped.ipynb", ["Deno.pid", "await new Promise(() => {});"]);
  const output = join(folder.path, "stopped-executed.ipynb");
  const stop = new AbortController();
  const onProgress = ({ cell }: RunProgress) => {
    if (cell === 2) setTimeout(() => stop.abort(new Error("Enough")), 50);
  };
  await assert.rejects(runNotebook(path, { output, onProgress, signal: stop.signal }), /Enough/);
  const pid = Number(shown((await readNotebook(output)).cells[0].outputs)[0]);
  assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
});

Deno.test("runNotebook() does not wait for an answer to prompt()", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("asks.ipynb", ['prompt("Your name?")']);
  await runNotebook(path, { cellSeconds: 10 }).catch(() => {});
});

Deno.test("runNotebook() tells progress with the last line said", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("says.ipynb", ['console.log("first\\nsecond");', "1"]);
  const told: string[] = [];
  await runNotebook(path, {
    onProgress: ({ cell, numCells, state, line }) =>
      told.push(`${cell}/${numCells} ${state} ${line}`.trim()),
  });
  assert.deepEqual(told, [
    "1/2 started",
    "1/2 running second",
    "1/2 done second",
    "2/2 started",
    "2/2 done",
  ]);
});

Deno.test("startKernel() gives up on a kernel that never answers, after two tries", async () => {
  const folder = await Deno.makeTempDir();
  const denoPath = join(folder, "deaf");
  await Deno.writeTextFile(denoPath, "#!/bin/sh\necho try >> tries\nexec sleep 60\n");
  await Deno.chmod(denoPath, 0o755);
  await assert.rejects(
    startKernel({ cwd: folder, denoPath, startSeconds: 0.3 }),
    /did not answer within 0\.3 s/,
  );
  assert.equal(await Deno.readTextFile(join(folder, "tries")), "try\ntry\n");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startKernel()'s kernel ends where the process that started it is killed", async () => {
  await using folder = await fixtureFolder();
  const module = new URL("../../tools/notebook/start_kernel.ts", import.meta.url).href;
  const file = join(folder.path, "starts.ts");
  await Deno.writeTextFile(
    file,
    `import { startKernel } from ${JSON.stringify(module)};
console.log((await startKernel({ cwd: "." })).pid);
setInterval(() => {}, 1000);`,
  );
  const args = ["run", "--no-check", "--allow-all", file];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const pid = Number(new TextDecoder().decode((await reader.read()).value));
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const isAlive = () => {
    try {
      Deno.kill(pid, "SIGCONT");
      return true;
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 100 && isAlive(); i++) await new Promise((done) => setTimeout(done, 100));
  assert.equal(isAlive(), false);
});

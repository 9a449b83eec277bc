import assert from "node:assert/strict";
import { cellProgress } from "lib/kernel/cell_progress.ts";
import { kernelApi, kernelInternals } from "lib/kernel/kernel_internals.ts";
import { liveDisplay } from "lib/kernel/live_display.ts";
import { stopSignal } from "lib/kernel/notebook.ts";
import { joinText } from "../../tools/notebook/notebook.ts";
import { runNotebook } from "../../tools/notebook/run_notebook.ts";
import { startKernel } from "../../tools/notebook/start_kernel.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

Deno.test("notebook.ts changes nothing outside the kernel", () => {
  assert.equal(kernelInternals(), undefined);
  assert.equal(kernelApi(), undefined);
  assert.equal(stopSignal().aborted, false);
  let calls = 0;
  liveDisplay().finish(() => calls++);
  assert.equal(calls, 0, "no chart is drawn where none is shown");
});

Deno.test("cellProgress() writes a sparse line in a terminal", () => {
  const lines: string[] = [];
  const original = console.error;
  console.error = (line: string) => lines.push(line);
  try {
    const report = cellProgress("Films");
    for (let film = 0; film <= 100; film++) report(film, 100, "reading");
  } finally {
    console.error = original;
  }
  assert.equal(lines.length, 2);
  assert.match(lines[0], /^Films 0\/100 · reading · 0\.0 s$/);
  assert.match(lines[1], /^Films 100\/100 · reading · 0\.0 s$/);
});

Deno.test("notebook.ts brings outputs before the end of their cell", async () => {
  await using folder = await fixtureFolder();
  const cells = Array.from({ length: 120 }, (_, i) => `console.log("line ${i}");\n${i}`);
  const path = await folder.write("order.ipynb", [
    'import { stopSignal } from "lib/kernel/notebook.ts";',
    ...cells,
  ]);
  const { notebook } = await runNotebook(path, { drain: false });
  const shown = notebook.cells.slice(1).map(({ outputs = [] }) =>
    outputs.map((output) =>
      output.output_type === "stream"
        ? joinText(output.text)
        : output.output_type === "error"
        ? output.evalue
        : output.data["text/plain"]
    )
  );
  assert.deepEqual(shown, cells.map((_, i) => [`line ${i}\n`, `${i}`]));
});

Deno.test("stopSignal() is aborted by the stop button, and the kernel keeps its state", async () => {
  await using folder = await fixtureFolder();
  const kernel = await startKernel({ cwd: folder.path });
  const execute = (code: string) =>
    kernel.client.request("shell", "execute_request", { code, store_history: true });
  try {
    await execute('import { stopSignal } from "lib/kernel/notebook.ts"; let steps = 0;');
    for (let time = 0; time < 2; time++) {
      const long = execute(`const signal = stopSignal();
for (;;) {
  signal.throwIfAborted();
  steps++;
  await new Promise((done) => setTimeout(done, 10));
}`);
      await new Promise((done) => setTimeout(done, 300));
      kernel.interrupt();
      const { content } = await Promise.race([long, kernel.died]);
      assert.equal(content.status, "error");
      assert.equal(content.ename, "AbortError");
      assert.match(content.evalue, /Stopped/);
    }
    const { content } = await execute('if (steps < 20) throw new Error("state lost: " + steps)');
    assert.equal(content.status, "ok");
  } finally {
    await kernel.shutdown();
  }
});

Deno.test("cellProgress() and liveDisplay() change one output in place", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("progress.ipynb", [
    `import { cellProgress } from "lib/kernel/cell_progress.ts";
import { liveDisplay } from "lib/kernel/live_display.ts";`,
    `const report = cellProgress("Epochs <1>");
for (let i = 0; i <= 1000; i++) report(i, 1000, "loss 0.5");`,
    `const live = liveDisplay({ everyMs: 0 });
for (let i = 0; i < 5; i++) live.update(() => ({ outerHTML: "<svg>" + i + "</svg>" }));
live.finish({ "text/html": "<b>end</b>" });`,
  ]);
  let messages = 0;
  const { notebook } = await runNotebook(path, { onProgress: () => messages++ });
  const [, [bar], [chart]] = notebook.cells.map((cell) => cell.outputs!);
  assert(bar.output_type === "display_data" && chart.output_type === "display_data");
  assert.match(String(bar.data["text/html"]), /Epochs &#60;1&#62;.*<progress value="1000"/);
  assert.match(String(bar.data["text/plain"]), /^Epochs <1> 1000\/1000 · loss 0\.5 · /);
  assert.deepEqual(chart.data, { "text/html": "<b>end</b>" });
  assert.equal(notebook.cells[1].outputs!.length, 1);
  assert(messages < 30, `1,000 calls drew ${messages} times`);
});

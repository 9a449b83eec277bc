import assert from "node:assert/strict";
import { liveTraining } from "lib/kernel/live_training.ts";
import { runNotebook } from "../../tools/notebook/run_notebook.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

Deno.test("liveTraining() is a sparse line in a terminal", () => {
  const lines: string[] = [];
  const original = console.error;
  console.error = (line: string) => lines.push(line);
  try {
    const { onProgress, onEpoch, costMs } = liveTraining("Training C");
    for (let batch = 1; batch <= 20; batch++) {
      onProgress(batch, 20, `C: epoch ${Math.ceil(batch / 10)}/2, loss 0.5, 120 films/s`);
    }
    onEpoch([{ epoch: 1, loss: 0.5, accuracy: 0.5 }]);
    assert.equal(costMs(), 0);
  } finally {
    console.error = original;
  }
  assert.equal(lines.length, 2);
  assert.match(lines[1], /^Training C 20\/20 · C: epoch 2\/2, loss 0\.5, 120 films\/s · /);
});

Deno.test("liveTraining() ends with the last bars and the last curves, at little cost", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("training.ipynb", [
    'import { liveTraining } from "lib/kernel/live_training.ts";',
    `const { onProgress, onEpoch, costMs } = liveTraining("Training <C>");
const history = [];
for (let batch = 1; batch <= 2000; batch++) {
  const epoch = Math.ceil(batch / 20);
  onProgress(batch, 4000, \`C: epoch \${epoch}/200, loss 0.5, accuracy 0.5, 120 films/s\`);
  if (batch % 20 > 0) continue;
  history.push({ epoch, loss: 1 / epoch, accuracy: 0.5, auc: 0.5 });
  onEpoch(history);
}`,
    "costMs()",
  ]);
  const { notebook } = await runNotebook(path);
  const [, [bars, curves, ...more], [cost]] = notebook.cells.map((cell) => cell.outputs!);
  assert.deepEqual(more, []);
  assert(bars.output_type === "display_data" && curves.output_type === "display_data");
  const html = String(bars.data["text/html"]);
  assert.match(html, /Training &lt;C&gt;/);
  assert.match(html, /<progress value="100" max="200"/, "a hundred epochs of two hundred");
  assert.match(html, /<progress value="20" max="20"/, "all batches of the last");
  assert.match(html, /C 100\/200 · .* to go · \d+\.\d GB.*20\/20 · loss 0\.5/);
  const svg = String(curves.data["image/svg+xml"]);
  assert.match(svg, />100<\/text>/, "the last epoch stands on the axis");
  // Two thousand batches and a hundred epochs: a first and a last chart, and some bars.
  assert(cost.output_type === "execute_result");
  assert(Number(cost.data["text/plain"]) < 2000, String(cost.data["text/plain"]));
});

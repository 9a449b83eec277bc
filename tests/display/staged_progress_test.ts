import assert from "node:assert/strict";
import { stagedProgress } from "lib/display/staged_progress.ts";

Deno.test("stagedProgress() begins a new line with every stage", () => {
  const lines: string[] = [];
  const report = stagedProgress("Lungs", {
    isTerminal: false,
    write: (text) => lines.push(text),
    now: () => 0,
  });
  report(1, 2, "films decoded");
  report(2, 2, "films decoded");
  report(1, 3, "epoch 1");
  report(3, 3, "epoch 1");
  report(1, 3, "again"); // the same total, from the start
  assert.deepEqual(lines.map((line) => line.split(" · ").slice(0, 2).join(" · ").trim()), [
    "Lungs 1/2 · films decoded",
    "Lungs 2/2 · films decoded",
    "Lungs 1/3 · epoch 1",
    "Lungs 3/3 · epoch 1",
    "Lungs 1/3 · again",
  ]);
});

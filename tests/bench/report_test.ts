import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { readResults } from "../../bench/harness/bench_results.ts";
import { resultsMarkdown } from "../../bench/harness/report.ts";
import { madeResult } from "./made_result.ts";

const FILE = fromFileUrl(new URL("../../bench/results.csv", import.meta.url));
const DOCUMENT = fromFileUrl(new URL("../../docs/speed.md", import.meta.url));
const README = fromFileUrl(new URL("../../README.md", import.meta.url));

/** Cells of the table's lines in a document, however wide they were made. */
function cellsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith("|") && !/^[|\s-]+$/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()).join("|"));
}

Deno.test("docs/speed.md shows the results that were measured, all of them", async () => {
  const table = cellsOf(resultsMarkdown(await readResults(FILE)));
  const shown = cellsOf((await Deno.readTextFile(DOCUMENT)).split("\n"));
  assert.ok(table.length > 2);
  assert.deepEqual(
    shown.slice(shown.indexOf(table[0]), shown.indexOf(table[0]) + table.length),
    table,
  );
});

Deno.test("the README shows some of them, goals left aside", async () => {
  const table = cellsOf(resultsMarkdown(await readResults(FILE)))
    .map((line) => line.split("|").slice(0, 6).join("|"));
  const [, section] = (await Deno.readTextFile(README)).split("\n## Speed\n");
  const shown = cellsOf(section.split("\n## ")[0].split("\n"));
  assert.ok(shown.length > 5);
  for (const line of shown) assert.ok(table.includes(line.replace(/\|$/, "")), line);
});

Deno.test("resultsMarkdown() tells title and our side once a row, and whether a goal was met", () => {
  const result = madeResult("a", {
    ...{ title: "Training", ours_median: 26, ours_min: 25, ours_max: 27.5 },
    ...{ peer_median: 20, peer_min: 19, peer_max: 21, ratio: 1.3, goal: 1.3 },
  });
  const lines = resultsMarkdown([result, { ...result, peer: "torch", goal: 2 }, {
    ...result,
    row: "b",
    goal: NaN,
  }]);
  assert.deepEqual(lines.slice(2), [
    "| Training (images/s; 5 pairs; A processor) | 26.0 (25.0–27.5) | keras | 20.0 (19.0–21.0) | 1.30 × | 1.3 ×, met |",
    "|  |  | torch | 20.0 (19.0–21.0) | 1.30 × | 2 ×, missed |",
    "| Training (images/s; 5 pairs; A processor) | 26.0 (25.0–27.5) | keras | 20.0 (19.0–21.0) | 1.30 × |  |",
  ]);
});

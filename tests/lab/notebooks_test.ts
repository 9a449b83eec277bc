import assert from "node:assert/strict";
import { escapeMarkup } from "lib/display/escape_markup.ts";
import { joinText, type Output } from "../../tools/notebook/notebook.ts";
import { fixtureFolder } from "../notebook_fixture.ts";
import type { LabCell } from "./lab_notebook.ts";
import { copyNotebooks } from "./notebook_copies.ts";
import { labParts, openLab } from "./open_lab.ts";
import { timesAsked } from "./times_asked.ts";

/** The last statement that begins in the first column. */
function lastStatement(source: string): string {
  return source.split("\n").findLast((line) => /^[\w$([{"'`]/.test(line)) ?? "";
}

/** Whether a cell ends with a value, which must then stand under it. */
function showsValue(source: string): boolean {
  return !/^(import|const|let|for|if|while|function|void) ?/.test(lastStatement(source));
}

/** Whether a cell draws a progress bar or a chart while it works. */
function isLive(source: string): boolean {
  return /\b(cellProgress|liveTraining|liveDisplay)\(/.test(source);
}

/** Titles in the last statement's plain text, where it has no branches; what is shown has them. */
function titlesOf(source: string): string[] {
  const [, value = ""] = /\n([^\s)}\]][^\n]*(?:\n(?:\s|[)}\]])[^\n]*)*)\s*$/.exec("\n" + source) ??
    [];
  if (/\n\s*\? /.test(value)) return [];
  return [...value.matchAll(/\b(?:title|caption): "([^"]+)"/g)].map(([, text]) => text);
}

/** All that an output shows, as one text. */
function textOf(output: Output): string {
  if (!("data" in output)) return "";
  return Object.values(output.data).map((value) => joinText(value as string)).join("\n");
}

/** What is wrong under a cell; empty where all is as it should be. */
function problemsOf({ source, outputs, executionCount }: LabCell, index: number): string[] {
  const problems: string[] = [];
  const say = (problem: string) => problems.push(`cell ${index + 1}: ${problem}\n${source}\n`);
  if (executionCount !== index + 1) say(`ran as number ${executionCount}`);
  for (const output of outputs) {
    if (output.output_type === "error") say(`threw ${output.ename}: ${output.evalue}`);
  }
  const shown = outputs.filter((output) => "data" in output);
  const value = shown.at(-1);
  const hasValue = value?.output_type === "execute_result";
  if (hasValue !== showsValue(source)) say(hasValue ? "shows a value" : "lost its value");
  if (shown.length > Number(hasValue) && !isLive(source)) say("shows what is another cell's");
  for (const title of showsValue(source) && value ? titlesOf(source) : []) {
    const text = textOf(value!);
    if (!text.includes(escapeMarkup(title)) && !text.includes(title)) say(`lacks "${title}"`);
  }
  return problems;
}

Deno.test("Restart & Run All fills all five notebooks, each output under its cell", async () => {
  const parts = labParts();
  if (!parts) return;
  await using lab = await openLab(parts);
  for (let time = 1; time <= timesAsked(); time++) {
    await using folder = await fixtureFolder();
    for (const copy of await copyNotebooks(folder.path)) {
      const notebook = await lab.open(copy);
      const started = performance.now();
      await notebook.restartAndRunAll();
      const cells = await notebook.cells();
      const inPage = await notebook.page.locator(".jp-CodeCell .jp-OutputArea-output").count();
      await notebook.close();
      const seconds = (performance.now() - started) / 1000;
      const outputs = cells.reduce((sum, cell) => sum + cell.outputs.length, 0);
      const name = copy.slice(folder.path.length + 1);
      console.log(`${name}: ${cells.length} cells, ${outputs} outputs, ${seconds.toFixed(1)} s`);
      assert.deepEqual(cells.flatMap(problemsOf), [], name);
      assert(inPage >= outputs, `${name}: ${inPage} of ${outputs} outputs stand in the page`);
    }
  }
});

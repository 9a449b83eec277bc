import assert from "node:assert/strict";
import { markdownView } from "lib/display/markdown_view.ts";
import { externalTable } from "lib/report/external_table.ts";
import { resultRow } from "./made_facts.ts";

Deno.test("externalTable() puts healthy films called ill and the best floor beside the accuracy", () => {
  const row = { data: "clinic", split: "external" };
  const rows = [
    resultRow({ ...row, value: 0.4, ciLow: 0.3, ciHigh: 0.5 }),
    resultRow({ ...row, metric: "auc", value: 0.6 }),
    resultRow({ ...row, metric: "called:Normal>COVID-19", value: 0.7, ciLow: 0.6, ciHigh: 0.8 }),
    resultRow({ ...row, metric: "abstained", split: "external-asked", value: 0.02 }),
    resultRow({ ...row, experiment: "floor-frame:C", split: "external-asked", value: 0.55 }),
    resultRow({ ...row, value: 0.9, subgroup: "view=AP" }),
  ];
  assert.deepEqual(externalTable(rows), [{
    model: "C",
    seed: "1",
    films: "clinic, 20",
    accuracy: "40.0 % (30.0 to 50.0 %)",
    AUC: 0.6,
    "healthy called COVID-19": "70.0 % (60.0 to 80.0 %)",
    "no answer": "2.0 %",
    "best floor": "55.0 %",
  }]);
});

Deno.test("markdownView() moves headings down and shows itself as Markdown", () => {
  const view = markdownView("# A\n\ntext # no\n## B", { level: 2 });
  assert.equal(view.text, "### A\n\ntext # no\n#### B");
  const shown = (view as unknown as Record<symbol, () => Record<string, string>>)
    [Symbol.for("Jupyter.display")]();
  assert.equal(shown["text/markdown"], view.text);
});

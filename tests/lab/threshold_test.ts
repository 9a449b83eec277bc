import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { thresholdExplorer } from "lib/display/threshold_explorer.ts";
import { exportHtml } from "../../tools/notebook/export_html.ts";
import { fixtureFolder, makeNotebook } from "../notebook_fixture.ts";
import { openBrowser } from "../open_browser.ts";
import { labParts, openLab } from "./open_lab.ts";

const films = [
  { name: "a.png", positive: true, score: 0.9 },
  { name: "b.png", positive: true, score: 0.4 },
  { name: "<c>.png", positive: false, score: 0.6 },
  { name: "d.png", positive: false, score: 0.1 },
];

/** Moves the slider, rests the pointer on a film, and looks at what follows. */
async function tryOut(page: Page): Promise<void> {
  const text = (name: string) => page.locator(`[data-is="${name}"]`).textContent();
  assert.equal(await text("sensitivity"), "0.500");
  await page.locator('input[type="range"]').fill("0.3");
  assert.equal(await text("threshold"), "0.30");
  assert.equal(await text("sensitivity"), "1.000");
  assert.equal(await text("specificity"), "0.500");
  assert.deepEqual([await text("found"), await text("alarms")], ["2", "1"]);
  await page.locator('circle[data-film="2"]').dispatchEvent("pointerover");
  assert.equal(await text("name"), "<c>.png · probability 0.600");
}

Deno.test("the threshold's slider moves the numbers in an exported page", async () => {
  const parts = labParts();
  if (!parts) return;
  const view = thresholdExplorer(films, { className: "COVID-19" });
  const notebook = makeNotebook(["# Title", "1"]);
  notebook.cells[1].outputs = [{
    output_type: "display_data",
    data: { "text/html": view.html },
    metadata: {},
  }];
  const browser = await openBrowser(parts.chromium);
  try {
    const page = await browser.newPage();
    await page.setContent(exportHtml(notebook, { title: "Title", folder: "." }));
    await tryOut(page);
  } finally {
    await browser.close();
  }
});

Deno.test("the threshold's slider moves the numbers in JupyterLab", async () => {
  const parts = labParts();
  if (!parts) return;
  await using folder = await fixtureFolder();
  const path = await folder.write("threshold.ipynb", [
    `import { mayStop } from "lib/kernel/notebook.ts";
import { thresholdExplorer } from "lib/display/threshold_explorer.ts";
thresholdExplorer(${JSON.stringify(films)}, { className: "COVID-19" });`,
  ]);
  await using lab = await openLab(parts);
  const notebook = await lab.open(path);
  await notebook.restartAndRunAll();
  await tryOut(notebook.page);
  await notebook.close();
});

import assert from "node:assert/strict";
import { frameChart } from "lib/display/chart.ts";
import { imageGrid } from "lib/display/image_grid.ts";
import { saveFigure } from "lib/display/save_figure.ts";

const PNG = [137, 80, 78, 71];

Deno.test("saveFigure() writes a chart as SVG and PNG and hands it back", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const chart = frameChart([{ body: "", width: 20, height: 20 }]);
    assert.equal(await saveFigure(chart, `${dir}/figures/empty`), chart);
    assert.equal(await Deno.readTextFile(`${dir}/figures/empty.svg`), chart.svg);
    assert.deepEqual([...(await Deno.readFile(`${dir}/figures/empty.png`)).slice(0, 4)], PNG);
    const names = [...Deno.readDirSync(`${dir}/figures`)].map((entry) => entry.name).sort();
    assert.deepEqual(names, ["empty.png", "empty.svg"]); // no temporary file is left
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("saveFigure() writes a grid of images as PNG alone", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await saveFigure(imageGrid({ data: new Uint8Array(4), shape: [1, 2, 2, 1] }), `${dir}/films`);
    assert.deepEqual([...Deno.readDirSync(dir)].map((entry) => entry.name), ["films.png"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

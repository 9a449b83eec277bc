import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import sharp from "sharp";
import { frameChart } from "lib/display/chart.ts";
import { colorLegend } from "lib/display/color_legend.ts";
import { drawPlot } from "lib/display/draw_plot.ts";
import { escapeMarkup } from "lib/display/escape_markup.ts";
import { legendRows } from "lib/display/legend.ts";
import { svgToPng } from "lib/display/svg_to_png.ts";

const dot = { body: `<circle cx="50" cy="50" r="20"/>`, width: 100, height: 80 };

/** Number of pixels darker than mid-grey. */
async function countDark(png: Uint8Array): Promise<number> {
  const pixels = await sharp(png).flatten({ background: "white" }).greyscale().raw().toBuffer();
  return pixels.filter((value) => value < 128).length;
}

Deno.test("Chart displays itself as SVG and text, by duck type", () => {
  const chart = frameChart([dot], { title: "A dot" });
  // deno-lint-ignore no-explicit-any
  const bundle = (chart as any)[Symbol.for("Jupyter.display")]();
  assert.deepEqual(bundle, { "image/svg+xml": chart.svg, "text/plain": "Chart: A dot" });
  assert.equal(chart.outerHTML, chart.svg);
});

Deno.test("frameChart() lays parts out in columns", () => {
  const chart = frameChart([dot, dot, dot], { columns: 2 });
  assert.equal(chart.width, 200);
  assert.equal(chart.height, 160 + 8); // two rows and the lower margin
});

Deno.test("frameChart() puts charts into a chart", () => {
  const inner = frameChart([dot], { title: "Inner" });
  const outer = frameChart([inner, inner], { title: "Outer" });
  assert.equal(outer.svg.match(/<svg/g)!.length, 1);
  assert.equal(outer.svg.match(/>Inner</g)!.length, 2);
});

Deno.test("frameChart() refuses to frame nothing", () => {
  assert.throws(() => frameChart([]), { name: "RangeError", message: /without a drawing/ });
});

Deno.test("frameChart() escapes titles and breaks long ones", () => {
  const { svg } = frameChart([{ ...dot, width: 300 }], {
    title: `a < b & "${"word ".repeat(20)}"`,
  });
  assert.match(svg, />a &lt; b &amp; &quot;word/);
  assert.ok(svg.match(/font-weight="600"/g)!.length > 2);
});

Deno.test("Chart.toPng() draws text without any installed font", async () => {
  const chart = frameChart([{ body: "", width: 300, height: 20 }], { title: "Words" });
  const blank = svgToPng(chart.svg.replace(/<text[\s\S]*?<\/text>/g, ""));
  assert.equal(await countDark(blank), 0);
  assert.ok(await countDark(chart.toPng()) > 300);
});

Deno.test("Chart.toPng() draws semibold text darker than regular", async () => {
  const draw = (weight: number) =>
    svgToPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30" font-family="Inter">` +
        `<text x="5" y="20" font-weight="${weight}">Viral Pneumonia</text></svg>`,
    );
  assert.ok(await countDark(draw(600)) > 1.1 * await countDark(draw(400)));
});

Deno.test("svgToPng() gives a PNG of the size asked for", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>`;
  const png = svgToPng(svg, { scale: 3 });
  assert.deepEqual([...png.slice(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const { width, height } = await sharp(png).metadata();
  assert.deepEqual([width, height], [120, 90]);
});

Deno.test("svgToPng() names the fault of an SVG that is none", () => {
  assert.throws(() => svgToPng("<svg"), { name: "SyntaxError", message: /Cannot draw an SVG/ });
});

Deno.test("drawPlot() gives one SVG where Plot would give a figure", () => {
  const { svg } = drawPlot({
    title: "Title",
    caption: "Caption",
    color: { legend: true },
    marks: [Plot.dot([[1, 2, "a"], [3, 4, "b"]], { x: "0", y: "1", fill: "2" })],
  });
  assert.doesNotMatch(svg, /<figure|<h2|<style/);
  assert.equal(svg.match(/<svg/g)!.length, 1);
  for (const text of ["Title", "Caption", "a", "b"]) assert.ok(svg.includes(`>${text}</text>`));
});

Deno.test("drawPlot() draws the ramp of a continuous colour scale, and rasters", () => {
  const { svg } = drawPlot({
    color: { legend: true, label: "heat", domain: [0, 8] },
    marks: [Plot.raster([0, 1, 2, 3, 4, 5, 6, 7, 8], { width: 3, height: 3 })],
  });
  assert.match(svg, /href="data:image\/png;base64,/);
  assert.ok(svg.match(/height="10" fill="rgb/g)!.length >= 40);
  for (const text of ["heat", "0", "4", "8"]) assert.ok(svg.includes(`>${text}</text>`));
});

Deno.test("drawPlot() names clip paths after the drawing, not after a count", () => {
  const draw = (y: number) =>
    drawPlot({ marks: [Plot.lineY([1, y], { clip: true })] }).svg.match(
      /clipPath id="([^"]+)"/,
    )![1];
  assert.equal(draw(2), draw(2));
  assert.notEqual(draw(2), draw(3));
});

Deno.test("colorLegend() makes entries of categories", () => {
  const scale = { type: "ordinal", domain: ["x", "y"], apply: (v: unknown) => `c-${v}` };
  assert.deepEqual(colorLegend(scale), [{ label: "x", color: "c-x" }, {
    label: "y",
    color: "c-y",
  }]);
});

Deno.test("legendRows() goes to the next row where the width ends", () => {
  const items = Array.from({ length: 3 }, () => ({ label: "Viral Pneumonia", color: "#000" }));
  assert.equal(legendRows(items, { maxWidth: 640 }).height, 20);
  assert.equal(legendRows(items, { maxWidth: 150 }).height, 60);
});

Deno.test("escapeMarkup() escapes what HTML and XML read, and drops control characters", () => {
  assert.equal(escapeMarkup(`<a b='c'>&"\u0000`), "&lt;a b=&#39;c&#39;&gt;&amp;&quot;");
});

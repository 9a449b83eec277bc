import assert from "node:assert/strict";
import sharp from "sharp";
import { resizeValues } from "lib/data/resize_values.ts";
import { heatAlpha, heatColor, heatOverlay } from "lib/display/heat_colors.ts";
import { heatmapPicture } from "lib/display/heatmap_picture.ts";

const map = { values: Float32Array.of(0, 0, 0, 1), height: 2, width: 2 };

Deno.test("resizeValues() keeps a constant, the corners and the middle", () => {
  const even = { values: new Float32Array(4).fill(0.5), height: 2, width: 2 };
  const { values } = resizeValues(even, { height: 5, width: 7 });
  assert(values.every((value) => value === 0.5));
  const large = resizeValues(map, { height: 8, width: 8 });
  assert.deepEqual([large.values[0], large.values[7], large.values[63]], [0, 0, 1]);
  assert.deepEqual(resizeValues(map, { height: 2, width: 2 }).values, map.values);
});

Deno.test("heatColor() gets lighter from end to end, so that it reads in grey", () => {
  const light = Array.from({ length: 50 }, (_, i) => {
    const [r, g, b] = heatColor(i / 49);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  light.slice(1).forEach((value, i) => assert(value > light[i]));
  assert.equal(heatAlpha(0), 0);
  assert.deepEqual(heatColor(-1), heatColor(0));
});

Deno.test("heatOverlay() is transparent where nothing is", () => {
  const overlay = heatOverlay(map, { height: 4, width: 4 });
  assert.deepEqual([overlay.height, overlay.width, overlay.data.length], [4, 4, 64]);
  assert.equal(overlay.data[3], 0);
  assert.deepEqual([...overlay.data.subarray(60)], [252, 255, 164, 191]);
});

Deno.test("heatmapPicture() shows the film, and beside it the film dimmed under colours", async () => {
  const film = { data: new Uint8Array(200 * 100).fill(200), width: 200, height: 100 };
  const png = heatmapPicture({
    film,
    map,
    title: "Normal 80.0 %",
    subtitle: "film.png",
    label: "Evidence for Normal",
    caption: "Not for diagnosis",
  });
  const { data, info } = await sharp(png).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x)).subarray(0, 3)];
  const rows = Array.from({ length: info.height }, (_, y) => at(20, y).join());
  const top = rows.indexOf("200,200,200");
  const right = Array.from({ length: info.width }, (_, x) => at(x, top + 1).join())
    .lastIndexOf("120,120,120");
  assert(top > 40 && right > 220, "film and dimmed film are there");
  const [r, g, b] = at(right - 5, top + 95);
  assert(r > 180 && g > 180 && b < 200, `the strongest corner is yellow: ${[r, g, b]}`);
});

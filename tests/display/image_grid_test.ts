import assert from "node:assert/strict";
import sharp from "sharp";
import { imageGrid } from "lib/display/image_grid.ts";

const grey = (value: number, side = 4) => ({
  data: new Uint8Array(side * side).fill(value),
  width: side,
  height: side,
});

async function pixelsOf(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray(3 * (y * info.width + x)).subarray(0, 3)],
    dark: data.filter((value) => value < 128).length,
  };
}

Deno.test("imageGrid() shows itself as PNG, by duck type", () => {
  const grid = imageGrid([grey(128)], { title: "One film" });
  const url = grid.toDataURL();
  // deno-lint-ignore no-explicit-any
  const bundle = (grid as any)[Symbol.for("Jupyter.display")]();
  assert.equal(`data:image/png;base64,${bundle["image/png"]}`, url);
  assert.equal(bundle["text/plain"], "Images: One film");
});

Deno.test("imageGrid() lays images out in columns, with their grey levels", async () => {
  const grid = imageGrid([grey(50), grey(100), grey(200)], { columns: 2, cellSize: 40 });
  const png = await pixelsOf(grid.toPng(1));
  assert.deepEqual([png.width, png.height], [grid.width, grid.height]);
  assert.equal(grid.width, 16 + 40 + 8 + 40 + 16);
  assert.deepEqual(png.at(16 + 20, 16 + 20), [50, 50, 50]);
  assert.deepEqual(png.at(16 + 48 + 20, 16 + 20), [100, 100, 100]);
  assert.deepEqual(png.at(16 + 20, 16 + 52 + 20), [200, 200, 200]);
  assert.deepEqual(png.at(2, 2), [255, 255, 255]);
});

Deno.test("imageGrid() is 640 pixels wide where columns are left to it", () => {
  assert.equal(imageGrid(Array.from({ length: 9 }, () => grey(0))).width, 640);
});

Deno.test("imageGrid() takes batches of bytes and of floats, grey and RGB", async () => {
  const bytes = { data: Uint8Array.of(255, 0, 0, 0, 0, 255), shape: [2, 1, 1, 3] };
  const floats = { data: Float32Array.of(1, 0, 0, -1, 0, 7), shape: [2, 1, 1, 3] };
  for (const batch of [bytes, floats]) {
    const png = await pixelsOf(imageGrid(batch, { cellSize: 20 }).toPng(1));
    assert.deepEqual(png.at(26, 26), [255, 0, 0]);
    assert.deepEqual(png.at(54, 26), [0, 0, 255]);
  }
});

Deno.test("imageGrid() keeps the aspect of a film, on black", async () => {
  const wide = { data: new Uint8Array(8 * 4).fill(255), width: 8, height: 4 };
  const png = await pixelsOf(imageGrid([wide], { cellSize: 40 }).toPng(1));
  assert.deepEqual(png.at(36, 18), [0, 0, 0]);
  assert.deepEqual(png.at(36, 36), [255, 255, 255]);
});

Deno.test("imageGrid() writes labels and titles", async () => {
  const options = { cellSize: 100 };
  const without = await pixelsOf(imageGrid([grey(255)], options).toPng());
  const labelled = imageGrid([grey(255)], {
    ...options,
    labels: ["Normal\n0.83"],
    title: "Errors",
  });
  assert.ok((await pixelsOf(labelled.toPng())).dark > without.dark + 500);
});

Deno.test("imageGrid() draws bars of colour and overlays", async () => {
  const overlay = { data: Uint8ClampedArray.of(255, 0, 0, 255), width: 1, height: 1 };
  const grid = imageGrid([{ ...grey(0), overlay }], { cellSize: 40, colors: ["#0000ff"] });
  const png = await pixelsOf(grid.toPng(1));
  assert.deepEqual(png.at(36, 36), [255, 0, 0]);
  assert.deepEqual(png.at(36, 16 + 42), [0, 0, 255]);
});

Deno.test("ImageGrid.toPng() is twice as large as shown where left out", async () => {
  const grid = imageGrid([grey(0)], { cellSize: 40 });
  assert.equal((await pixelsOf(grid.toPng())).width, 2 * grid.width);
});

Deno.test("imageGrid() refuses what does not fit", () => {
  assert.throws(() => imageGrid([]), { name: "RangeError", message: /no images/ });
  assert.throws(
    () => imageGrid([{ data: new Uint8Array(5), width: 2, height: 2 }]),
    /image 0 of 2 × 2: expected 4 grey or 12 RGB values but found 5/,
  );
  assert.throws(
    () => imageGrid({ data: new Uint8Array(5), shape: [2, 2, 2, 1] }),
    /shape \[2,2,2,1\]: expected 8 values but found 5/,
  );
});

import assert from "node:assert/strict";
import { canvasName, createCanvas } from "lib/display/canvas.ts";
import { fontFiles } from "lib/display/font.ts";

Deno.test("fontFiles() gives TrueType files that exist", async () => {
  for (const file of fontFiles()) {
    const bytes = await Deno.readFile(file);
    assert.deepEqual([...bytes.slice(0, 4)], [0, 1, 0, 0], file);
  }
});

Deno.test("canvasName() names one of the two packages", () => {
  assert.ok(["skia-canvas", "@napi-rs/canvas"].includes(canvasName()));
});

Deno.test("createCanvas() draws text in the project's font", () => {
  const canvas = createCanvas(120, 30);
  const context = canvas.getContext("2d");
  context.font = "600 20px Inter";
  context.fillText("Films", 4, 22);
  const { data } = context.getImageData(0, 0, 120, 30);
  assert.ok(data.filter((value, i) => i % 4 === 3 && value > 128).length > 100);
  const semibold = context.measureText("Films").width;
  context.font = "400 20px Inter";
  assert.ok(semibold > context.measureText("Films").width);
});

Deno.test("createCanvas() refuses sides that are no positive integers", () => {
  assert.throws(() => createCanvas(0, 4), { name: "RangeError", message: /0 × 4/ });
  assert.throws(() => createCanvas(2.5, 4), RangeError);
});

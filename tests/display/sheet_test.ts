import assert from "node:assert/strict";
import { createCanvas } from "lib/display/canvas.ts";
import { beginSheet } from "lib/display/sheet.ts";

const LAYOUT = { width: 60, height: 40, titles: [], captions: [], bottom: 40 };

Deno.test("beginSheet() fits a picture into the middle of a black square", () => {
  const { canvas, context, show } = beginSheet(LAYOUT, 2);
  assert.deepEqual([canvas.width, canvas.height], [120, 80]);
  const picture = createCanvas(8, 4);
  picture.getContext("2d").fillStyle = "red";
  picture.getContext("2d").fillRect(0, 0, 8, 4);
  const place = show(picture, { x: 10, y: 5, size: 20 });
  assert.deepEqual(place, { x: 10, y: 10, width: 20, height: 10 });
  const colour = (x: number, y: number) => [...context.getImageData(2 * x, 2 * y, 1, 1).data];
  assert.deepEqual(colour(5, 5), [255, 255, 255, 255]);
  assert.deepEqual(colour(20, 7), [0, 0, 0, 255]);
  assert.deepEqual(colour(20, 15), [255, 0, 0, 255]);
});

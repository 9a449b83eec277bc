import assert from "node:assert/strict";
import { largestParts } from "lib/data/largest_parts.ts";

const draw = (...rows: string[]) => Uint8Array.from(rows.join(""), (c) => c === "#" ? 9 : 0);
const show = (mask: Uint8Array, width: number) =>
  Array.from(
    { length: mask.length / width },
    (_, y) =>
      [...mask.subarray(y * width, (y + 1) * width)].map((value) => value ? "#" : ".").join(""),
  );

Deno.test("largestParts() keeps two lungs and drops specks, corners do not connect", () => {
  const mask = draw(
    "##...##",
    "##...##",
    "##.#...",
    "...#..#",
  );
  assert.deepEqual(show(largestParts(mask, { height: 4, width: 7 }), 7), [
    "##...##",
    "##...##",
    "##.....",
    ".......",
  ]);
  assert.deepEqual(new Set(largestParts(mask, { height: 4, width: 7 })), new Set([0, 255]));
});

Deno.test("largestParts() keeps what there is where there is less", () => {
  assert.deepEqual(show(largestParts(draw("#.."), { height: 1, width: 3 }), 3), ["#.."]);
  assert.deepEqual(show(largestParts(draw("..."), { height: 1, width: 3 }), 3), ["..."]);
});

Deno.test("largestParts() does not connect the end of a row with the next row's start", () => {
  const mask = draw("..##", "##..", "....");
  assert.deepEqual(show(largestParts(mask, { height: 3, width: 4, count: 1 }), 4), [
    "..##",
    "....",
    "....",
  ]);
});

/**
 * ```python
 * import numpy as np
 * from scipy.ndimage import label
 * i = np.arange(40 * 30)
 * mask = ((i * i * 31 + i * 17) % 101 < 55).reshape(40, 30)
 * parts, n = label(mask)
 * sizes = np.bincount(parts.ravel())[1:]
 * print(n, np.sort(sizes)[-2:].sum())
 * ```
 */
Deno.test("largestParts() agrees with scipy's label", () => {
  const mask = Uint8Array.from(
    { length: 1200 },
    (_, i) => Number((i * i * 31 + i * 17) % 101 < 55),
  );
  const left = largestParts(mask, { height: 40, width: 30 });
  assert.equal(left.filter((value) => value).length, 325);
});

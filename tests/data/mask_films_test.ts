import assert from "node:assert/strict";
import type { Pixels } from "lib/data/load_pixels.ts";
import { dilate, maskFilms, type MaskName, MASKS } from "lib/data/mask_films.ts";

const SIDE = 16;

/** One film whose grey is 100, with a brighter pixel in the middle and in a corner. */
function film(): Pixels {
  const data = new Uint8Array(SIDE * SIDE).fill(100);
  data[8 * SIDE + 8] = 200;
  data[0] = 250;
  return { data, shape: [1, SIDE, SIDE, 1] };
}

/** Lungs in the middle 4×4. */
const lungs = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [y, x] = [Math.floor(i / SIDE), i % SIDE];
  return y >= 6 && y < 10 && x >= 6 && x < 10 ? 255 : 0;
});

const left = (name: MaskName) => maskFilms(film(), name, lungs).data;
const count = (data: Uint8Array, grey: number) => data.filter((value) => value === grey).length;

Deno.test("maskFilms() leaves of frame-only an eighth on every side, as the floor does", () => {
  const data = left("frame-only");
  assert.equal(count(data, 0), 12 * 12);
  assert.equal(data[0], 250);
  assert.equal(data[8 * SIDE + 8], 0);
});

Deno.test("maskFilms() leaves of lungs-only what lies inside", () => {
  const data = left("lungs-only");
  assert.equal(count(data, 0), 256 - 16);
  assert.equal(count(data, 100), 15);
  assert.equal(data[8 * SIDE + 8], 200);
});

Deno.test("maskFilms() erases lungs and a margin with the mean of the rest", () => {
  const data = left("lungs-erased");
  // The margin is one pixel, so 6×6 go; the rest is 219 of 100 and one of 250.
  assert.equal(count(data, Math.round((219 * 100 + 250) / 220)), 36);
  assert.equal(data[0], 250);
  assert.equal(count(data, 200), 0);
});

Deno.test("maskFilms() draws of lung-outline the lungs alone, whatever the film", () => {
  const data = left("lung-outline");
  assert.equal(count(data, 255), 16);
  assert.equal(count(data, 0), 240);
});

Deno.test("maskFilms() blanks a fifth of height and width at every corner", () => {
  const data = left("corners-blanked");
  assert.equal(count(data, 0), 4 * 3 * 3);
  assert.equal(data[0], 0);
  assert.equal(data[8 * SIDE + 8], 200);
});

Deno.test("maskFilms() leaves the given films alone, and masks each film with its own lungs", () => {
  const one = film();
  const two: Pixels = { data: new Uint8Array([...one.data, ...one.data]), shape: [2, 16, 16, 1] };
  const both = maskFilms(two, "lungs-only", new Uint8Array([...lungs, ...lungs.map(() => 0)]));
  assert.equal(count(both.data.subarray(0, 256), 0), 240);
  assert.equal(count(both.data.subarray(256), 0), 256);
  assert.deepEqual(two.data.subarray(0, 256), film().data);
});

Deno.test("maskFilms() erases nothing where there are no lungs", () => {
  const none = new Uint8Array(SIDE * SIDE);
  assert.deepEqual(maskFilms(film(), "lungs-erased", none).data, film().data);
});

Deno.test("maskFilms() throws where lungs are missing", () => {
  assert.throws(() => maskFilms(film(), "lungs-only"), {
    name: "RangeError",
    message: "Cannot leave lungs-only of 1 films: expected 256 pixels of lung masks but found none",
  });
  for (const [name, { needsLungs }] of Object.entries(MASKS)) {
    if (!needsLungs) maskFilms(film(), name as MaskName);
  }
});

Deno.test("dilate() widens by a square and never wraps round an edge", () => {
  const mask = new Uint8Array(16);
  mask[3] = 1; // the right end of the first row
  const wide = dilate(mask, { height: 4, width: 4, radius: 1 });
  assert.deepEqual([...wide.keys()].filter((i) => wide[i]), [2, 3, 6, 7]);
});

/**
 * ```python
 * import numpy as np
 * from scipy.ndimage import maximum_filter
 * i = np.arange(15 * 11)
 * mask = ((i * 7919) % 37 == 0).astype(int).reshape(15, 11)
 * wide = maximum_filter(mask, size=5, mode="constant")
 * print(wide.sum(), (wide.ravel() * i).sum())
 * ```
 */
Deno.test("dilate() equals scipy's maximum_filter", () => {
  const mask = Uint8Array.from({ length: 165 }, (_, i) => Number(i * 7919 % 37 === 0));
  const wide = dilate(mask, { height: 15, width: 11, radius: 2 });
  const inside = [...wide.keys()].filter((i) => wide[i]);
  assert.equal(inside.length, 93);
  assert.equal(inside.reduce((a, b) => a + b), 7556);
});

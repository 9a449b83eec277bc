import assert from "node:assert/strict";
import { ssim } from "lib/evaluation/ssim.ts";

const size = { height: 12, width: 10 };
const picture = (value: (y: number, x: number) => number) =>
  Float64Array.from({ length: 120 }, (_, i) => value(Math.floor(i / 10), i % 10));
const a = picture((y, x) => ((3 * y + 5 * x) % 7) / 6);
const b = picture((y, x) => ((2 * y + x * x) % 5) / 4);

Deno.test("ssim() equals scikit-image's structural_similarity()", () => {
  // from skimage.metrics import structural_similarity as s        (scikit-image 0.26.0)
  // y, x = np.mgrid[:12, :10]; a = ((3*y + 5*x) % 7) / 6; b = ((2*y + x*x) % 5) / 4
  // s(a, b, data_range=1, win_size=7), s(a, a*.5 + .2, …), s(a, b, data_range=1, win_size=3)
  const near = (value: number, expected: number) => assert(Math.abs(value - expected) < 1e-12);
  near(ssim(a, b, size), -0.1282803233416906);
  near(ssim(a, a.map((value) => value * 0.5 + 0.2), size), 0.7968356617954653);
  near(ssim(a, b, { ...size, windowSize: 3 }), -0.11365761030536714);
});

Deno.test("ssim() is 1 for the same picture, empty ones included, and does not mind order", () => {
  assert(Math.abs(ssim(a, a, size) - 1) < 1e-12);
  assert.equal(ssim(new Float32Array(120), new Float32Array(120), size), 1);
  assert(Math.abs(ssim(a, b, size) - ssim(b, a, size)) < 1e-12);
});

Deno.test("ssim() refuses other sizes and windows", () => {
  assert.throws(() => ssim(a, [1], size), /120 and 1 pixels: expected 12 × 10/);
  assert.throws(() => ssim(a, b, { ...size, windowSize: 11 }), /squares of 11/);
  assert.throws(() => ssim(a, b, { ...size, windowSize: 4 }), /an odd side/);
});

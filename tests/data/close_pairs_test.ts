import assert from "node:assert/strict";
import { closePairs } from "lib/data/close_pairs.ts";
import { thumbnailMoments } from "lib/data/thumbnail_moments.ts";
import { thumbnailPoints } from "lib/data/thumbnail_points.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";

function found(points: Float32Array, options: Parameters<typeof closePairs>[1]): string[] {
  const pairs: string[] = [];
  closePairs(points, options, (a, b) => pairs.push(`${a} ${b}`));
  return pairs.sort();
}

Deno.test("closePairs() finds the pairs that looking at all finds", () => {
  const random = seededRandom(1);
  for (const [n, dims, radius] of [[200, 3, 0.5], [100, 1, 0.1], [150, 6, 2], [2, 2, 9]]) {
    const points = Float32Array.from({ length: n * dims }, () => normal(random));
    const expected: string[] = [];
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) {
        let distance = 0;
        for (let k = 0; k < dims; k++) {
          distance += (points[a * dims + k] - points[b * dims + k]) ** 2;
        }
        if (distance <= radius ** 2) expected.push(`${a} ${b}`);
      }
    }
    assert(expected.length > 0);
    assert.deepEqual(found(points, { dims, radius }), expected.sort());
  }
});

Deno.test("closePairs() counts the radius itself as within, and equal points", () => {
  const points = Float32Array.of(0, 0, 3, 4, 0, 0, 3, 4.001);
  assert.deepEqual(found(points, { dims: 2, radius: 5 }), ["0 1", "0 2", "1 2", "1 3"]);
  assert.deepEqual(found(points, { dims: 2, radius: 0 }), ["0 2"]);
});

Deno.test("closePairs() leaves out what it is told to, and takes no points at all", () => {
  const points = Float32Array.of(1, 1, 1);
  assert.deepEqual(found(points, { dims: 1, radius: 1, skip: (i) => i === 1 }), ["0 2"]);
  assert.deepEqual(found(new Float32Array(0), { dims: 3, radius: 1 }), []);
});

Deno.test("thumbnailPoints() brings no two films farther apart than they are", () => {
  const random = seededRandom(2);
  const [size, n] = [16, 60];
  const length = size * size;
  const thumbnails = Uint8Array.from(
    { length: n * length },
    (_, i) => 128 + 60 * Math.sin(i / (3 + Math.floor(i / length) % 9)) + 20 * (random() - 0.5),
  );
  const moments = thumbnailMoments(thumbnails, length);
  const { points, dims } = thumbnailPoints(thumbnails, { size, moments });
  let closest = Infinity;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      let product = 0;
      for (let i = 0; i < length; i++) {
        product += (thumbnails[a * length + i] - moments.sums[a] / length) *
          (thumbnails[b * length + i] - moments.sums[b] / length);
      }
      const correlation = product * length / (moments.norms[a] * moments.norms[b]);
      let distance = 0;
      for (let k = 0; k < dims; k++) distance += (points[a * dims + k] - points[b * dims + k]) ** 2;
      closest = Math.min(closest, 2 - 2 * correlation - distance);
    }
  }
  assert(closest > -1e-6, `${closest}`);
});

Deno.test("thumbnailMoments() counts exactly, and gives a flat film no norm", () => {
  const { sums, norms } = thumbnailMoments(Uint8Array.of(1, 3, 5, 5, 0, 255), 2);
  assert.deepEqual([...sums], [4, 10, 255]);
  assert.deepEqual([...norms], [2, 0, 255]);
});

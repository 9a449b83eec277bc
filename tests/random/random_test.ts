import assert from "node:assert/strict";
import { deriveSeed } from "lib/random/derive_seed.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";

Deno.test("seededRandom() gives the same numbers for the same seed, others for another", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

Deno.test("seededRandom() is uniform in [0, 1)", () => {
  const values = Array.from({ length: 20_000 }, seededRandom(1));
  assert(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((a, b) => a + b) / values.length;
  assert(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`);
});

Deno.test("seededRandom() throws for a seed that is no integer", () => {
  assert.throws(() => seededRandom(0.5), {
    name: "RangeError",
    message: "Cannot seed with 0.5: expected an integer",
  });
});

Deno.test("deriveSeed() tells keys apart and stays the same", () => {
  assert.equal(deriveSeed(1, "fold", 2), deriveSeed(1, "fold", 2));
  const seeds = new Set(Array.from({ length: 1000 }, (_, i) => deriveSeed(1, "fold", i)));
  assert.equal(seeds.size, 1000);
  assert.notEqual(deriveSeed(1, 23), deriveSeed(12, 3));
});

Deno.test("shuffle() keeps every item and leaves its input alone", () => {
  const items = [1, 2, 3, 4, 5];
  const shuffled = shuffle(items, seededRandom(3));
  assert.deepEqual([...shuffled].sort(), items);
  assert.deepEqual(items, [1, 2, 3, 4, 5]);
});

Deno.test("shuffle() puts every item in every place equally often", () => {
  const random = seededRandom(5);
  const first = [0, 0, 0];
  for (let i = 0; i < 3000; i++) first[shuffle([0, 1, 2], random)[0]]++;
  for (const count of first) assert(Math.abs(count - 1000) < 120, `${first}`);
});

Deno.test("normal() has mean 0 and variance 1", () => {
  const random = seededRandom(2);
  const values = Array.from({ length: 20_000 }, () => normal(random));
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  assert(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.05, `${mean} ${variance}`);
});

import assert from "node:assert/strict";
import { findDuplicates } from "lib/data/duplicates.ts";
import { joinLinked, linkEqual } from "lib/data/join_linked.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { testFilm } from "./test_films.ts";

const LENGTH = 64 * 64;

function together(...films: Uint8Array[]): Uint8Array {
  return Uint8Array.from(films.flatMap((film) => [...film]));
}

Deno.test("findDuplicates() finds a picture again in another exposure, and no other picture", () => {
  const film = testFilm(1, { width: 64, height: 64 });
  const darker = film.map((grey) => 0.5 * grey + 10);
  const pairs = findDuplicates(together(film, testFilm(2, { width: 64, height: 64 }), darker));
  assert.deepEqual(pairs.map(({ a, b }) => [a, b]), [[0, 2]]);
  assert(pairs[0].correlation > 0.999 && pairs[0].correlation <= 1);
});

Deno.test("findDuplicates() gives Pearson's correlation, checked by hand on 8×8 films", () => {
  // Two films with one bright pixel each, the second with another one half as bright:
  // x = e₀, y = e₀ + e₁/2 around their means: r = (1 - 1.5/64) / √((1 - 1/64)(1.25 - 2.25/64)).
  const x = new Uint8Array(64);
  const y = new Uint8Array(64);
  x[0] = y[0] = 200;
  y[1] = 100;
  const expected = (1 - 1.5 / 64) / Math.sqrt((1 - 1 / 64) * (1.25 - 2.25 / 64));
  const [pair] = findDuplicates(together(x, y), { size: 8, threshold: 0.5 });
  assert(Math.abs(pair.correlation - expected) < 1e-6, `${pair.correlation}, not ${expected}`);
});

Deno.test("findDuplicates() overlooks no pair that comparing all pixels finds", () => {
  // 150 films in families whose members correlate anywhere from .9 to 1.
  const random = seededRandom(3);
  const films = Array.from({ length: 150 }, (_, i) => {
    const noise = 2 + 16 * random();
    return testFilm(i % 30, { width: 64, height: 64 }).map((grey) => grey + noise * normal(random));
  });
  const thumbnails = together(...films);
  const expected: string[] = [];
  const unit = films.map((film) => {
    const mean = film.reduce((a, b) => a + b) / LENGTH;
    const centred = Array.from(film, (grey) => grey - mean);
    const norm = Math.hypot(...centred);
    return centred.map((value) => value / norm);
  });
  for (let a = 0; a < films.length; a++) {
    for (let b = a + 1; b < films.length; b++) {
      if (a % 30 !== b % 30) continue;
      const r = unit[a].reduce((sum, value, i) => sum + value * unit[b][i], 0);
      if (r >= 0.98) expected.push(`${a} ${b}`);
    }
  }
  const found = findDuplicates(thumbnails).map(({ a, b }) => `${a} ${b}`);
  assert(expected.length > 50 && expected.length < 300, `${expected.length}`);
  assert.deepEqual(found, expected);
});

Deno.test("findDuplicates() says nothing of flat films, and nothing of none", () => {
  assert.deepEqual(findDuplicates(new Uint8Array(2 * LENGTH).fill(7)), []);
  assert.deepEqual(findDuplicates(new Uint8Array(0)), []);
});

Deno.test("findDuplicates() throws for parts of a film", () => {
  assert.throws(() => findDuplicates(new Uint8Array(LENGTH + 1)), {
    name: "RangeError",
    message: /expected whole films of 64×64 .* found 4097 grey levels/,
  });
});

Deno.test("joinLinked() joins over others, and leaves the rest alone", () => {
  assert.deepEqual(joinLinked(6, [[4, 2], [5, 4], [1, 0]]), [0, 0, 2, 3, 2, 2]);
  assert.deepEqual(joinLinked(0, []), []);
});

Deno.test("linkEqual() links equal keys, empty ones never", () => {
  assert.deepEqual(linkEqual(["a", "", "b", "a", "", "a"]), [[0, 3], [0, 5]]);
});

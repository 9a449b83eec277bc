import assert from "node:assert/strict";
import { type DuplicatePair, findDuplicates } from "lib/data/duplicates.ts";
import { joinLinked, linkEqual } from "lib/data/join_linked.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { readFilms } from "lib/data/read_films.ts";
import { realData } from "../real_data.ts";
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

/** What findDuplicates() promises, done the long way: every pair, every pixel, in whole numbers. */
function allPairs(thumbnails: Uint8Array, threshold = 0.98): DuplicatePair[] {
  const films = Array.from(
    { length: thumbnails.length / LENGTH },
    (_, i) => thumbnails.subarray(i * LENGTH, (i + 1) * LENGTH),
  );
  const sum = (a: Uint8Array, b?: Uint8Array) => {
    let total = 0;
    for (let i = 0; i < LENGTH; i++) total += a[i] * (b ? b[i] : 1);
    return total;
  };
  const norms = films.map((film) => Math.sqrt(LENGTH * sum(film, film) - sum(film) ** 2));
  const pairs: DuplicatePair[] = [];
  for (let a = 0; a < films.length; a++) {
    for (let b = a + 1; b < films.length; b++) {
      const product = LENGTH * sum(films[a], films[b]) - sum(films[a]) * sum(films[b]);
      const correlation = Math.min(1, product / (norms[a] * norms[b]));
      if (correlation >= threshold) pairs.push({ a, b, correlation });
    }
  }
  return pairs;
}

Deno.test("findDuplicates() equals numpy's corrcoef", () => {
  // i = np.arange(4096)
  // a = (i * i // 7 + i) % 251
  // b = np.minimum(255, a // 2 + 30 + (i % 13))
  // np.corrcoef(a, b)[0, 1]
  const a = Uint8Array.from({ length: LENGTH }, (_, i) => (Math.floor(i * i / 7) + i) % 251);
  const b = a.map((grey, i) => Math.min(255, Math.floor(grey / 2) + 30 + (i % 13)));
  const [pair] = findDuplicates(together(a, b), { threshold: 0.9 });
  assert(Math.abs(pair.correlation - 0.9947448751151182) < 1e-14, `${pair.correlation}`);
});

Deno.test("findDuplicates() finds what all pairs find where pairs lie at the threshold", () => {
  // Copies whose correlation is as near to .98 as whole grey levels allow, the difference where
  // block means see nothing (a fine checkerboard), where they see all (a smooth ramp), or spread.
  const random = seededRandom(5);
  const changes = [
    (i: number) => (i + Math.floor(i / 64)) % 2 - 0.5,
    (i: number) => (i % 64) / 64 - 0.5,
    () => normal(random),
  ];
  const films: Uint8Array[] = [];
  for (let seed = 0; seed < 40; seed++) {
    const film = testFilm(seed, { width: 64, height: 64 });
    const change = Float64Array.from({ length: LENGTH }, (_, i) => changes[seed % 3](i));
    const near = (share: number) => film.map((grey, i) => Math.round(grey + share * change[i]));
    const at = (share: number) => allPairs(together(film, near(share)), -1)[0].correlation;
    let [low, high] = [0, 100];
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (at(middle) >= 0.98) low = middle;
      else high = middle;
    }
    films.push(film, near(low), near(high));
  }
  const thumbnails = together(...films);
  const expected = allPairs(thumbnails);
  const closest = expected.filter(({ correlation }) => correlation < 0.983);
  assert(closest.length >= 30, `${closest.length} pairs at the threshold`);
  assert.deepEqual(findDuplicates(thumbnails), expected);
  for (const threshold of [0.5, 0.9, 0.999]) {
    assert.deepEqual(findDuplicates(thumbnails, { threshold }), allPairs(thumbnails, threshold));
  }
});

Deno.test("findDuplicates() finds what all pairs find among noise, few levels and equal films", () => {
  const random = seededRandom(6);
  const noise = Array.from(
    { length: 60 },
    () => Uint8Array.from({ length: LENGTH }, () => 256 * random()),
  );
  const points = Array.from({ length: 20 }, (_, i) => { // all black but for a pixel or two
    const film = new Uint8Array(LENGTH);
    film[i % 7] = 255;
    if (i > 10) film[i] = 1;
    return film;
  });
  const equal = Array.from({ length: 5 }, () => noise[0]);
  const flat = [new Uint8Array(LENGTH).fill(9), new Uint8Array(LENGTH)];
  const thumbnails = together(...noise, ...flat, ...points, ...equal);
  assert.deepEqual(findDuplicates(thumbnails), allPairs(thumbnails));
});

const raikokte = realData("raikokte");

Deno.test({
  name: "findDuplicates() finds what all pairs find among real films",
  ignore: raikokte === undefined,
  fn: async () => {
    const { thumbnails } = await readFilms(raikokte!);
    const expected = allPairs(thumbnails);
    assert(expected.length >= 8, `${expected.length}`);
    assert.deepEqual(findDuplicates(thumbnails), expected);
  },
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

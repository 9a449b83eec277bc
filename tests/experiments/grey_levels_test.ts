import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { greyLevelsByClass } from "lib/experiments/grey_levels.ts";

Deno.test("greyLevelsByClass() counts pixels in bins of four, class by class, by name", () => {
  const films = ["Normal", "COVID-19", "Normal"].map((className, i) =>
    makeFilm({ path: `${i}.png`, className })
  );
  // Thumbnails of four pixels here.
  const thumbnails = new Uint8Array([0, 3, 4, 255, 7, 7, 7, 7, 252, 251, 128, 0]);
  const [covid, normal, ...others] = greyLevelsByClass({ films, thumbnails });
  assert.deepEqual(others, []);
  const bins = (counts: number[]) =>
    Object.fromEntries(counts.flatMap((count, bin) => count > 0 ? [[bin, count]] : []));
  assert.equal(covid.counts.length, 64);
  assert.deepEqual([covid.className, covid.n, bins(covid.counts)], ["COVID-19", 1, { 1: 4 }]);
  // 0, 3 and 0 in the first, 4 in the second, 128 in the 33rd, 251 in the 63rd, 252 and 255 last.
  const expected = { 0: 3, 1: 1, 32: 1, 62: 1, 63: 2 };
  assert.deepEqual([normal.className, normal.n, bins(normal.counts)], ["Normal", 2, expected]);
});

Deno.test("greyLevelsByClass() gives nothing of nothing", () => {
  assert.deepEqual(greyLevelsByClass({ films: [], thumbnails: new Uint8Array() }), []);
});

import assert from "node:assert/strict";
import type { Film } from "lib/data/manifest.ts";
import { searchProperties } from "lib/experiments/audit/property_search.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { madeSet } from "./made_sets.ts";

const N = 60;
const search = (known: (i: number) => Partial<Film>, groups?: string[]) => {
  const { films, thumbnails } = madeSet(Array.from({ length: N }, (_, i) => known(i)));
  return searchProperties(films, {
    thumbnails,
    ys: films.map((_, i) => i % 2),
    folds: films.map((_, i) => Math.floor(i / 2) % 5),
    groups: groups ?? films.map(({ path }) => path),
    classNames: ["Normal", "COVID-19"],
    seed: 1,
  });
};

Deno.test("searchProperties() finds the format, the size and the source that give the class away", () => {
  const found = search((i) => ({
    originalFormat: i % 2 ? "png" : "jpeg",
    source: i % 4 ? "a" : "b",
    originalBytes: 1000 + (i % 2 ? i : -i),
  }));
  const of = (name: string) => found.find(({ property }) => property === name)!;
  for (const name of ["file format", "bytes"]) {
    assert.equal(of(name).balancedAccuracy, 1, name);
    assert.equal(of(name).auc, 1, name);
    assert(of(name).pValue < 1e-8, name);
  }
  assert.equal(of("source").balancedAccuracy, 0.75); // b is always Normal, a half of Normal
  assert(found.every(({ property }) => property !== "age"), "nothing is known of age");
});

Deno.test("searchProperties() finds nothing in noise, and no number where all films are alike", () => {
  const random = seededRandom(3);
  const found = search(() => ({ originalWidth: 100, age: Math.floor(20 + 60 * random()) }));
  const width = found.find(({ property }) => property === "width")!;
  assert.deepEqual([width.balancedAccuracy, width.auc, width.pValue], [NaN, NaN, NaN]);
  assert.equal(found.at(-1)!.property, "width"); // the undefined ones last
  for (const { property, pValue } of found) assert(!(pValue < 0.05), property);
});

Deno.test("searchProperties() leaves out films for which a property is unknown", () => {
  const viewOf = (view: (i: number) => string) =>
    search((i) => ({ view: view(i) })).find(({ property }) => property === "view")!;
  // Known for COVID-19 alone: no network sees that the rest is unknown.
  const gap = viewOf((i) => i % 2 ? "PA" : "");
  assert.deepEqual([gap.balancedAccuracy, gap.known, gap.pValue], [NaN, N / 2, NaN]);
  const telling = viewOf((i) => i < 20 ? "" : i % 2 ? "PA" : "AP");
  assert.deepEqual([telling.balancedAccuracy, telling.known], [1, N - 20]);
});

Deno.test("searchProperties() tests one film a patient, and nothing of too few patients", () => {
  const formatOf = (groups: string[]) =>
    search((i) => ({ originalFormat: i % 2 ? "png" : "jpeg" }), groups)
      .find(({ property }) => property === "file format")!;
  const ten = formatOf(Array.from({ length: N }, (_, i) => `${i % 10}`));
  // >>> scipy.stats.chi2_contingency([[5, 0], [0, 5]], correction=False).pvalue * 3
  assert(Math.abs(ten.pValue - 3 * 0.0015654022580025495) < 1e-12, `${ten.pValue}`);
  assert.equal(formatOf(Array.from({ length: N }, (_, i) => `${i % 8}`)).pValue, NaN);
});

import assert from "node:assert/strict";
import { shuffledLabels } from "lib/protocol/shuffled_labels.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";

/** Forty films, two a patient; the first feature tells the class as much as is asked for. */
function madeFilms(skill: number) {
  const random = seededRandom(11);
  const groups = Array.from({ length: 40 }, (_, i) => `${Math.floor(i / 2)}`);
  const labels = groups.map((group) => Number(group) % 2);
  const rows = labels.map((label) => [skill * label + normal(random), normal(random)]);
  return { rows, labels, groups };
}

Deno.test("shuffledLabels() leaves chance where labels mean nothing, and finds a class that is there", async () => {
  const { rows, ...films } = madeFilms(4);
  const options = { ...films, numClasses: 2, permutations: 39, seed: 1 };
  const found = await shuffledLabels(rows, options);
  assert(found.observed >= 0.875, `${found.observed}`);
  assert.equal(found.pValue, 1 / 40);
  const mean = found.permuted.reduce((a, b) => a + b, 0) / 39;
  assert(Math.abs(mean - 0.5) < 0.08, `${mean}`);
  assert.deepEqual(await shuffledLabels(rows, options), found);
  const noise = madeFilms(0);
  const nothing = await shuffledLabels(noise.rows, { ...options, ...noise });
  assert(nothing.pValue > 0.05, `${nothing.pValue}`);
});

Deno.test("shuffledLabels() would show a leak: an identifier that copies share", async () => {
  // Each patient's two films share a value of no meaning: among groups it cannot be learnt.
  const { groups, labels } = madeFilms(0);
  const random = seededRandom(2);
  const values = new Map(groups.map((group) => [group, normal(random)]));
  const rows = groups.map((group) => [values.get(group)!]);
  const options = { labels, groups, numClasses: 2, permutations: 19, seed: 1 };
  const grouped = await shuffledLabels(rows, options);
  assert(Math.max(...grouped.permuted) < 0.85);
});

Deno.test("shuffledLabels() stops", async () => {
  const { rows, ...films } = madeFilms(1);
  const stop = new AbortController();
  await assert.rejects(
    shuffledLabels(rows, {
      ...films,
      numClasses: 2,
      seed: 1,
      signal: stop.signal,
      onProgress: (done) => done === 2 && stop.abort(),
    }),
    { name: "AbortError" },
  );
});

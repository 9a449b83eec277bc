import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { judgeRestyled } from "lib/protocol/judge_restyled.ts";
import { leaveSourceOut } from "lib/protocol/leave_source_out.ts";
import type { RestyledExamples } from "lib/protocol/restyled_classifier.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";

await startEngine({ seed: 1 });

/** The sources: `a` alone has disease; `look` is what a network sees of where a film was made. */
const SOURCES = { a: [-1, 0], b: [-1, 1], c: [1, 0] } as const;

/** Films of three numbers: the first tells disease from health, the others the sources apart. */
function examples({ disease, look }: { disease: number; look: number }) {
  const random = seededRandom(7);
  const films = Array.from({ length: 240 }, (_, i) => {
    const provenance = (["a", "b", "c", "a"] as const)[i % 4];
    const label = Number(i % 4 === 0);
    const seen = [disease * label, ...SOURCES[provenance].map((x) => look * x)];
    const row = Float32Array.from(seen, (x) => x + normal(random));
    return { provenance, label, place: provenance === "a" ? `hospital ${i % 12}` : "", row };
  });
  const made: RestyledExamples = {
    views: [films.map(({ row }) => row), films.map(({ row }) => row)],
    labels: films.map(({ label }) => label),
    provenances: films.map(({ provenance }) => provenance),
    numClasses: 2,
  };
  const options = {
    films: [...films.keys()],
    groups: films.map((_, i) => `patient ${i}`),
    places: films.map(({ place }) => place),
    isHealthy: films.map(({ label }) => label === 0),
    positive: 1,
    views: [0, 1],
    c: 10,
    seed: 1,
  };
  return { made, options };
}

Deno.test("leaveSourceOut() finds few false alarms where disease is what was learnt", async () => {
  const { made, options } = examples({ disease: 5, look: 0 });
  const found = await leaveSourceOut(made, options);
  assert.deepEqual(found.map(({ provenance }) => provenance), ["b", "c"]); // only a has disease
  for (const { falseAlarms, sensitivity } of found) {
    assert.equal(falseAlarms.n, 60);
    assert(falseAlarms.value < 0.1, `${falseAlarms.value}`);
    assert.equal(sensitivity.n, 60);
    assert(sensitivity.value > 0.85, `${sensitivity.value}`);
    const [low, high] = falseAlarms.interval;
    assert(low <= falseAlarms.value && falseAlarms.value <= high);
  }
});

Deno.test("leaveSourceOut() finds the false alarms that folds within the sources hide", async () => {
  const { made, options } = examples({ disease: 0.5, look: 5 });
  // Every healthy film of a is left aside: disease and its source cannot be told apart.
  const films = options.films.filter((i) => made.provenances[i] !== "a" || made.labels[i] === 1);
  const inside = await judgeRestyled(made, { ...options, films, judged: 0 });
  const ofB = [...films.keys()].filter((at) => made.provenances[films[at]] === "b");
  const alarms = ofB.filter((at) => inside[at][1] >= 0.5).length / ofB.length;
  assert(alarms < 0.05, `${alarms}`);
  const [{ provenance, falseAlarms }] = await leaveSourceOut(made, { ...options, films });
  assert.equal(provenance, "b");
  assert(falseAlarms.value > 0.5, `${falseAlarms.value}`);
});

Deno.test("leaveSourceOut() stops where it is asked to", async () => {
  const { made, options } = examples({ disease: 5, look: 0 });
  const signal = AbortSignal.abort();
  await assert.rejects(leaveSourceOut(made, { ...options, signal }), { name: "AbortError" });
});

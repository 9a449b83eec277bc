import assert from "node:assert/strict";
import { coverageScenarios } from "lib/evaluation/coverage_scenarios.ts";
import { intervalCoverage } from "lib/evaluation/interval_coverage.ts";
import { wilsonInterval } from "lib/evaluation/wilson_interval.ts";
import { seededRandom } from "lib/random/seeded.ts";

Deno.test("intervalCoverage() counts what holds the truth, and on which side others lie", () => {
  const ends: [number, number][] = [[0, 1], [0.6, 1], [0, 0.4], [NaN, NaN]];
  let i = 0;
  const found = intervalCoverage({ truth: 0.5, draw: () => ends[i++], runs: 4, seed: 1 });
  assert.deepEqual(
    { ...found, width: Number(found.width.toFixed(10)) },
    {
      coverage: 0.25,
      standardError: Math.sqrt(0.25 * 0.75 / 4),
      above: 0.25,
      below: 0.25,
      undefinedShare: 0.25,
      width: Number((1.8 / 3).toFixed(10)),
    },
  );
  assert.throws(
    () => intervalCoverage({ truth: 0, draw: () => [0, 1], runs: 0, seed: 1 }),
    { name: "RangeError", message: "Cannot simulate 0 runs: expected a positive integer" },
  );
});

Deno.test("Wilson's and the BCa intervals hold the truth about as often as they say", () => {
  // 2,000, 300 or 60 sets: two standard errors of .95 are .010, .025 or .056. The long run (tools/coverage.ts) is in
  // docs/protocol.md.
  for (const { name, truth, draw } of coverageScenarios({ resamples: 200 })) {
    const runs = /Wilson/.test(name) ? 2000 : /dealings, Brier/.test(name) ? 60 : 300;
    const { coverage } = intervalCoverage({ truth, draw, runs, seed: 7 });
    // With few films or patients the bootstrap of an AUC is known to fall short.
    const least = /AUC .* of (58|60)/.test(name) ? 0.84 : runs < 100 ? 0.88 : 0.91;
    assert(coverage >= least && coverage < 1, `${name}: ${coverage}`);
  }
});

Deno.test("the simulation tells methods apart: a percentile bootstrap fails at .97 of 58", () => {
  const draw = (random: () => number, seed: number): [number, number] => {
    const successes = Array.from({ length: 58 }, random).filter((x) => x < 0.97).length;
    const again = seededRandom(seed + 1);
    const means = Array.from({ length: 200 }, () => {
      let sum = 0;
      for (let i = 0; i < 58; i++) sum += Number(again() < successes / 58);
      return sum / 58;
    }).sort((a, b) => a - b);
    return [means[5], means[194]];
  };
  const { coverage } = intervalCoverage({ truth: 0.97, draw, runs: 300, seed: 7 });
  assert(coverage < 0.87, `${coverage}`);
});

Deno.test("films of one patient taken as independent make an interval that fails", () => {
  const [, , clustered] = coverageScenarios({ resamples: 1 });
  assert.match(clustered.name, /3 a patient/);
  const draw = (random: () => number): [number, number] => {
    let successes = 0;
    for (let patient = 0; patient < 20; patient++) successes += 3 * Number(random() < 0.9);
    return wilsonInterval({ successes, n: 60 });
  };
  const { coverage } = intervalCoverage({ truth: 0.9, draw, runs: 300, seed: 7 });
  assert(coverage < 0.87, `${coverage}`);
});

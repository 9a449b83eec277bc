import assert from "node:assert/strict";
import { chooseThreshold } from "lib/evaluation/threshold.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("chooseThreshold() finds the largest Youden index", () => {
  // f, t, h = roc_curve(b, s); h[np.argmax(t - f)] → 0.4, the next lower score is 0.3
  const { threshold, sensitivity, specificity } = chooseThreshold(IS_COVID, COVID_SCORES);
  assertClose([threshold, sensitivity, specificity], [0.35, 5 / 6, 13 / 14]);
});

Deno.test("chooseThreshold() keeps a specificity and finds what it can", () => {
  const keep = (specificity: number) =>
    chooseThreshold(IS_COVID, COVID_SCORES, { rule: { specificity } });
  assertClose(keep(0.9).sensitivity, 5 / 6);
  assertClose(keep(0.9).threshold, 0.35);
  assertClose([keep(1).threshold, keep(1).sensitivity], [0.675, 2 / 6]);
  assertClose([keep(0).sensitivity, keep(0).specificity], [1, 4 / 14]);
});

Deno.test("chooseThreshold() keeps a sensitivity with as few false alarms as it can", () => {
  const labels = [0, 0, 0, 1, 1, 1, 1, 1];
  const scores = [0.1, 0.3, 0.5, 0.2, 0.4, 0.6, 0.7, 0.9];
  const keep = (sensitivity: number) => chooseThreshold(labels, scores, { rule: { sensitivity } });
  const found = (sensitivity: number) => Object.values(keep(sensitivity));
  assertClose(found(0.6), [0.55, 3 / 5, 1]); // .6, .7 and .9 are found, nothing else
  assertClose(found(0.61), [0.35, 4 / 5, 2 / 3]); // .4 is wanted, too: .5 comes along
  assertClose(found(1), [0.15, 1, 1 / 3]);
});

Deno.test("chooseThreshold() does on its films what it says", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const labels = [0, 1, ...Array.from({ length: 20 }, () => Math.floor(2 * random()))];
    const scores = labels.map(() => Math.floor(11 * random()) / 10);
    for (const rule of ["youden", { specificity: 0.9 }, { sensitivity: 0.9 }] as const) {
      const { threshold, sensitivity, specificity } = chooseThreshold(labels, scores, { rule });
      const share = (label: number, isPositive: boolean) => {
        const films = scores.filter((_, i) => labels[i] === label);
        return films.filter((score) => (score >= threshold) === isPositive).length / films.length;
      };
      assertClose([share(1, true), share(0, false)], [sensitivity, specificity]);
      assert(threshold > 0 || specificity === 0);
    }
  }
});

Deno.test("chooseThreshold() calls nothing positive where nothing better keeps the specificity", () => {
  const { threshold, sensitivity } = chooseThreshold([0, 1], [1, 0.5], {
    rule: { specificity: 0.9 },
  });
  assert.equal(sensitivity, 0);
  assert(threshold > 1 && Number.isFinite(threshold));
});

Deno.test("chooseThreshold() is NaN where a class has no films", () => {
  const nothing = { threshold: NaN, sensitivity: NaN, specificity: NaN };
  assert.deepEqual(chooseThreshold([1, 1], [0.1, 0.2]), nothing);
  assert.deepEqual(chooseThreshold([], []), nothing);
});

Deno.test("chooseThreshold() throws for what is no probability", () => {
  assert.throws(() => chooseThreshold([0, 1], [0.5, 1.5]), {
    name: "RangeError",
    message: "Cannot choose a threshold: expected probabilities in [0, 1]",
  });
  assert.throws(() => chooseThreshold([0, 1], [0, 1], { rule: { specificity: 90 } }), {
    message: "Cannot keep a specificity of 90: expected a number in [0, 1]",
  });
  assert.throws(() => chooseThreshold([0, 1], [0, 1], { rule: { sensitivity: -1 } }), {
    message: "Cannot keep a sensitivity of -1: expected a number in [0, 1]",
  });
});

import assert from "node:assert/strict";
import { calibrationLine } from "lib/evaluation/calibration_line.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("calibrationLine() equals statsmodels's binomial GLM", () => {
  // L = logit(np.clip(s, 1e-6, 1 - 1e-6)); sm.GLM(b, sm.add_constant(L), Binomial()).fit().params
  // and, for the shift, sm.GLM(b, ones, Binomial(), offset=L)
  const { slope, intercept, shift } = calibrationLine(IS_COVID, COVID_SCORES);
  assertClose([intercept, slope], [0.5295542397967239, 1.3250163301995164], 1e-7);
  assertClose(shift, 0.27269166561869257, 1e-7);
});

Deno.test("calibrationLine() finds the line that labels were drawn with", () => {
  const random = seededRandom(1);
  const probabilities = Array.from({ length: 40_000 }, () => random());
  const labels = probabilities.map((p) => {
    const z = 0.3 + 0.7 * Math.log(p / (1 - p));
    return Number(random() < 1 / (1 + Math.exp(-z)));
  });
  const { slope, intercept } = calibrationLine(labels, probabilities);
  assertClose([slope, intercept], [0.7, 0.3], 0.04);
});

Deno.test("calibrationLine() says where there is no finite answer", () => {
  assert.equal(calibrationLine([0, 0, 1, 1], [.1, .2, .8, .9]).slope, Infinity);
  assert(Number.isNaN(calibrationLine([1, 1], [.4, .5]).slope));
  assert.throws(() => calibrationLine([0], []), { name: "RangeError" });
});

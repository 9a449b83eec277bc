import assert from "node:assert/strict";
import { calibrationError, calibrationErrorByChance } from "lib/evaluation/calibration_error.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("calibrationError() equals the sum over numpy's equal bins", () => {
  // o = np.argsort(s, kind="stable"); sum(abs((s[c] - b[c]).sum()) for c in np.split(o, 4)) / 20
  assertClose(calibrationError(IS_COVID, COVID_SCORES, { bins: 4 }), 0.0825);
});

Deno.test("calibrationErrorByChance() is what perfect models show: one in twenty lies above", () => {
  const random = seededRandom(2);
  const probabilities = Array.from({ length: 58 }, () => random());
  const { mean, quantile95 } = calibrationErrorByChance(probabilities, { seed: 3 });
  assert(mean > .05, `58 films can't show .05, yet a perfect model shows ${mean}`);
  const runs = 1000;
  let [sum, above] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const error = calibrationError(probabilities.map((p) => Number(random() < p)), probabilities);
    sum += error;
    if (error > quantile95) above++;
  }
  assertClose(sum / runs, mean, .006);
  assertClose(above / runs, .05, .03);
});

Deno.test("calibrationError() throws for impossible bins and lengths", () => {
  assert.throws(() => calibrationError([0], [.5], { bins: 0 }), { name: "RangeError" });
  assert.throws(() => calibrationError([0], []), { name: "RangeError" });
});

import assert from "node:assert/strict";
import { calibrationLine } from "lib/evaluation/calibration_line.ts";
import { jointSlope } from "lib/evaluation/joint_slope.ts";
import { fitTemperature } from "lib/evaluation/temperature.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";

/** Films whose labels are drawn by the probabilities, which are then made too sure. */
function drawFilms(n: number, sureness: number) {
  const random = seededRandom(7);
  const yTrue: number[] = [], probabilities: number[][] = [];
  for (let i = 0; i < n; i++) {
    const logits = [0, 3 * random() - 1.5, 3 * random() - 1.5];
    const softmax = (factor: number) => {
      const powers = logits.map((x) => Math.exp(factor * x));
      const sum = powers.reduce((a, b) => a + b);
      return powers.map((power) => power / sum);
    };
    const [a, b] = softmax(1);
    const at = random();
    yTrue.push(at < a ? 0 : at < a + b ? 1 : 2);
    probabilities.push(softmax(sureness));
  }
  return { yTrue, probabilities, ones: new Array(n).fill(1) };
}

Deno.test("jointSlope() is the inverse of the temperature that fits best", () => {
  const { yTrue, probabilities, ones } = drawFilms(400, 2);
  const slope = jointSlope(yTrue, probabilities)(ones);
  assertClose([slope], [1 / fitTemperature(yTrue, probabilities)], 1e-6);
  assert(slope > 0.4 && slope < 0.6, `${slope}: twice too sure`);
});

Deno.test("jointSlope() weighs films as if they stood there so often", () => {
  const { yTrue, probabilities } = drawFilms(60, 1);
  const weights = yTrue.map((_, i) => i % 3);
  const often = yTrue.flatMap((_, i) => new Array(weights[i]).fill(i));
  const other = jointSlope(often.map((i) => yTrue[i]), often.map((i) => probabilities[i]));
  assertClose(
    [jointSlope(yTrue, probabilities)(weights)],
    [other(new Array(often.length).fill(1))],
    1e-8,
  );
});

Deno.test("jointSlope() of two classes alike in number is Cox's slope without an intercept", () => {
  const yTrue = [0, 0, 0, 1, 1, 1, 1, 0];
  const high = [0.1, 0.2, 0.7, 0.9, 0.8, 0.3, 0.6, 0.4];
  const rows = high.map((p) => [1 - p, p]);
  const { slope, intercept } = calibrationLine(yTrue, high);
  assertClose([intercept], [0], 1e-9);
  assertClose([jointSlope(yTrue, rows)(new Array(8).fill(1))], [slope], 1e-8);
});

Deno.test("jointSlope() of films that are told without error is NaN; bad labels are named", () => {
  assert.equal(jointSlope([0, 1], [[0.9, 0.1], [0.2, 0.8]])([1, 1]), NaN);
  assert.throws(() => jointSlope([0, 2], [[0.9, 0.1], [0.2, 0.8]]), {
    message: "Cannot use yTrue[1] = 2: expected a class index from 0 to 1",
  });
});

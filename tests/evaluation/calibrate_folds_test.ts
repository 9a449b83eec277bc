import assert from "node:assert/strict";
import { brierScore } from "lib/evaluation/brier.ts";
import { calibrateFolds, temperFolds } from "lib/evaluation/calibrate_folds.ts";
import { calibrationLine } from "lib/evaluation/calibration_line.ts";
import type { AlignedFolds } from "lib/evaluation/folds_outcome.ts";
import { fitTemperature, temper } from "lib/evaluation/temperature.ts";
import { weightedCalibration } from "lib/evaluation/weighted_calibration.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { CLASSES, PROBABILITIES, Y_TRUE } from "./golden.ts";

function made(repeats: number[][][], classNames: string[], yTrue: number[]): AlignedFolds {
  const paths = yTrue.map((_, i) => `${i}.png`);
  return {
    classNames,
    paths,
    yTrue,
    repeats,
    folds: repeats.map(() => paths.map((_, i) => `${i % 4}`)),
  };
}

/** Two classes, logits twice as large as they should be. */
function boldFolds(n: number): AlignedFolds {
  const random = seededRandom(3);
  const logits = Array.from({ length: n }, () => 1.5 * normal(random));
  const yTrue = logits.map((z) => Number(random() < 1 / (1 + Math.exp(-z))));
  const rows = logits.map((z) => 1 / (1 + Math.exp(-2 * z))).map((p) => [1 - p, p]);
  return made([rows], ["No", "Yes"], yTrue);
}

const EACH = Y_TRUE.map((_, i) => `${i}`);

Deno.test("calibrateFolds() gives the parts that add up to the Brier score", () => {
  const folds = made([PROBABILITIES], CLASSES, Y_TRUE);
  const rows = calibrateFolds(folds, { groups: EACH, seed: 1, resamples: 0 });
  const of = (metric: string) => rows.find((row) => row.metric === metric)!.value;
  assertClose(of("brier"), brierScore(Y_TRUE, PROBABILITIES));
  assertClose(of("miscalibration") - of("resolution") + of("uncertainty"), of("brier"));
  const truth = Y_TRUE.map((label) => Number(label === 1));
  const { slope, intercept } = calibrationLine(truth, PROBABILITIES.map((row) => row[1]));
  assertClose([of("slope:Normal"), of("intercept:Normal")], [slope, intercept], 1e-8);
  assertClose(of("slope"), 1 / fitTemperature(Y_TRUE, PROBABILITIES), 1e-6);
  assert(of("ece-by-chance:Normal") > 0.02);
});

Deno.test("calibrateFolds() finds logits that are twice too large, with an interval", () => {
  const folds = boldFolds(400);
  const rows = calibrateFolds(folds, { groups: folds.paths, seed: 1, resamples: 100 });
  const slope = rows.find(({ metric }) => metric === "slope:Yes")!;
  assert(slope.ciLow < 0.5 && slope.ciHigh > 0.5 && slope.ciHigh < 0.75, JSON.stringify(slope));
  assert.equal(rows.some(({ metric }) => ["slope", "slope:No"].includes(metric)), false);
});

Deno.test("temperFolds() mends them by a temperature that the fold itself had no part in", () => {
  const folds = boldFolds(400);
  const { folds: mended, temperatures } = temperFolds(folds);
  assert(temperatures[0].every((t) => t > 1.4 && t < 2.6), `${temperatures}`);
  const others = [...folds.yTrue.keys()].filter((i) => i % 4 !== 0);
  const own = fitTemperature(
    others.map((i) => folds.yTrue[i]),
    others.map((i) => folds.repeats[0][i]),
  );
  assertClose(mended.repeats[0][0], temper(folds.repeats[0][0], own));
});

Deno.test("calibrateFolds() of films that are parted without error has no slope", () => {
  const folds = made([[[0.9, 0.1], [0.2, 0.8]]], ["No", "Yes"], [0, 1]);
  const rows = calibrateFolds(folds, { groups: ["a", "b"], seed: 1, resamples: 0 });
  assert.equal(rows.find(({ metric }) => metric === "slope:Yes")!.value, NaN);
});

Deno.test("weightedCalibration() equals calibrationLine(), which equals statsmodels, film by film", () => {
  const { yTrue, repeats: [rows] } = boldFolds(60);
  const scores = rows.map((row) => row[1]);
  const weights = Float64Array.from(yTrue, (_, i) => i % 3);
  const drawn = yTrue.flatMap((_, i) => new Array<number>(i % 3).fill(i));
  const { slope, intercept } = calibrationLine(
    drawn.map((i) => yTrue[i]),
    drawn.map((i) => scores[i]),
  );
  const line = weightedCalibration(yTrue, scores)(weights);
  assertClose([line.slope, line.intercept], [slope, intercept], 1e-8);
  const parted = weightedCalibration([0, 0, 1, 1], [0.1, 0.2, 0.7, 0.9]);
  assert.deepEqual(parted(new Float64Array(4).fill(1)), { slope: NaN, intercept: NaN });
  assert.throws(() => weightedCalibration([0], [0.1, 0.2]), { name: "RangeError" });
});

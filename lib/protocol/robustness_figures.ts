import { bareMetric } from "../evaluation/bare_metric.ts";
import { clusteredShare } from "../evaluation/clustered_share.ts";
import type { Metric } from "../evaluation/evaluate_films.ts";
import { rocAuc, rocAucOvr } from "../evaluation/roc.ts";
import { callClass } from "../models/answer_film.ts";
import type { RobustnessAnswers } from "./robustness.ts";

/** One figure of a model on changed films. */
export interface RobustnessFigure extends Metric {
  control: string;
  n: number;
}

/** Options of {@linkcode robustnessFigures}. */
export interface RobustnessFiguresOptions {
  classNames: readonly string[];
  /** `[films]`, places of the true classes. */
  yTrue: readonly number[];
  /** With two classes: the second's probability from which on it is called; frozen beforehand. */
  threshold: number;
  /** `[films]`, patient or group of copies. */
  groups?: readonly string[];
}

/**
 * Sums up what changes to films do to a model: `accuracy` (of all films, whether the gate refuses
 * them or not), `auc` or `macro_auc`, `probability` (mean of the true class), `probability-change`
 * (mean size of its change against the unchanged film) and `refused` (share that the gate refuses).
 *
 * @param all Answers, those to unchanged films first.
 * @param options Classes, truth and threshold.
 * @returns Figures, `none` first.
 * @throws {RangeError} Where the unchanged films' answers are missing.
 *
 * @example
 * ```ts
 * import { robustnessFigures } from "lib/protocol/robustness_figures.ts";
 * const answers = [{ path: "1.png", probabilities: [0.2, 0.8], refused: false }];
 * robustnessFigures([{ control: "none", answers }], {
 *   classNames: ["Normal", "COVID-19"],
 *   yTrue: [1],
 *   threshold: 0.5,
 * })[0].value; // 1
 * ```
 */
export function robustnessFigures(
  all: readonly RobustnessAnswers[],
  { classNames, yTrue, threshold, groups }: RobustnessFiguresOptions,
): RobustnessFigure[] {
  const none = all.find(({ control }) => control === "none");
  if (!none) throw new RangeError("Cannot sum up robustness: no answers to unchanged films");
  const n = yTrue.length;
  const eachAlone = yTrue.map((_, i) => String(i));
  return all.flatMap(({ control, answers }) => {
    const rows = answers.map(({ probabilities }) => probabilities);
    const yPred = rows.map((row) => classNames.indexOf(callClass(row, { classNames, threshold })));
    const ofTruth = (list: typeof answers) => list.map((a, i) => a.probabilities[yTrue[i]]);
    const before = ofTruth(none.answers);
    const now = ofTruth(answers);
    const figure = (metric: string, value: number) => {
      return { control, n, ...bareMetric(metric, value) };
    };
    const share = (metric: string, counted: readonly boolean[]) => ({
      ...{ control, n },
      ...clusteredShare(counted, { metric, groups: groups ?? eachAlone }),
      ciMethod: groups ? "wilson-cluster" : "wilson",
    });
    return [
      share("accuracy", yPred.map((called, i) => called === yTrue[i])),
      classNames.length === 2
        ? figure("auc", rocAuc(yTrue, rows.map((row) => row[1])))
        : figure("macro_auc", rocAucOvr(yTrue, rows)),
      figure("probability", mean(now)),
      figure("probability-change", mean(now.map((p, i) => Math.abs(p - before[i])))),
      share("refused", answers.map(({ refused }) => refused)),
    ];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

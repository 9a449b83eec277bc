import { wilsonInterval } from "../evaluation/wilson_interval.ts";
import type { ModelPredictions } from "./collect_results.ts";
import { labelsOf } from "./labels_of.ts";
import type { Study } from "./study.ts";

/** Mean accuracy of an experiment's seeds on one test. */
export interface AccuracyInterval {
  model: string;
  set: string;
  /** In `[0, 1]`. */
  value: number;
  low: number;
  high: number;
  /** Films of the test. */
  n: number;
  /** Accuracy of each seed. */
  seeds: number[];
}

/**
 * Accuracy of each experiment on some tests, for a chart: mean over the seeds with the Wilson
 * interval of that mean on one test's films (seeds share their films: they add no certainty about
 * other films).
 *
 * @param models As `readModels` reads them.
 * @param study The study they belong to.
 * @param parts Tests, as `labelsOf` names them.
 * @returns `rows`, one an experiment and test, and `floors`, one a floor and test.
 *
 * @example
 * ```ts
 * import { accuracyIntervals } from "lib/experiments/accuracy_intervals.ts";
 * const film = { path: "1.png", split: "test", trueClass: "Normal", probabilities: [0.9, 0.1] };
 * const classNames = ["Normal", "COVID-19"];
 * const run = { experiment: "C", model: "cnn", task: "covid-or-normal", title: "", seconds: 9 };
 * const models = [{ ...run, seed: 1, classNames, predictions: [film] }];
 * accuracyIntervals(models, { split: [] }, ["test"]).rows[0].value; // 1
 * ```
 */
export function accuracyIntervals(
  models: readonly ModelPredictions[],
  study: Pick<Study, "split">,
  parts: readonly string[],
): { rows: AccuracyInterval[]; floors: { name: string; set: string; value: number }[] } {
  const rows = [...Map.groupBy(models, ({ experiment }) => experiment)].flatMap(([model, runs]) =>
    parts.map((set) => interval(model, set, runs.map((run) => labelsOf(run, study, set))))
  ).filter(({ n }) => n > 0);
  const isFloor = ({ model }: AccuracyInterval) => model.startsWith("floor-");
  return {
    rows: rows.filter((row) => !isFloor(row)),
    floors: rows.filter(isFloor).map(({ model, set, value }) => ({
      name: model.replace(/^floor-/, "").replace(/:.*/, ""),
      set,
      value,
    })),
  };
}

function interval(
  model: string,
  set: string,
  runs: { yTrue: number[]; yPred: number[] }[],
): AccuracyInterval {
  const n = runs[0].yTrue.length;
  const right = runs.map(({ yTrue, yPred }) => yTrue.filter((y, i) => y === yPred[i]).length);
  const successes = right.reduce((a, b) => a + b, 0) / runs.length;
  const [low, high] = wilsonInterval({ successes, n });
  return { model, set, value: successes / n, low, high, n, seeds: right.map((r) => r / n) };
}

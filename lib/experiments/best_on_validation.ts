import type { ModelPredictions } from "./collect_results.ts";

/** One experiment's mean validation accuracy over its seeds. */
export interface ValidationScore {
  experiment: string;
  seeds: number;
  /** In `[0, 1]`. */
  accuracy: number;
}

/**
 * Ranks experiments by their accuracy on validation films: the only films a choice may look at.
 *
 * @param models As `readModels` reads them; those without validation films are left out.
 * @returns Experiments, the best first; of equals the first by name.
 *
 * @example
 * ```ts
 * import { rankOnValidation } from "lib/experiments/best_on_validation.ts";
 * const film = { path: "1.png", split: "validation", trueClass: "Normal", probabilities: [0.9, 0.1] };
 * const classNames = ["Normal", "COVID-19"];
 * const run = { experiment: "C+", model: "cnn", task: "covid-or-normal", title: "", seconds: 9 };
 * rankOnValidation([{ ...run, seed: 1, classNames, predictions: [film] }])[0].accuracy; // 1
 * ```
 */
export function rankOnValidation(models: readonly ModelPredictions[]): ValidationScore[] {
  const held = models.filter(({ predictions }) =>
    predictions.some(({ split }) => split === "validation")
  );
  return [...Map.groupBy(held, ({ experiment }) => experiment)]
    .map(([experiment, runs]) => ({
      experiment,
      seeds: runs.length,
      accuracy: runs.reduce((sum, run) => sum + validationAccuracy(run), 0) / runs.length,
    }))
    .sort((a, b) => b.accuracy - a.accuracy || (a.experiment < b.experiment ? -1 : 1));
}

function validationAccuracy({ predictions, classNames }: ModelPredictions): number {
  const validation = predictions.filter(({ split }) => split === "validation");
  const right = validation.filter(({ trueClass, probabilities }) =>
    classNames[probabilities.indexOf(Math.max(...probabilities))] === trueClass
  );
  return right.length / validation.length;
}

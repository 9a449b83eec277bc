import { evaluateModels, type ModelPredictions } from "./collect_results.ts";
import type { Study } from "./study.ts";

/** Accuracy of one model, for a table. */
export type AccuracyRow = Record<string, string | number>;

const SPLITS = ["train", "validation", "test", "test-clean", "test-patient"];

/**
 * Accuracy of models on every part of the data, with 95 % intervals.
 *
 * @param models As `readModels` reads them.
 * @param study The study they belong to.
 * @returns One row a model and seed: experiment, seed, and a column per part with the number of
 *   its films.
 */
export function accuracyTable(
  models: readonly ModelPredictions[],
  study: Pick<Study, "set" | "split">,
): AccuracyRow[] {
  return models.map((model) => {
    const rows = evaluateModels([model], study, { profile: "", resamples: 0 })
      .filter(({ metric }) => metric === "accuracy");
    const cells = SPLITS.map((split) => {
      const row = rows.find((row) => row.split === split);
      if (!row) return [split, "–"];
      const interval = split.startsWith("test")
        ? ` (${row.ciLow.toFixed(2)}–${row.ciHigh.toFixed(2)})`
        : "";
      return [split, `${row.value.toFixed(3)}${interval}, n ${row.n}`];
    });
    const seed = Number.isNaN(model.seed) ? "" : model.seed;
    return { model: model.experiment, seed, ...Object.fromEntries(cells) };
  });
}

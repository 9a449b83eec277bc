import { evaluateModels, type ModelPredictions } from "./collect_results.ts";
import type { Study } from "./study.ts";

/** Accuracy of one model, for a table. */
export type AccuracyRow = Record<string, string | number>;

const SPLITS = ["train", "validation", "test", "test-clean", "test-patient"];

/**
 * Accuracy of models on every part of the data, with 95 % intervals on the tests.
 *
 * @param models As `readModels` reads them, of one task.
 * @param study The study they belong to.
 * @returns One row a model and seed: its name, its seed, and a column per part; a test's column
 *   says how many films it has.
 *
 * @example
 * ```ts ignore
 * import { accuracyTable } from "lib/experiments/accuracy_table.ts";
 * import { readModels } from "lib/experiments/collect_results.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * accuracyTable(await readModels(study.out), study);
 * ```
 */
export function accuracyTable(
  models: readonly ModelPredictions[],
  study: Pick<Study, "set" | "split">,
): AccuracyRow[] {
  const results = models.map((model) =>
    evaluateModels([model], study, { profile: "", resamples: 0 })
      .filter(({ metric }) => metric === "accuracy")
  );
  const films = new Map(results.flat().map(({ split, n }) => [split, n]));
  return models.map(({ experiment, seed }, i) => {
    const cells = SPLITS.map((split) => {
      const isTest = split.startsWith("test");
      const row = results[i].find((row) => row.split === split);
      const interval = row && isTest ? ` (${row.ciLow.toFixed(2)}–${row.ciHigh.toFixed(2)})` : "";
      const heading = isTest ? `${split.replace("-", ", ")}: ${films.get(split) ?? 0}` : split;
      return [heading, row ? row.value.toFixed(3) + interval : "–"];
    });
    const name = experiment.replace(/:.*/, "");
    return { model: name, seed: Number.isNaN(seed) ? "" : seed, ...Object.fromEntries(cells) };
  });
}

import type { ResultRow } from "../evaluation/result_row.ts";

/** A name that people know: floors without their task. */
function nameOf(experiment: string): string {
  return experiment.replace(/^floor-([^:]+):.*/, "$1 (no lungs)");
}

/**
 * Takes from the topic `folds` what `foldGapChart` shows: accuracy on grouped and on random folds.
 *
 * @param folds Rows of the topic.
 * @returns One row a model that has both, the most accurate on grouped folds first.
 *
 * @example
 * ```ts
 * import { foldGaps } from "lib/protocol/chart_rows.ts";
 * foldGaps([]); // []
 * ```
 */
export function foldGaps(
  folds: readonly ResultRow[],
): { model: string; grouped: number; random: number; low: number; high: number }[] {
  const means = folds.filter(({ repeat, metric, subgroup }) =>
    Number.isNaN(repeat) && metric === "accuracy" && subgroup === ""
  );
  return [...Map.groupBy(means, ({ experiment }) => experiment)].flatMap(([experiment, rows]) => {
    const grouped = rows.find(({ split }) => split === "out-of-fold-grouped");
    const random = rows.find(({ split }) => split === "out-of-fold-random");
    if (!grouped || !random) return [];
    const { value, ciLow: low, ciHigh: high } = grouped;
    return [{ model: nameOf(experiment), grouped: value, random: random.value, low, high }];
  }).sort((a, b) => b.grouped - a.grouped);
}

/**
 * Takes from the topic `comparisons` what `differenceChart` shows: how far models lie above a floor.
 *
 * @param comparisons Rows of the topic.
 * @param options The model compared with, as its experiment is called, and the metric.
 * @returns One row a model, the greatest difference first.
 *
 * @example
 * ```ts
 * import { differencesTo } from "lib/protocol/chart_rows.ts";
 * differencesTo([], { reference: "floor-thumbnail:three-classes" }); // []
 * ```
 */
export function differencesTo(
  comparisons: readonly ResultRow[],
  { reference, metric = "difference:accuracy" }: { reference: string; metric?: string },
): { model: string; value: number; low: number; high: number }[] {
  return comparisons.filter((row) => row.metric === metric).flatMap((row) => {
    const [first, second] = row.experiment.split(" vs ");
    if (second !== reference) return [];
    return [{ model: nameOf(first), value: row.value, low: row.ciLow, high: row.ciHigh }];
  }).sort((a, b) => b.value - a.value);
}

/**
 * Takes from the topic `folds` what `predictiveValuesChart` shows, of one model on grouped folds.
 *
 * @param folds Rows of the topic.
 * @param experiment The model.
 * @returns One point a prevalence, rising; none where the model is not there.
 *
 * @example
 * ```ts
 * import { predictivePoints } from "lib/protocol/chart_rows.ts";
 * predictivePoints([], "nested"); // []
 * ```
 */
export function predictivePoints(
  folds: readonly ResultRow[],
  experiment: string,
): {
  prevalence: number;
  ppv: number;
  ppvInterval: [number, number];
  npv: number;
  npvInterval: [number, number];
}[] {
  const own = folds.filter((row) =>
    row.experiment === experiment && row.split === "out-of-fold-grouped" && row.subgroup === ""
  );
  const negatives = new Map(own.map((row) => [row.metric, row]));
  return own.filter(({ metric }) => metric.startsWith("ppv@")).map((ppv) => {
    const npv = negatives.get(ppv.metric.replace("ppv", "npv"))!;
    return {
      prevalence: Number(ppv.metric.slice(4)),
      ppv: ppv.value,
      ppvInterval: [ppv.ciLow, ppv.ciHigh] as [number, number],
      npv: npv.value,
      npvInterval: [npv.ciLow, npv.ciHigh] as [number, number],
    };
  }).sort((a, b) => a.prevalence - b.prevalence);
}

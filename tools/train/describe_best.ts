import { join } from "@std/path";
import type { ResultRow } from "lib/evaluation/results.ts";
import type { BestModel } from "lib/protocol/train_best.ts";

/** Metrics that the terminal shows; all of them stand in `results/folds.csv`. */
const SHOWN = ["accuracy", "macro_auc", "auc", "sensitivity", "specificity"];

/**
 * Says in some lines what a model for films from elsewhere came to.
 *
 * @param model The model.
 * @param rows Its figures, as `bestFoldRows` gives them.
 * @returns Lines for the terminal: the figures out of fold, then those of sources left out, then
 *   where the model lies.
 *
 * @example
 * ```ts ignore
 * import { bestFoldRows } from "lib/protocol/best_rows.ts";
 * import { describeBest } from "./describe_best.ts";
 * console.log(describeBest(model, bestFoldRows(model, { profile: "full" })).join("\n"));
 * ```
 */
export function describeBest(
  { run: { run, dir }, c, leftOut }: Pick<BestModel, "run" | "c" | "leftOut">,
  rows: readonly ResultRow[],
): string[] {
  const lines = [`${run.experiment}: ${run.title}, on ${run.model} (penalty 1/${c})`];
  for (const { metric, control, value, ciLow, ciHigh, n } of rows) {
    if (!SHOWN.includes(metric)) continue;
    const films = control === "restyled" ? "restyled films" : "films";
    lines.push(
      `  ${metric.padEnd(12)} ${figure(value, ciLow, ciHigh)} of ${n} ${films}, out of fold`,
    );
  }
  for (const { provenance, falseAlarms, sensitivity } of leftOut) {
    lines.push(
      `  Never having seen ${provenance}:`,
      `    healthy called COVID-19  ${share(falseAlarms)}`,
      `    COVID-19 found in hospitals held out  ${share(sensitivity)}`,
    );
  }
  return [...lines, `  Model: ${join(dir, "model")}`];
}

function share({ value, n, interval: [low, high] }: BestModel["leftOut"][number]["falseAlarms"]) {
  return `${figure(value, low, high)} of ${n}`;
}

function figure(value: number, low: number, high: number): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

import { join } from "@std/path";
import { figureText } from "lib/evaluation/figure_text.ts";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import type { Share } from "lib/protocol/leave_source_out.ts";
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
  for (const row of rows.filter(({ metric }) => SHOWN.includes(metric))) {
    const films = row.control === "restyled" ? "restyled films" : "films";
    lines.push(
      `  ${row.metric.padEnd(12)} ${figureText(row)} of ${row.n} ${films}, out of fold`,
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

function share({ value, n, interval: [ciLow, ciHigh] }: Share): string {
  return `${figureText({ value, ciLow, ciHigh })} of ${n}`;
}

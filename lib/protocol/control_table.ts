import { MASKS } from "../data/mask_films.ts";
import { figureText } from "../evaluation/figure_text.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import type { ControlsRecord } from "./controls_record.ts";

/**
 * Puts a recipe's controls into a table for people: whole films first, then what was left of them.
 *
 * @param record What `writeControls` wrote.
 * @param rows Figures of topic `controls`; other recipes' are left aside.
 * @returns One row a control: balanced accuracy, how far whole films lie above it, area under ROC.
 *
 * @example
 * ```ts
 * import { controlTable } from "lib/protocol/control_table.ts";
 * controlTable({ experiment: "E", whole: [] }, []); // []
 * ```
 */
export function controlTable(
  { experiment, whole }: Pick<ControlsRecord, "experiment" | "whole">,
  rows: readonly ResultRow[],
): Record<string, string | number>[] {
  const own = [
    ...whole,
    ...rows.filter((row) => row.experiment === experiment && row.control !== ""),
  ].filter((row) => row.subgroup === "" && Number.isNaN(row.repeat));
  return ["", ...Object.keys(MASKS)].flatMap((control) => {
    const of = (...metrics: string[]) =>
      own.find((row) => row.control === control && metrics.includes(row.metric));
    const balanced = of("balanced_accuracy");
    if (!balanced) return [];
    return [{
      "what is left": control || "whole films",
      films: balanced.n,
      "balanced accuracy (95 % interval)": written(balanced),
      "whole films are above it by": written(of("difference:balanced_accuracy")),
      "AUC": written(of("macro_auc", "auc")),
    }];
  });
}

function written(row: ResultRow | undefined): string {
  return !row || Number.isNaN(row.value) ? "" : figureText(row);
}

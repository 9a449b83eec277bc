import type { ResultRow } from "../evaluation/result_row.ts";
import { figure, percent } from "./checks/check.ts";

/**
 * Lists what models did on films from elsewhere, beside the best floor on the same films.
 *
 * @param rows Rows of the topic `external`.
 * @returns One row a model and set.
 *
 * @example
 * ```ts
 * import { externalTable } from "lib/report/external_table.ts";
 * externalTable([]); // []
 * ```
 */
export function externalTable(rows: readonly ResultRow[]) {
  const whole = rows.filter(({ subgroup }) => subgroup === "");
  return whole.filter(({ split, metric }) => split === "external" && metric === "accuracy")
    .map((row) => {
      const same = whole.filter((other) =>
        other.experiment === row.experiment && other.data === row.data &&
        Object.is(other.seed, row.seed)
      );
      const area = figure(same, { split: "external", metric: "macro_auc" }) ??
        figure(same, { split: "external", metric: "auc" });
      const silent = figure(same, { metric: "abstained" });
      const healthy = same.find(({ metric, split }) =>
        split === "external" && /^called:normal>covid/i.test(metric)
      );
      const floors = whole.filter(({ experiment, data, metric }) =>
        experiment.startsWith("floor-") && experiment.endsWith(`:${row.experiment}`) &&
        data === row.data && metric === "accuracy"
      );
      return {
        model: row.experiment,
        seed: Number.isNaN(row.seed) ? "all" : String(row.seed),
        films: `${row.data}, ${row.n}`,
        accuracy: percent(row),
        AUC: area?.value ?? NaN,
        "healthy called COVID-19": healthy && !Number.isNaN(healthy.value) ? percent(healthy) : "",
        "no answer": silent ? percent({ ...silent, ciLow: NaN }) : "",
        "best floor": floors.length === 0 ? "" : percent({
          value: Math.max(...floors.map(({ value }) => value)),
          ciLow: NaN,
          ciHigh: NaN,
        }),
      };
    });
}

import type { ResultRow } from "../evaluation/result_row.ts";

/** One model out of fold, for a table. */
export interface FoldsTableRow {
  model: string;
  /** How films were dealt. */
  folds: string;
  films: number;
  accuracy: string;
  AUC: string;
  Brier: string;
  /** Calibration slope of all classes together; of two classes the positive one's. */
  slope: string;
  "sensitivity at 90 % specificity": string;
}

/**
 * Sums up cross-validated models for people, one a row: means over dealings with 95 % intervals.
 *
 * @param folds Rows of the topic `folds`.
 * @param calibration Rows of the topic `calibration`.
 * @returns Grouped dealings first, the most accurate first.
 *
 * @example
 * ```ts
 * import { foldsTable } from "lib/protocol/folds_table.ts";
 * foldsTable([], []); // []
 * ```
 */
export function foldsTable(
  folds: readonly ResultRow[],
  calibration: readonly ResultRow[],
): FoldsTableRow[] {
  const means = folds.filter(({ repeat, subgroup }) => Number.isNaN(repeat) && subgroup === "");
  const models = Map.groupBy(means, ({ experiment, split }) => `${split} ${experiment}`);
  const find = (rows: readonly ResultRow[], ...names: string[]) =>
    rows.find(({ metric }) => names.includes(metric));
  return [...models.values()]
    .sort((a, b) =>
      a[0].split < b[0].split
        ? -1
        : a[0].split > b[0].split
        ? 1
        : find(b, "accuracy")!.value - find(a, "accuracy")!.value
    )
    .map((rows) => {
      const { experiment, split, n } = rows[0];
      const own = calibration.filter((row) =>
        row.experiment === experiment && row.split === split && row.control === ""
      );
      return {
        model: experiment,
        folds: split.replace("out-of-fold-", ""),
        films: n,
        accuracy: withInterval(find(rows, "accuracy")),
        AUC: withInterval(find(rows, "macro_auc", "auc")),
        Brier: withInterval(find(rows, "brier")),
        slope: withInterval(
          find(own, "slope") ?? own.find(({ metric }) => metric.startsWith("slope:")),
        ),
        "sensitivity at 90 % specificity": withInterval(
          find(rows, "sensitivity_at_90_specificity"),
        ),
      };
    });
}

/** Two models compared, for a table. */
export interface ComparisonsTableRow {
  compared: string;
  accuracy: string;
  AUC: string;
  Brier: string;
  /** Of McNemar's test on one dealing, corrected for the number of comparisons. */
  "p (Holm)": number;
}

/**
 * Sums up comparisons for people, one a row: differences with 95 % intervals.
 *
 * @param comparisons Rows of the topic `comparisons`.
 * @returns In the order given.
 *
 * @example
 * ```ts
 * import { comparisonsTable } from "lib/protocol/folds_table.ts";
 * comparisonsTable([]); // []
 * ```
 */
export function comparisonsTable(comparisons: readonly ResultRow[]): ComparisonsTableRow[] {
  return [...Map.groupBy(comparisons, ({ experiment }) => experiment)].map(([compared, rows]) => {
    const find = (...names: string[]) => rows.find(({ metric }) => names.includes(metric));
    return {
      compared,
      accuracy: withInterval(find("difference:accuracy"), true),
      AUC: withInterval(find("difference:auc-macro", "difference:auc"), true),
      Brier: withInterval(find("difference:brier"), true),
      "p (Holm)": find("mcnemar:p-holm")?.value ?? NaN,
    };
  });
}

/** Such as `.934 (.90–.96)`; a difference has its sign. */
function withInterval(row: ResultRow | undefined, isDifference = false): string {
  if (!row || Number.isNaN(row.value)) return "–";
  const write = (value: number) => {
    const text = Math.abs(value).toFixed(3);
    return isDifference ? `${value < 0 ? "−" : "+"}${text}` : text;
  };
  const { value, ciLow, ciHigh } = row;
  return Number.isNaN(ciLow + ciHigh)
    ? write(value)
    : `${write(value)} (${write(ciLow)} to ${write(ciHigh)})`;
}

/** How well a model's probabilities are meant, for a table. */
export interface CalibrationTableRow {
  model: string;
  /** Nothing, or `temperature`. */
  after: string;
  Brier: number;
  /** What recalibration that keeps the order could save of it. */
  miscalibration: number;
  /** What the model gains over prevalence. */
  resolution: number;
  /** Calibration slope of all classes together; `NaN` for two. */
  slope: number;
  /** Slope of each class, in the order of the names. */
  "slopes by class": string;
  /** Mean calibration error of the classes. */
  error: number;
  /** The same of a perfect model on as many films. */
  "by chance": number;
}

/**
 * Sums up calibration for people, one model a row, grouped folds alone.
 *
 * @param calibration Rows of the topic `calibration`.
 * @returns The models in order, as they came and after a temperature.
 *
 * @example
 * ```ts
 * import { calibrationTable } from "lib/protocol/folds_table.ts";
 * calibrationTable([]); // []
 * ```
 */
export function calibrationTable(calibration: readonly ResultRow[]): CalibrationTableRow[] {
  const grouped = calibration.filter(({ split }) => split === "out-of-fold-grouped");
  const models = Map.groupBy(grouped, ({ experiment, control }) => `${experiment}|${control}`);
  return [...models.values()].map((rows) => {
    const value = (name: string) => rows.find(({ metric }) => metric === name)?.value ?? NaN;
    return {
      model: rows[0].experiment,
      after: rows[0].control,
      Brier: value("brier"),
      miscalibration: value("miscalibration"),
      resolution: value("resolution"),
      slope: value("slope"),
      "slopes by class": rows.filter(({ metric }) => metric.startsWith("slope:"))
        .map(({ metric, value }) =>
          `${metric.slice(6)} ${Number.isNaN(value) ? "–" : value.toFixed(2)}`
        ).join(", "),
      error: value("ece"),
      "by chance": value("ece-by-chance"),
    };
  });
}

import type { Metric } from "../evaluation/evaluate_films.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import type { ExternalReport } from "./external_report.ts";

/** Options of {@linkcode externalRows}. */
export interface ExternalRowsOptions {
  profile: string;
  /** Git commit of the code, or `""`. */
  commit: string;
  /** Time that the evaluation took, seconds. */
  seconds: number;
}

/**
 * Puts a report into rows of the long results table, for the topic `external`.
 *
 * Split `external` holds the films that the model answers, `external-forced` all films as if it
 * answered each, `external-asked` the shares of films without an answer and what the floors reach.
 *
 * @param report As `externalReport` makes it.
 * @param options See {@linkcode ExternalRowsOptions}.
 * @returns Rows; a subgroup of too few films has a row with its number of films alone.
 *
 * @example
 * ```ts ignore
 * import { externalRows } from "lib/report/external_rows.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * externalRows(report, { profile: "full", commit: "", seconds: NaN });
 * ```
 */
export function externalRows(
  report: ExternalReport,
  { profile, commit, seconds }: ExternalRowsOptions,
): ResultRow[] {
  const { model, data, answered, forced, abstentions, subgroups, floors, classes } = report;
  const row = (
    metric: Partial<Metric> & Pick<Metric, "metric" | "value">,
    own: Partial<ResultRow>,
  ) =>
    resultRow({
      experiment: model.id,
      model: model.network,
      data: data.name,
      split: "external",
      seed: model.seed,
      n: answered.n,
      ...{ ...metric, profile, commit, seconds },
      ...own,
    });
  const count = (metric: string, value: number, own: Partial<ResultRow> = {}) =>
    row({ metric, value }, own);
  const asked = { split: "external-asked", n: classes.reduce((sum, { films }) => sum + films, 0) };
  return [
    ...answered.metrics.map((metric) => row(metric, {})),
    ...forced.metrics.map((metric) => row(metric, { split: "external-forced", n: forced.n })),
    ...(asked.n > 0 ? abstentions.metrics : []).map((metric) => row(metric, asked)),
    count("left-out:known-from-training", report.overlap.films.length, asked),
    count("left-out:unknown-class", report.unknownClasses.reduce((s, c) => s + c.films, 0), asked),
    ...subgroups.flatMap(({ name, isTooFew, n, metrics }) =>
      isTooFew
        ? [count("films", n, { subgroup: name, n })]
        : metrics.map((metric) => row(metric, { subgroup: name, n }))
    ),
    ...floors.flatMap((floor) =>
      floor.metrics.map((metric) =>
        row(metric, {
          ...asked,
          experiment: `floor-${floor.name}:${model.id}`,
          model: "floor",
          seed: NaN,
          n: floor.n,
        })
      )
    ),
  ];
}

/**
 * Replaces in a topic's rows what was known of the same model on the same set.
 *
 * @param earlier Rows of the topic as they stand.
 * @param rows New rows.
 * @returns Both, without the earlier rows of these experiments on these sets.
 *
 * @example
 * ```ts
 * import { replaceRows } from "lib/report/external_rows.ts";
 * replaceRows([], []); // []
 * ```
 */
export function replaceRows(
  earlier: readonly ResultRow[],
  rows: readonly ResultRow[],
): ResultRow[] {
  const key = ({ experiment, data, seed }: ResultRow) =>
    JSON.stringify([experiment, data, String(seed)]);
  const fresh = new Set(rows.map(key));
  return [...earlier.filter((row) => !fresh.has(key(row))), ...rows];
}

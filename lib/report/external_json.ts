import type { Metric } from "../evaluation/evaluate_films.ts";
import { calledClass, type ExternalReport, type Figures } from "./external_report.ts";
import { externalWords } from "./external_words.ts";

/**
 * Puts a report into one object for `--json`: words, counts, figures, and every film.
 *
 * @param report As `externalReport` makes it.
 * @returns An object for `JSON.stringify`; numbers that are not defined are `null`.
 *
 * @example
 * ```ts ignore
 * import { externalJson } from "lib/report/external_json.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * JSON.stringify(externalJson(report));
 * ```
 */
export function externalJson(report: ExternalReport) {
  const { notice, model, data, overlap, classes, unknownClasses, study, failed } = report;
  return {
    notice,
    words: externalWords(report),
    model,
    data,
    overlap,
    classes,
    unknownClasses,
    abstentions: {
      reasons: report.abstentions.reasons,
      metrics: named(report.abstentions.metrics),
    },
    answered: figures(report.answered),
    allFilms: figures(report.forced),
    subgroups: report.subgroups.map(({ name, isTooFew, ...rest }) => ({
      name,
      isTooFew,
      ...figures(rest),
    })),
    floors: report.floors.map(({ metrics, ...floor }) => ({ ...floor, metrics: named(metrics) })),
    study,
    failed,
    films: filmRows(report),
  };
}

/**
 * Lists what a report says of each film, for `--csv`; films left out are there with the reason.
 *
 * @param report As `externalReport` makes it.
 * @returns One row a film, all with the same columns.
 *
 * @example
 * ```ts ignore
 * import { filmRows } from "lib/report/external_json.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * filmRows(report).length; // films
 * ```
 */
export function filmRows(report: ExternalReport): Record<string, string | number>[] {
  const { model, films, overlap, failed } = report;
  const numbers = (values: readonly number[]) =>
    Object.fromEntries(model.classNames.map((name, k) => [name, values[k] ?? NaN]));
  const left = (path: string, why: string) => ({
    ...{ path, true: "", class: "", called: "" },
    ...numbers([]),
    abstained: "",
    left_out: why,
  });
  return [
    ...films.map((film) => ({
      path: film.path,
      true: film.dataClass,
      class: film.trueClass,
      called: film.abstained.length > 0 ? "" : calledClass(film, model),
      ...numbers(film.probabilities),
      abstained: film.abstained.join("; "),
      left_out: film.trueClass === "" ? "class unknown to the model" : "",
    })),
    ...overlap.films.map(({ path, kind, trainPath }) =>
      left(path, `${kind} in training: ${trainPath}`)
    ),
    ...failed.map(({ path, reason }) => left(path, reason)),
  ].sort((a, b) => a.path < b.path ? -1 : 1);
}

function figures({ n, metrics }: Figures) {
  return { films: n, metrics: named(metrics) };
}

function named(metrics: readonly Metric[]) {
  return Object.fromEntries(
    metrics.map(({ metric, value, ciLow, ciHigh, ciMethod }) => [
      metric,
      ciMethod === "" ? { value } : { value, ciLow, ciHigh, ciMethod },
    ]),
  );
}

import { table } from "../display/table.ts";
import { figureText } from "../evaluation/figure_text.ts";
import type { ExternalReport } from "./external_report.ts";
import { externalWords, find, interval } from "./external_words.ts";

/**
 * Writes a report for a terminal.
 *
 * @param report As `externalReport` makes it.
 * @returns Lines of text; the last says that none of it is for diagnosis.
 *
 * @example
 * ```ts ignore
 * import { externalText } from "lib/report/external_text.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * console.log(externalText(report));
 * ```
 */
export function externalText(report: ExternalReport): string {
  const { headline, findings, warnings } = externalWords(report);
  const { model, data, overlap, subgroups, floors } = report;
  const basis = model.thresholdBasis ? ` (${model.thresholdBasis})` : "";
  return [
    `Model ${model.id}: ${model.title}${model.trainedOn ? `, trained on ${model.trainedOn}` : ""}` +
    (model.numModels > 1 ? `, mean of ${model.numModels} networks` : "") +
    (Number.isNaN(model.threshold)
      ? ""
      : `; calls ${model.classNames[1]} from ${(100 * model.threshold).toFixed(1)} % on${basis}`),
    `Films of ${data.name}: ${data.numFilms}`,
    ...overlap.words.map((line) => `  ${line}`),
    "",
    headline,
    ...findings.map((line) => `  ${line}`),
    "",
    table(figureRows(report), {
      caption: "Figures, 95 % intervals",
      columns: ["figure", "answered", "all films"],
    }).text,
    ...(subgroups.length > 0
      ? ["", table(subgroupRows(report), { caption: "By subgroup, of the films answered" }).text]
      : []),
    ...(floors.length > 0
      ? ["", table(floorRows(report), { caption: "Without a network, on the same films" }).text]
      : []),
    ...(evidenceRows(report).length > 0
      ? ["", table(evidenceRows(report), { caption: "Where it was trained" }).text]
      : []),
    ...(warnings.length > 0 ? ["", "Mind:", ...warnings.map((line) => `  ! ${line}`)] : []),
    "",
    report.notice,
  ].join("\n");
}

/**
 * The main figures, of the films answered and as if all were.
 *
 * @param report The report.
 * @returns Rows for a table, without figures that are not defined; `metric` is the metric's name.
 *
 * @example
 * ```ts ignore
 * import { figureRows } from "lib/report/external_text.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * figureRows(report)[0].figure; // "films"
 * ```
 */
export function figureRows({ answered, forced, model }: ExternalReport) {
  const { classNames } = model;
  const shares: [figure: string, metric: string][] = [
    ["accuracy", "accuracy"],
    ["balanced accuracy", "balanced_accuracy"],
    ...(classNames.length === 2
      ? [
        [`sensitivity (${classNames[1]})`, "sensitivity"],
        ["specificity", "specificity"],
      ] as [string, string][]
      : classNames.flatMap((name): [string, string][] => [
        [`sensitivity (${name})`, `recall:${name}`],
        [`specificity (${name})`, `specificity:${name}`],
      ])),
    ...classNames.map((name): [string, string] => [`precision (${name})`, `precision:${name}`]),
    ...classNames.map((name): [string, string] => [`F1 (${name})`, `f1:${name}`]),
  ];
  const told = classNames.length === 2 ? [classNames[1]] : classNames;
  const numbers: [figure: string, metric: string][] = [
    ...(classNames.length === 2 ? [["AUC", "auc"] as [string, string]] : [
      ["AUC, macro", "macro_auc"] as [string, string],
      ...classNames.map((name): [string, string] => [`AUC (${name})`, `auc:${name}`]),
    ]),
    ["Brier score", "brier"],
    ...told.flatMap((name): [string, string][] => [
      [`calibration slope (${name})`, `slope:${name}`],
      [`calibration intercept (${name})`, `intercept:${name}`],
      [`ECE (${name})`, `ece:${name}`],
      [`ECE by chance (${name})`, `ece-by-chance:${name}`],
    ]),
  ];
  return [
    { figure: "films", metric: "", answered: String(answered.n), "all films": String(forced.n) },
    ...shares.map(([figure, metric]) => ({
      figure,
      metric,
      answered: interval(find(answered, metric)),
      "all films": interval(find(forced, metric)),
    })),
    ...numbers.map(([figure, metric]) => ({
      figure,
      metric,
      answered: plain(find(answered, metric)),
      "all films": plain(find(forced, metric)),
    })),
  ].filter((row) => row.answered !== "–" || row["all films"] !== "–");
}

/**
 * Figures by subgroup.
 *
 * @param report The report.
 * @returns Rows for a table; "too few" for subgroups of fewer than ten films.
 *
 * @example
 * ```ts ignore
 * import { subgroupRows } from "lib/report/external_text.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * subgroupRows(report);
 * ```
 */
export function subgroupRows({ subgroups, model: { classNames } }: ExternalReport) {
  return subgroups.map(({ name, n, isTooFew, metrics }) => {
    const of = (metric: string) => {
      const text = interval(find({ n, metrics }, metric));
      return isTooFew ? "too few" : text;
    };
    return {
      subgroup: name,
      films: n,
      accuracy: of("accuracy"),
      ...Object.fromEntries(classNames.map((name) => [`${name} found`, of(`recall:${name}`)])),
    };
  });
}

/**
 * What classifiers without a network reach on the same films.
 *
 * @param report The report.
 * @returns Rows for a table.
 *
 * @example
 * ```ts ignore
 * import { floorRows } from "lib/report/external_text.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * floorRows(report);
 * ```
 */
export function floorRows({ floors }: ExternalReport) {
  return floors.map(({ title, n, metrics, basis }) => {
    const of = (...names: string[]) => metrics.find(({ metric }) => names.includes(metric));
    return {
      "looks at": title,
      films: n,
      accuracy: interval(of("accuracy")),
      "balanced accuracy": interval(of("balanced_accuracy")),
      AUC: plain(of("auc", "macro_auc")),
      trained: basis,
    };
  });
}

/**
 * What is known of the model from where it was trained: its own test, floors, controls.
 *
 * @param report The report.
 * @returns Rows for a table.
 *
 * @example
 * ```ts ignore
 * import { evidenceRows } from "lib/report/external_text.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * evidenceRows(report);
 * ```
 */
export function evidenceRows({ study }: Pick<ExternalReport, "study">) {
  const rows = (kind: string, from: ExternalReport["study"]["own"]) =>
    from.map(({ name, split, n, accuracy, ciLow, ciHigh }) => ({
      kind,
      what: name,
      films: Number.isNaN(n) ? split : `${split}, ${n}`,
      accuracy: interval({ value: accuracy, ciLow, ciHigh }),
    }));
  return [
    ...rows("model", study.own),
    ...rows("floor", study.floors),
    ...rows("control", study.controls),
  ];
}

function plain(
  metric: { value: number; ciLow: number; ciHigh: number } | undefined,
): string {
  if (metric === undefined || Number.isNaN(metric.value)) return "–";
  if (!Number.isFinite(metric.value)) return "∞ (classes parted without error)";
  return figureText(metric);
}

import type { Metric } from "../evaluation/evaluate_films.ts";
import { figureText } from "../evaluation/figure_text.ts";
import { FEWEST_FILMS } from "../evaluation/subgroups.ts";
import { percent } from "./checks/check.ts";
import type { ExternalReport, Figures } from "./external_report.ts";

/** A report in words. */
export interface ExternalWords {
  /** One sentence that is read first. */
  headline: string;
  /** What was found, one sentence an entry. */
  findings: string[];
  /** What must not be overlooked. */
  warnings: string[];
}

/**
 * Tells a report in plain words.
 *
 * @param report As `externalReport` makes it.
 * @returns Sentences without a full stop.
 *
 * @example
 * ```ts ignore
 * import { externalWords } from "lib/report/external_words.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * externalWords(report).headline; // "On 500 films of ozturk: accuracy 43.1 % (39 to 48 %)"
 * ```
 */
export function externalWords(report: ExternalReport): ExternalWords {
  const { answered, data, model, classes, overlap, abstentions } = report;
  const present = classes.filter(({ films }) => films > 0).map(({ className }) => className);
  const absent = classes.filter(({ films }) => films === 0).map(({ className }) => className);
  const judged = classes.reduce((sum, { films }) => sum + films, 0);
  const silent = classes.reduce((sum, { abstained }) => sum + abstained, 0);
  const headline = answered.n === 0
    ? `It answers none of the ${judged} films of ${data.name}`
    : `On the ${films(answered.n)} of ${data.name} that it answers: accuracy ` +
      interval(find(answered, "accuracy"));
  const findings = [
    ...(silent > 0
      ? [
        `It gives no answer to ${silent} of ${films(judged)}, ${
          interval(abstentions.metrics[0])
        }: ${Object.entries(abstentions.reasons).map(([why, n]) => `${why} (${n})`).join("; ")}`,
      ]
      : model.hasGate
      ? [`It answers all ${films(judged)}`]
      : model.network === "csv"
      ? []
      : ["It has no gate: it answers to any picture, whatever it shows"]),
    ...present.flatMap((name) => mistakes(name, report)),
    ...aucs(report),
    ...floorWords(report),
    ...calibrationWords(report),
  ];
  const warnings = [
    ...overlap.words.filter((line) => line.startsWith("NOT CHECKED")),
    ...(answered.n > 0 && answered.n < FEWEST_FILMS
      ? [`${films(answered.n)} answered: too few for any of the figures to mean much`]
      : []),
    ...(absent.length > 0
      ? [
        `No film of ${absent.join(" and ")} is left to test on: nothing can be said of how often ${
          absent.length > 1 ? "they are" : "it is"
        } found, and accuracy holds for ${present.join(" and ") || "no class"} alone`,
      ]
      : []),
    ...report.unknownClasses.map(({ className, films: n, called }) =>
      `${
        films(n)
      } of "${className}", a class that the model does not know, stand apart from every ` +
      `figure; it calls them ${
        Object.entries(called).sort(([, a], [, b]) => b - a)
          .map(([name, n]) => `${name || "nothing"} (${n})`).join(", ")
      }`
    ),
    ...(report.failed.length + data.skipped.length > 0
      ? [
        `${
          report.failed.length + data.skipped.length
        } files could not be read or are no chest films`,
      ]
      : []),
    ...report.study.verdict,
    ...report.study.missing.map((what) => `Not known: ${what}`),
  ];
  return { headline, findings, warnings };
}

/**
 * Writes a share and its interval.
 *
 * @param metric A share in `[0, 1]` with its interval, if it has one.
 * @returns Such as `43.1 % (39.0 to 47.5 %)`, or `–` where it is undefined.
 *
 * @example
 * ```ts
 * import { interval } from "lib/report/external_words.ts";
 * interval({ value: 0.5, ciLow: 0.25, ciHigh: 0.75 }); // "50.0 % (25.0 to 75.0 %)"
 * ```
 */
export function interval(metric: Pick<Metric, "value" | "ciLow" | "ciHigh"> | undefined): string {
  return metric === undefined || Number.isNaN(metric.value) ? "–" : percent(metric);
}

/**
 * Finds a metric by its name.
 *
 * @param figures Figures of some films.
 * @param metric Name, such as `recall:Normal`.
 * @returns The metric; `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { find } from "lib/report/external_words.ts";
 * find({ n: 0, metrics: [] }, "accuracy"); // undefined
 * ```
 */
export function find({ metrics }: Figures, metric: string): Metric | undefined {
  return metrics.find((each) => each.metric === metric);
}

function mistakes(name: string, { answered, model }: ExternalReport): string[] {
  if (answered.n === 0) return [];
  const support = find(answered, `support:${name}`)?.value ?? 0;
  if (support === 0) return [];
  const others = model.classNames.filter((other) => other !== name)
    .map((other) => `${other} ${interval(find(answered, `called:${name}>${other}`))}`);
  return [
    `Of ${support} ${name} ${support === 1 ? "film" : "films"} it calls ${
      interval(find(answered, `recall:${name}`))
    } so; ` +
    `${others.join(", ")}`,
  ];
}

function aucs({ answered, model }: ExternalReport): string[] {
  const names = model.classNames.length === 2
    ? [["auc", model.classNames[1]]]
    : [["macro_auc", "all classes"], ...model.classNames.map((name) => [`auc:${name}`, name])];
  const known = names.flatMap(([metric, name]) => {
    const found = find(answered, metric);
    if (!found || Number.isNaN(found.value)) return [];
    return [`${name} ${figureText(found)}`];
  });
  return known.length === 0 ? [] : [`Area under the ROC curve: ${known.join(", ")}`];
}

function floorWords({ floors, answered }: ExternalReport): string[] {
  const own = find(answered, "balanced_accuracy")?.value ?? NaN;
  const reached = floors.filter(({ name }) => name !== "majority").map((floor) => ({
    ...floor,
    value: floor.metrics.find(({ metric }) => metric === "balanced_accuracy")?.value ?? NaN,
  })).filter(({ value }) => !Number.isNaN(value));
  if (reached.length === 0 || answered.n < FEWEST_FILMS) return [];
  const best = reached.reduce((a, b) => b.value > a.value ? b : a);
  const verdict = Number.isNaN(own)
    ? ""
    : best.value >= own
    ? "; the model is no better than that"
    : `; the model ${share(own)}`;
  return [
    `Without reading lungs, ${best.title} reaches a balanced accuracy of ${share(best.value)} on ` +
    `these films (${best.basis})${verdict}`,
  ];
}

function calibrationWords({ answered, model }: ExternalReport): string[] {
  const names = model.classNames.length === 2 ? [model.classNames[1]] : model.classNames;
  return names.flatMap((name) => {
    const slope = find(answered, `slope:${name}`)?.value ?? NaN;
    const isMoreThanChance = (find(answered, `ece:${name}`)?.value ?? NaN) >
      2 * (find(answered, `ece-by-chance:${name}`)?.value ?? NaN);
    if (!(slope < 0.8 || slope > 1.25) || slope === Infinity || !isMoreThanChance) return [];
    const how = slope <= 0
      ? "say nothing about the films here"
      : slope < 0.8
      ? "are far too sure of themselves"
      : "are too timid";
    return [
      `Its probabilities of ${name} ${how}: calibration slope ${slope.toFixed(2)}, 1 is right`,
    ];
  });
}

function films(n: number): string {
  return `${n} ${n === 1 ? "film" : "films"}`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

import { averageScores, type ClassScores, classScores } from "./class_scores.ts";
import { confusionMatrix } from "./confusion_matrix.ts";

/** Options of {@linkcode classificationReport}. */
export interface ClassificationReportOptions {
  /** `[numClasses]`, names in the order of the class indices. */
  classNames: readonly string[];
  /** What an undefined score counts as, there and in the averages; `NaN`, the default, leaves it out. */
  zeroDivision?: number;
}

/** Scores of every class, and their averages. */
export interface ClassificationReport {
  /** Scores by class, in the order of the class indices. */
  classes: (ClassScores & { className: string })[];
  /** Share of all films that were right, `[0, 1]`. */
  accuracy: number;
  /** Means in which every class counts the same. */
  macro: ClassScores;
  /** Means in which every class counts as much as it has films. */
  weighted: ClassScores;
}

/**
 * Gathers precision, recall, F1 and support of every class with their averages.
 *
 * Equals scikit-learn's `classification_report(output_dict=True, zero_division=np.nan)`: a score
 * that is undefined (precision of a class that is never predicted) is `NaN` and stays out of the
 * averages; pass `zeroDivision: 0` for scikit-learn's default, which counts it as 0.
 *
 * @param yTrue `[n]`, true class indices.
 * @param yPred `[n]`, predicted class indices.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
 *
 * @example
 * ```ts
 * import { classificationReport } from "lib/evaluation/classification_report.ts";
 * const report = classificationReport([0, 0, 1], [0, 1, 1], { classNames: ["Normal", "COVID-19"] });
 * report.classes[1].precision; // 0.5
 * ```
 */
export function classificationReport(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  { classNames, zeroDivision = NaN }: ClassificationReportOptions,
): ClassificationReport {
  const matrix = confusionMatrix(yTrue, yPred, { numClasses: classNames.length });
  const defined = (value: number) => Number.isNaN(value) ? zeroDivision : value;
  const scores = classScores(matrix).map(({ precision, recall, f1, support }) => ({
    precision: defined(precision),
    recall: defined(recall),
    f1: defined(f1),
    support,
  }));
  return {
    classes: scores.map((score, i) => ({ className: classNames[i], ...score })),
    accuracy: matrix.reduce((sum, row, i) => sum + row[i], 0) / yTrue.length,
    macro: averageScores(scores, { average: "macro" }),
    weighted: averageScores(scores, { average: "weighted" }),
  };
}

/**
 * Lays a report out as text, character for character as scikit-learn prints it.
 *
 * @param report What {@linkcode classificationReport} returned.
 * @param options `digits` behind the point, 2 where left out.
 * @returns Lines that end with a newline; undefined scores read `nan`.
 *
 * @example
 * ```ts
 * import { classificationReport, formatReport } from "lib/evaluation/classification_report.ts";
 * formatReport(classificationReport([0, 1], [0, 1], { classNames: ["Normal", "COVID-19"] }));
 * ```
 */
export function formatReport(
  report: ClassificationReport,
  { digits = 2 }: { digits?: number } = {},
): string {
  const averages = [
    { className: "macro avg", ...report.macro },
    { className: "weighted avg", ...report.weighted },
  ];
  const names = [...report.classes, ...averages].map(({ className }) => className.length);
  const width = Math.max(...names, digits);
  const line = (name: string, cells: string[]) =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const scoreLine = ({ className, precision, recall, f1, support }: (typeof averages)[number]) =>
    line(className, [...[precision, recall, f1].map((x) => formatFixed(x, digits)), `${support}`]);
  const { support } = report.macro;
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.classes.map(scoreLine),
    "\n",
    line("accuracy", ["", "", formatFixed(report.accuracy, digits), `${support}`]),
    ...averages.map(scoreLine),
  ].join("");
}

/** As Python does, an exact tie goes to the even digit: .625 → "0.62", where `toFixed` says "0.63". */
function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  const scaled = value * 10 ** digits;
  const isTie = scaled % 1 === 0.5 && Number.isInteger(value * 2 ** (digits + 1));
  const even = 2 * Math.round(scaled / 2);
  return isTie ? (even / 10 ** digits).toFixed(digits) : value.toFixed(digits);
}

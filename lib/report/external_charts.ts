import type { Chart } from "../display/chart.ts";
import { classColor } from "../display/class_colors.ts";
import { confusionMatrixChart } from "../display/confusion_matrix_chart.ts";
import { reliabilityChart } from "../display/reliability_chart.ts";
import { rocChart } from "../display/roc_chart.ts";
import { reliabilityBins } from "../evaluation/reliability_bins.ts";
import { rocAuc, rocCurve } from "../evaluation/roc.ts";
import type { ExternalReport } from "./external_report.ts";
import { find } from "./external_words.ts";

/**
 * Draws what can be drawn of a report: confusion matrix, ROC curves, reliability.
 *
 * @param report As `externalReport` makes it.
 * @returns Charts of the films answered; a class without films has no curves.
 *
 * @example
 * ```ts ignore
 * import { externalCharts } from "lib/report/external_charts.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * externalCharts(report)[0].toPng();
 * ```
 */
export function externalCharts(report: ExternalReport): Chart[] {
  const { answered, model: { classNames }, data } = report;
  if (answered.n === 0) return [];
  const films = report.films.filter(({ trueClass, abstained }) =>
    trueClass !== "" && abstained.length === 0
  );
  const subtitle = `${data.name}, ${films.length} films answered`;
  const told = (classNames.length === 2 ? [1] : classNames.map((_, k) => k)).map((k) => ({
    name: classNames[k],
    color: classColor(classNames[k]),
    truth: films.map(({ trueClass }) => Number(trueClass === classNames[k])),
    scores: films.map(({ probabilities }) => probabilities[k]),
  })).filter(({ truth }) => truth.includes(0) && truth.includes(1));
  const matrix = classNames.map((name) =>
    classNames.map((other) => find(answered, `confusion:${name}>${other}`)!.value)
  );
  return [
    confusionMatrixChart(matrix, { classNames, subtitle }),
    ...(told.length === 0 ? [] : [
      rocChart(
        told.map(({ name, color, truth, scores }) => ({
          ...{ name, color },
          ...rocCurve(truth, scores),
          auc: rocAuc(truth, scores),
        })),
        { title: "ROC, one class against the rest", subtitle },
      ),
      reliabilityChart(
        told.map(({ name, color, truth, scores }) => ({
          ...{ name, color },
          bins: reliabilityBins(truth, scores),
        })),
        { subtitle },
      ),
    ]),
  ];
}

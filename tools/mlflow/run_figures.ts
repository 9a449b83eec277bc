import { confusionMatrix } from "lib/evaluation/confusion_matrix.ts";
import { confusionMatrixChart } from "lib/display/confusion_matrix_chart.ts";
import { trainingCurvesChart } from "lib/display/training_curves_chart.ts";
import type { FinishedRun } from "lib/experiments/run.ts";

/**
 * Draws what one looks at first of a run: its curves, and a confusion matrix for each part of the
 * films, the likeliest class taken.
 *
 * @param run The run.
 * @returns PNG bytes by file name.
 *
 * @example
 * ```ts ignore
 * import { readRun } from "lib/experiments/run.ts";
 * import { runFigures } from "./run_figures.ts";
 * Object.keys(runFigures((await readRun("outputs/phantom-quick/experiments/A/seed-1"))!));
 * // ["training_curves.png", "confusion_train.png", "confusion_test.png"]
 * ```
 */
export function runFigures(
  { run, history, classNames, predictions }: FinishedRun,
): Record<string, Uint8Array<ArrayBuffer>> {
  const subtitle = `${run.experiment}, seed ${run.seed}, ${run.data}`;
  const title = run.title;
  const curves = trainingCurvesChart(history, { title, subtitle, bestEpoch: run.epoch });
  const figures: Record<string, { toPng(scale?: number): Uint8Array }> = {
    "training_curves.png": curves,
  };
  for (const part of new Set(predictions.map(({ split }) => split))) {
    const films = predictions.filter(({ split }) => split === part);
    const matrix = confusionMatrix(
      films.map(({ trueClass }) => classNames.indexOf(trueClass)),
      films.map(({ probabilities }) => probabilities.indexOf(Math.max(...probabilities))),
      { numClasses: classNames.length },
    );
    figures[`confusion_${part}.png`] = confusionMatrixChart(matrix, {
      classNames,
      title: `${title}: ${part}, ${films.length} films`,
      subtitle,
    });
  }
  return Object.fromEntries(
    Object.entries(figures).map(([name, chart]) => [name, new Uint8Array(chart.toPng(2))]),
  );
}

import type { ExplanationFigure } from "./explanation_checks.ts";

/** What a figure asks, and what would be well. */
const QUESTIONS: readonly [metric: RegExp, question: (layer: string) => string][] = [
  [/^energy-in-lungs$/, () => "share of the map inside the lungs …"],
  [/^lung-area$/, () => "… beside the lungs' share of the film"],
  [/^ssim-again$/, () => "likeness: the same made twice (must be 1)"],
  [/^ssim-other-film$/, () => "likeness: another film's map (what chance gives)"],
  [/^ssim-repeat$/, () => "likeness: another training's map (high is good)"],
  [/^ssim-random-labels$/, () => "likeness: trained on shuffled labels (low is good)"],
  [
    /^ssim-after-randomising:(.*)$/,
    (layer) => `likeness: destroyed from the end to ${layer} (low is good)`,
  ],
];

/**
 * Puts the checks of maps into a table in words: a row a question, a column a way to make maps.
 *
 * @param figures As `explanationChecks` gives them.
 * @returns Rows for `table`.
 *
 * @example
 * ```ts
 * import { explanationTable } from "lib/protocol/explanation_table.ts";
 * explanationTable([{ method: "hires-cam", metric: "ssim-again", n: 3, value: 1 }]);
 * // [{ "mean over films": "likeness: the same made twice (must be 1)", films: 3, "hires-cam": 1 }]
 * ```
 */
export function explanationTable(
  figures: readonly ExplanationFigure[],
): Record<string, string | number>[] {
  const metrics = [...new Set(figures.map(({ metric }) => metric))];
  const placeOf = (metric: string) => QUESTIONS.findIndex(([pattern]) => pattern.test(metric));
  const sorted = metrics.filter((metric) => placeOf(metric) >= 0)
    .sort((a, b) => placeOf(a) - placeOf(b)); // stable: layers stay in the order of their destruction
  return sorted.map((metric) => {
    const [pattern, question] = QUESTIONS[placeOf(metric)];
    const own = figures.filter((figure) => figure.metric === metric);
    return {
      "mean over films": question(pattern.exec(metric)![1] ?? ""),
      films: Math.max(...own.map(({ n }) => n)),
      ...Object.fromEntries(own.map(({ method, value }) => [method, value])),
    };
  });
}

import type { FilmResult } from "lib/experiments/predict_films.ts";
import { type BundleInfo, NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";

/** The models that answer, and where they lie. */
export interface Answering {
  /** One each; classes and size are the same. */
  infos: readonly BundleInfo[];
  paths: readonly string[];
}

/**
 * Says in a line what came of a film.
 *
 * @param result Its answer or error.
 * @param answering The models.
 * @returns A line of text.
 *
 * @example
 * ```ts ignore
 * import { answerLine } from "./describe_answers.ts";
 * answerLine({ film: "a.png", error: "Cannot read film" }, { infos: [], paths: [] });
 * ```
 */
export function answerLine({ film, answer, error }: FilmResult, { infos }: Answering): string {
  if (error !== undefined) return error;
  if (answer.abstained.length > 0) return `${film}: no answer, ${answer.abstained.join(", and ")}`;
  const { classNames } = infos[0];
  const numbers = classNames.map((name, k) => {
    const range = answer.range?.[k].map(percent).join(" to ");
    return `${name} ${percent(answer.probabilities[k])} %${range ? ` (${range})` : ""}`;
  });
  return `${film}: ${answer.className}  [${numbers.join(", ")}]`;
}

/**
 * Says which models answer, and how.
 *
 * @param answering The models.
 * @returns Lines of text, to stand above the answers.
 *
 * @example
 * ```ts ignore
 * import { modelLines } from "./describe_answers.ts";
 * modelLines({ infos: [], paths: [] });
 * ```
 */
export function modelLines({ infos, paths }: Answering): string[] {
  const [{ id, title, classNames, training, temperature, gate }] = infos;
  const several = infos.length > 1 ? `, mean of ${infos.length} models (least to greatest)` : "";
  return [
    `Model ${id}: ${title}, trained on ${training.data}${several}`,
    `  ${paths.join("\n  ")}`,
    ...(classNames.length === 2
      ? [`  calls ${classNames[1]} from ${percent(thresholdOf(infos))} % on`]
      : []),
    temperature === 1
      ? "  probabilities are the network's own, not calibrated"
      : `  probabilities are softened by a temperature of ${temperature.toFixed(2)}`,
    ...(training.data.startsWith("phantom")
      ? ["  trained on drawings (phantom films): means nothing for anybody's lungs"]
      : []),
    ...(gate ? [] : ["  has no gate: it answers to any picture, whatever it shows"]),
  ];
}

/**
 * Puts answers into one object for `--json`.
 *
 * @param results What came of the films.
 * @param answering The models.
 * @returns An object for `JSON.stringify`; probabilities are left out where the model abstains.
 *
 * @example
 * ```ts ignore
 * import { answersJson } from "./describe_answers.ts";
 * JSON.stringify(answersJson([], { infos: [], paths: [] }));
 * ```
 */
export function answersJson(results: readonly FilmResult[], { infos, paths }: Answering) {
  const [{ id, title, classNames, training, temperature, gate }] = infos;
  const named = <T>(values: readonly T[]) =>
    Object.fromEntries(classNames.map((name, k) => [name, values[k]]));
  return {
    notice: NOT_FOR_DIAGNOSIS,
    model: {
      id,
      title,
      data: training.data,
      paths,
      classNames,
      threshold: classNames.length === 2 ? thresholdOf(infos) : null,
      temperature,
      gate: gate !== null,
    },
    films: results.map(({ film, answer, error }) => {
      if (error !== undefined) return { film, error };
      if (answer.abstained.length > 0) return { film, class: null, abstained: answer.abstained };
      return {
        film,
        class: answer.className,
        probabilities: named(answer.probabilities),
        ...(answer.range ? { range: named(answer.range) } : {}),
      };
    }),
  };
}

/**
 * Puts answers into rows for `--csv`.
 *
 * @param results What came of the films.
 * @param answering The models.
 * @returns One row a film, all with the same columns; numbers are `NaN` where there are none.
 *
 * @example
 * ```ts ignore
 * import { answerRows } from "./describe_answers.ts";
 * answerRows([], { infos: [], paths: [] }); // []
 * ```
 */
export function answerRows(
  results: readonly FilmResult[],
  { infos }: Answering,
): Record<string, string | number>[] {
  const { id, classNames } = infos[0];
  return results.map(({ film, answer, error }) => {
    const answers = answer && answer.abstained.length === 0 ? answer : undefined;
    const columns: [string, number][] = classNames.flatMap((name, k) => [
      [name, answers?.probabilities[k] ?? NaN],
      ...(infos.length > 1
        ? [
          [`${name} low`, answers?.range?.[k][0] ?? NaN] as [string, number],
          [`${name} high`, answers?.range?.[k][1] ?? NaN] as [string, number],
        ]
        : []),
    ]);
    return {
      film,
      class: answers?.className ?? "",
      ...Object.fromEntries(columns),
      ...(classNames.length === 2 ? { threshold: thresholdOf(infos) } : {}),
      abstained: answer?.abstained.join("; ") ?? "",
      error: error ?? "",
      model: id,
      notice: "not for diagnosis",
    };
  });
}

function thresholdOf(infos: readonly BundleInfo[]): number {
  return infos.reduce((sum, { threshold }) => sum + threshold, 0) / infos.length;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

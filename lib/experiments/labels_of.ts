import type { SplitRow } from "../data/split.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import type { ModelPredictions } from "./collect_results.ts";
import type { Study } from "./study.ts";

/**
 * A model's films of one part with their classes, true and called.
 *
 * @param model The model.
 * @param study The study that it belongs to.
 * @param part `train`, `validation`, `test`, `test-clean` or `test-patient`.
 * @returns The films, and class indices in their order; the likeliest class is called.
 *
 * @example
 * ```ts
 * import { labelsOf } from "lib/experiments/labels_of.ts";
 * const film = { path: "1.png", split: "test", trueClass: "Normal", probabilities: [0.2, 0.8] };
 * const model = { classNames: ["COVID-19", "Normal"], predictions: [film] };
 * labelsOf(model, { split: [] }, "test").yPred; // [1]
 * ```
 */
export function labelsOf(
  { predictions, classNames }: Pick<ModelPredictions, "predictions" | "classNames">,
  { split }: Pick<Study, "split">,
  part: string,
): { films: Prediction[]; yTrue: number[]; yPred: number[] } {
  const rows = new Map(split.map((row) => [row.path, row]));
  const films = predictions.filter((prediction) => {
    const row = rows.get(prediction.path);
    if (part === "test-clean") return prediction.split === "test" && row?.clean;
    if (part === "test-patient") return prediction.split === "test" && row?.patient;
    return prediction.split === part;
  });
  return {
    films,
    yTrue: films.map(({ trueClass }) => classNames.indexOf(trueClass)),
    yPred: films.map(({ probabilities }) => probabilities.indexOf(Math.max(...probabilities))),
  };
}

/**
 * The split's rows of some films, which name their content.
 *
 * @param films Predictions of films.
 * @param study The study that they belong to.
 * @returns One row a film, in the same order.
 * @throws {RangeError} Where a film is not in the split.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { splitRowsOf } from "lib/experiments/labels_of.ts";
 * const films = [makeFilm({ path: "1.png", split: "test", sha256: "ab" })];
 * const split = splitFilms({ films }, { seed: 1 });
 * splitRowsOf([{ path: "1.png" }], { split })[0].sha256; // "ab"
 * ```
 */
export function splitRowsOf(
  films: readonly Pick<Prediction, "path">[],
  { split }: Pick<Study, "split">,
): SplitRow[] {
  const rows = new Map(split.map((row) => [row.path, row]));
  return films.map(({ path }) => {
    const row = rows.get(path);
    if (!row) throw new RangeError(`Film "${path}" is not in split.csv; run the notebooks again`);
    return row;
  });
}

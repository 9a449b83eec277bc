import {
  frameFeatures,
  histogramFeatures,
  metadataFeatures,
  thumbnailFeatures,
} from "../data/floor_features.ts";
import type { FilmSet } from "../data/read_films.ts";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../evaluation/logistic_regression.ts";
import { fitRandomForest, predictRandomForest } from "../evaluation/random_forest.ts";
import { fitStandardiser, standardise } from "../evaluation/standardise.ts";

/** What a floor may look at. */
export type FloorName = "majority" | "thumbnail" | "frame" | "histogram" | "metadata";

/** How a floor learns. */
export type FloorMethod = "majority" | "logistic-regression" | "random-forest";

/**
 * What a floor sees of each film.
 *
 * @param name Which floor.
 * @param set Films and their thumbnails.
 * @returns One row of numbers a film, in the films' order.
 *
 * @example
 * ```ts
 * import { floorFeatures } from "lib/experiments/floor_model.ts";
 * floorFeatures("thumbnail", { films: [], thumbnails: new Uint8Array(64 * 64) })[0].length; // 256
 * ```
 */
export function floorFeatures(
  name: FloorName,
  { films, thumbnails }: Pick<FilmSet, "films" | "thumbnails">,
): number[][] {
  switch (name) {
    case "majority":
      return films.map(() => [0]);
    case "thumbnail":
      return thumbnailFeatures(thumbnails);
    case "frame":
      return frameFeatures(thumbnails);
    case "histogram":
      return histogramFeatures(thumbnails);
    case "metadata":
      return metadataFeatures(films);
  }
}

/** What {@linkcode fitFloor} learns from, and what it judges. */
export interface FitFloorOptions {
  /** `[n][numFeatures]`, the films to learn from. */
  train: number[][];
  /** `[n]`, their class indices. */
  labels: number[];
  /** `[m][numFeatures]`, the films to judge. */
  xs: number[][];
  numClasses: number;
  seed: number;
}

/**
 * Fits a floor to some films and asks it about others.
 *
 * Logistic regression on standardised values, C = .1, classes balanced; a forest of 500 trees; or
 * the classes' shares.
 *
 * @param method How it learns.
 * @param options See {@linkcode FitFloorOptions}.
 * @returns `[m][numClasses]`, probabilities.
 * @throws {RangeError} Where a class has no film to learn from.
 *
 * @example
 * ```ts
 * import { fitFloor } from "lib/experiments/floor_model.ts";
 * const films = { train: [[1], [2], [3]], labels: [0, 0, 1], xs: [[9]] };
 * fitFloor("majority", { ...films, numClasses: 2, seed: 1 })[0][1].toFixed(2); // "0.33"
 * ```
 */
export function fitFloor(
  method: FloorMethod,
  { train, labels, xs, numClasses, seed }: FitFloorOptions,
): number[][] {
  if (method === "majority") {
    const shares = Array.from(
      { length: numClasses },
      (_, k) => labels.filter((label) => label === k).length / labels.length,
    );
    return xs.map(() => [...shares]);
  }
  if (method === "random-forest") {
    return predictRandomForest(fitRandomForest(train, labels, { numClasses, seed }), xs);
  }
  const scale = fitStandardiser(train);
  const model = fitLogisticRegression(standardise(train, scale), labels, {
    numClasses,
    c: 0.1,
    classWeight: "balanced",
  });
  return predictLogisticRegression(model, standardise(xs, scale));
}

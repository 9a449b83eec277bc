import { thumbnailMoments } from "../../data/audit/describe_files.ts";
import { firstOfGroups } from "../../data/first_of_groups.ts";
import type { Film } from "../../data/manifest.ts";
import { chiSquaredTest, kruskalWallis } from "../../evaluation/chi_squared.ts";
import { evaluateFilms } from "../../evaluation/evaluate_films.ts";
import { holm } from "../../evaluation/holm.ts";
import { fitRandomForest, predictRandomForest } from "../../evaluation/random_forest.ts";

/** How well one property alone, not the picture, tells the class. */
export interface PropertyFinding {
  /** Such as `file format` or `mean grey level`. */
  property: string;
  /** Films for which it is known. */
  known: number;
  /**
   * Balanced accuracy of a small forest on it alone, out of fold, over the films for which it is known;
   * `NaN` where these are alike, or of fewer than five patients of a class.
   */
  balancedAccuracy: number;
  /** Its (macro) AUC, out of fold. */
  auc: number;
  /** Kruskal and Wallis's (numbers) or Pearson's (names) test, one film a patient, Holm-corrected. */
  pValue: number;
}

/** Options of {@linkcode searchProperties}. */
export interface SearchPropertiesOptions {
  /** `[n, 64, 64]`, flat, of the same films. */
  thumbnails: Uint8Array;
  /** `[n]`, class indices. */
  ys: readonly number[];
  /** `[n]`, fold of each film. */
  folds: readonly number[];
  /** `[n]`, patients (or groups of copies). */
  groups: readonly string[];
  classNames: readonly string[];
  seed: number;
}

interface Property {
  property: string;
  /** `[n]`, numbers, or names as numbers; `NaN` where unknown. */
  values: number[];
  isName: boolean;
}

interface Known {
  values: number[];
  ys: number[];
  folds: number[];
  groups: string[];
  /** Whether it is known for enough films of each class, and not the same for all. */
  isTelling: boolean;
}

/** Patients of each class for whom a property has to be known. */
const LEAST_PATIENTS = 5;

const NUM_TREES = 50;

/**
 * Asks of each property of the files how well it alone tells the class: size, format, bytes, grey
 * level, source, view, sex, age.
 *
 * @param films Films of a task.
 * @param options See {@linkcode SearchPropertiesOptions}.
 * @returns One finding a property that is known of any film, the most telling first.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { searchProperties } from "lib/experiments/audit/property_search.ts";
 * const films = Array.from({ length: 20 }, (_, i) =>
 *   makeFilm({ path: `${i}`, originalFormat: i % 2 ? "png" : "jpeg" }));
 * const [format] = searchProperties(films, {
 *   thumbnails: new Uint8Array(20 * 64 * 64),
 *   ys: films.map((_, i) => i % 2),
 *   folds: films.map((_, i) => Math.floor(i / 4)),
 *   groups: films.map(({ path }) => path),
 *   classNames: ["Normal", "COVID-19"],
 *   seed: 1,
 * });
 * format.balancedAccuracy; // 1
 * ```
 */
export function searchProperties(
  films: readonly Film[],
  options: SearchPropertiesOptions,
): PropertyFinding[] {
  const asked = propertiesOf(films, options.thumbnails).filter(({ values }) => !values.every(isNaN))
    .map((property) => ({ ...property, ...whereKnown(property, options) }));
  const tested = asked.filter(({ isTelling }) => isTelling);
  const corrected = holm(tested.map((property) => testOf(property, options)));
  const order = ({ balancedAccuracy: x }: PropertyFinding) => Number.isNaN(x) ? -1 : x;
  return asked.map((property): PropertyFinding => ({
    property: property.property,
    known: property.values.length,
    ...(property.isTelling ? judge(property, options) : { balancedAccuracy: NaN, auc: NaN }),
    pValue: corrected[tested.indexOf(property)] ?? NaN,
  })).sort((a, b) => order(b) - order(a));
}

/** A property and the films for which it is known; the rest is left out, since no network sees gaps. */
function whereKnown(
  { values }: Property,
  { ys, folds, groups, classNames }: SearchPropertiesOptions,
): Known {
  const at = values.flatMap((value, i) => Number.isNaN(value) ? [] : [i]);
  const known = {
    values: at.map((i) => values[i]),
    ys: at.map((i) => ys[i]),
    folds: at.map((i) => folds[i]),
    groups: at.map((i) => groups[i]),
  };
  const isEnough = classNames.every((_, k) =>
    new Set(known.groups.filter((_, i) => known.ys[i] === k)).size >= LEAST_PATIENTS
  );
  return { ...known, isTelling: isEnough && new Set(known.values).size > 1 };
}

function propertiesOf(films: readonly Film[], thumbnails: Uint8Array): Property[] {
  const greys = thumbnailMoments(films.length, thumbnails);
  const numbers = (property: string, of: (film: Film, i: number) => number): Property => ({
    property,
    values: films.map(of),
    isName: false,
  });
  const names = (property: string, of: (film: Film) => string): Property => {
    const texts = films.map(of);
    const all = [...new Set(texts)].sort();
    const values = texts.map((text) => text === "" ? NaN : all.indexOf(text));
    return { property, values, isName: true };
  };
  return [
    numbers("width", (film) => film.originalWidth),
    numbers("height", (film) => film.originalHeight),
    numbers("width over height", (film) => film.originalWidth / film.originalHeight),
    numbers("bytes", (film) => film.originalBytes),
    names("file format", (film) => film.originalFormat),
    numbers("mean grey level", (_, i) => greys[i].mean),
    numbers("contrast", (_, i) => greys[i].deviation),
    names("source", (film) => film.source),
    names("view", (film) => film.view),
    names("sex", (film) => film.sex),
    numbers("age", (film) => film.age),
  ];
}

/** Out-of-fold predictions of a forest on one column. */
function judge(
  { values, ys, folds, groups }: Known,
  { classNames, seed }: SearchPropertiesOptions,
): { balancedAccuracy: number; auc: number } {
  const xs = values.map((value) => [value]);
  const numClasses = classNames.length;
  const probabilities = xs.map((): number[] => []);
  for (const fold of new Set(folds)) {
    const train = [...xs.keys()].filter((i) => folds[i] !== fold);
    const held = [...xs.keys()].filter((i) => folds[i] === fold);
    const forest = fitRandomForest(train.map((i) => xs[i]), train.map((i) => ys[i]), {
      numClasses,
      seed,
      numTrees: NUM_TREES,
      classWeight: "balanced",
    });
    predictRandomForest(forest, held.map((i) => xs[i])).forEach((row, j) =>
      probabilities[held[j]] = row
    );
  }
  const metrics = evaluateFilms({
    yTrue: ys,
    yPred: probabilities.map((row) => row.indexOf(Math.max(...row))),
    probabilities,
    groups,
    classNames,
    seed,
    resamples: 0,
  });
  const value = (name: RegExp) => metrics.find(({ metric }) => name.test(metric))!.value;
  return { balancedAccuracy: value(/^balanced_accuracy$/), auc: value(/^(macro_)?auc$/) };
}

/** P-value of an association with the class, one film a patient. */
function testOf(
  { values, ys, groups, isName }: Known & Property,
  { classNames }: SearchPropertiesOptions,
): number {
  const firsts = firstOfGroups(groups);
  const byClass = classNames.map((_, k) => firsts.filter((i) => ys[i] === k));
  if (!isName) return kruskalWallis(byClass.map((of) => of.map((i) => values[i]))).pValue;
  const names = [...new Set(values)];
  const counts = byClass.map((of) =>
    names.map((name) => of.filter((i) => values[i] === name).length)
  );
  return chiSquaredTest(counts).pValue;
}

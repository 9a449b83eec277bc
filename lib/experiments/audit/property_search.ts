import { thumbnailMoments } from "../../data/audit/describe_files.ts";
import type { Film } from "../../data/manifest.ts";
import { type Association, chiSquaredTest, kruskalWallis } from "../../evaluation/chi_squared.ts";
import { evaluateFilms } from "../../evaluation/evaluate_films.ts";
import { holm } from "../../evaluation/holm.ts";
import { fitRandomForest, predictRandomForest } from "../../evaluation/random_forest.ts";

/** How well one property alone, not the picture, tells the class. */
export interface PropertyFinding {
  /** Such as `file format` or `mean grey level`. */
  property: string;
  /** Films for which it is known. */
  known: number;
  /** Balanced accuracy of a small forest on it alone, out of fold; `NaN` where all films are alike. */
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
  /** Numbers, or names as numbers; `NaN` or -1 where unknown. */
  values: number[];
  isName: boolean;
  known: number;
}

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
  const properties = propertiesOf(films, options.thumbnails).filter(({ known }) => known > 0);
  const tests = properties.map((property) => testOf(property, options).pValue);
  const tested = tests.flatMap((p, i) => Number.isNaN(p) ? [] : [i]);
  const corrected = holm(tested.map((i) => tests[i]));
  const order = (finding: PropertyFinding) =>
    Number.isNaN(finding.balancedAccuracy) ? -1 : finding.balancedAccuracy;
  return properties.map(({ property, values, known }, i): PropertyFinding => {
    const isAlike = new Set(values).size < 2;
    return {
      property,
      known,
      ...(isAlike ? { balancedAccuracy: NaN, auc: NaN } : judge(values, options)),
      pValue: tested.includes(i) ? corrected[tested.indexOf(i)] : NaN,
    };
  }).sort((a, b) => order(b) - order(a));
}

function propertiesOf(films: readonly Film[], thumbnails: Uint8Array): Property[] {
  const greys = thumbnailMoments(films.length, thumbnails);
  const numbers = (property: string, of: (film: Film, i: number) => number): Property => {
    const values = films.map(of);
    return { property, values, isName: false, known: values.filter((x) => !isNaN(x)).length };
  };
  const names = (property: string, of: (film: Film) => string): Property => {
    const texts = films.map(of);
    const all = [...new Set(texts)].filter((text) => text !== "").sort();
    const known = texts.filter((text) => text !== "").length;
    return { property, values: texts.map((text) => all.indexOf(text)), isName: true, known };
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
  values: readonly number[],
  { ys, folds, groups, classNames, seed }: SearchPropertiesOptions,
): { balancedAccuracy: number; auc: number } {
  const xs = values.map((value) => [Number.isNaN(value) ? -1 : value]);
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

function testOf(
  { values, isName }: Property,
  { ys, groups, classNames }: SearchPropertiesOptions,
): Association {
  const firsts = [...new Map(groups.map((group, i) => [group, i] as const).toReversed()).values()];
  const byClass = classNames.map((_, k) => firsts.filter((i) => ys[i] === k));
  if (!isName) {
    return kruskalWallis(byClass.map((of) => of.map((i) => values[i]).filter((x) => !isNaN(x))));
  }
  const names = [...new Set(values)];
  return chiSquaredTest(
    byClass.map((of) => names.map((name) => of.filter((i) => values[i] === name).length)),
  );
}

/** How well the films of one class are found, and how many there are. */
export interface ClassScores {
  /** Share of the films called this class that are of it, `[0, 1]`; `NaN` where none is called so. */
  precision: number;
  /** Share of the class's films that are called so, `[0, 1]`; `NaN` where it has no films. */
  recall: number;
  /** Harmonic mean of both, `[0, 1]`; `NaN` where the class has no films and none is called so. */
  f1: number;
  /** Number of films of the class. */
  support: number;
}

/**
 * Works out precision, recall and F1 of every class from a confusion matrix.
 *
 * @param matrix `[numClasses][numClasses]`, rows true classes, columns predicted ones.
 * @returns `[numClasses]`, scores by class index; undefined ones are `NaN`.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_fscore_support.html
 *
 * @example
 * ```ts
 * import { classScores } from "lib/evaluation/class_scores.ts";
 * classScores([[1, 1], [0, 2]])[1].recall; // 1
 * ```
 */
export function classScores(matrix: readonly (readonly number[])[]): ClassScores[] {
  return matrix.map((row, i) => {
    const found = row[i];
    const support = row.reduce((a, b) => a + b, 0);
    const called = matrix.reduce((sum, other) => sum + other[i], 0);
    return {
      precision: found / called,
      recall: found / support,
      f1: (2 * found) / (support + called),
      support,
    };
  });
}

/** Options of {@linkcode averageScores}. */
export interface AverageScoresOptions {
  /** `macro`: every class counts the same; `weighted`: as much as it has films. */
  average: "macro" | "weighted";
  /** What an undefined score counts as; `NaN`, the default, leaves it out of the mean. */
  zeroDivision?: number;
}

/**
 * Averages precision, recall and F1 over the classes.
 *
 * @param scores `[numClasses]`, as {@linkcode classScores} gives them.
 * @returns The averages (`NaN` where no class has the score) and the number of all films.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_fscore_support.html
 *
 * @example
 * ```ts
 * import { averageScores, classScores } from "lib/evaluation/class_scores.ts";
 * averageScores(classScores([[1, 1], [0, 2]]), { average: "macro" }).recall; // 0.75
 * ```
 */
export function averageScores(
  scores: readonly ClassScores[],
  { average, zeroDivision = NaN }: AverageScoresOptions,
): ClassScores {
  const mean = (key: "precision" | "recall" | "f1") => {
    let sum = 0, total = 0;
    for (const score of scores) {
      const value = Number.isNaN(score[key]) ? zeroDivision : score[key];
      const weight = average === "macro" ? 1 : score.support;
      if (Number.isNaN(value)) continue;
      sum += weight * value;
      total += weight;
    }
    return sum / total;
  };
  return {
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
    support: scores.reduce((sum, { support }) => sum + support, 0),
  };
}

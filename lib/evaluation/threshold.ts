import { thresholdCounts } from "./threshold_counts.ts";

/** A rule for choosing a threshold: the largest Youden index, or a specificity or sensitivity to keep. */
export type ThresholdRule = "youden" | { specificity: number } | { sensitivity: number };

/** Options of {@linkcode chooseThreshold}. */
export interface ChooseThresholdOptions {
  /** What to aim for: `youden` where left out, `{ specificity: 0.9 }` or `{ sensitivity: 0.9 }`. */
  rule?: ThresholdRule;
}

/** A threshold and what it does on the films it was chosen on. */
export interface Threshold {
  /** A film is called positive where its probability is at least this; in `(0, 1 + 2⁻⁵²]`. */
  threshold: number;
  /** Share of the positive films called so, `[0, 1]`. */
  sensitivity: number;
  /** Share of the negative films not called so, `[0, 1]`. */
  specificity: number;
}

/**
 * Chooses the probability from which on a film is called positive.
 *
 * Choose on validation films and keep it: a threshold chosen on the test films flatters them. It lies
 * half-way between the two neighbouring probabilities; of equally good ones the strictest is taken.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param probabilities `[n]`, of the positive class, `[0, 1]`.
 * @returns For `youden`, where sensitivity + specificity is largest; for a specificity, where
 *   sensitivity is largest with at least that one. All `NaN` where either class has no films.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, a probability is not in `[0, 1]`,
 *   or the specificity is not.
 * @see W. J. Youden, Index for rating diagnostic tests, Cancer 3(1), 1950.
 *
 * @example
 * ```ts
 * import { chooseThreshold } from "lib/evaluation/threshold.ts";
 * chooseThreshold([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.9]).threshold; // 0.4
 * ```
 */
export function chooseThreshold(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { rule = "youden" }: ChooseThresholdOptions = {},
): Threshold {
  const isSensitivity = rule !== "youden" && "sensitivity" in rule;
  const wanted = rule === "youden" ? 0 : isSensitivity ? rule.sensitivity : rule.specificity;
  if (!(wanted >= 0 && wanted <= 1)) {
    const kept = isSensitivity ? "sensitivity" : "specificity";
    throw new RangeError(`Cannot keep a ${kept} of ${wanted}: expected a number in [0, 1]`);
  }
  const { thresholds, truePositives, falsePositives } = thresholdCounts(yTrue, probabilities);
  if (thresholds[0] > 1 || thresholds[thresholds.length - 1] < 0) {
    throw new RangeError("Cannot choose a threshold: expected probabilities in [0, 1]");
  }
  const positives = truePositives.at(-1) ?? 0;
  const negatives = falsePositives.at(-1) ?? 0;
  let best: Threshold = { threshold: NaN, sensitivity: NaN, specificity: NaN };
  if (positives === 0 || negatives === 0) return best;
  for (let i = -1; i < thresholds.length; i++) {
    const sensitivity = (truePositives[i] ?? 0) / positives;
    const specificity = 1 - (falsePositives[i] ?? 0) / negatives;
    if (isSensitivity) {
      if (i === -1 || sensitivity < wanted) continue;
      const threshold = between(thresholds[i + 1], thresholds[i]);
      return { threshold, sensitivity, specificity };
    }
    if (specificity < wanted) break;
    const gain = rule === "youden"
      ? sensitivity + specificity - (best.sensitivity + best.specificity)
      : sensitivity - best.sensitivity;
    if (i === -1 || gain > 1e-12) {
      best = { threshold: between(thresholds[i + 1], thresholds[i]), sensitivity, specificity };
    }
  }
  return best;
}

/** Above every probability where there is none before, and half-way from 0 where there is none after. */
function between(next = 0, previous = 1 + Number.EPSILON): number {
  const middle = next + (previous - next) / 2;
  return middle > next ? middle : previous;
}

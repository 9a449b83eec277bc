import { normal } from "../random/normal.ts";
import { bcaIntervals } from "./bca_intervals.ts";
import { evaluateFolds } from "./evaluate_folds.ts";
import { normalQuantile } from "./normal_distribution.ts";
import { weightedAuc } from "./weighted_auc.ts";
import { type Interval, wilsonInterval } from "./wilson_interval.ts";

/** A population with a known truth, and a way to give intervals for it. */
export interface CoverageScenario {
  name: string;
  truth: number;
  /** As `intervalCoverage` wants it. */
  draw: (random: () => number, seed: number) => Interval;
}

/** Chance that a film is right, and how alike films of one patient are. */
interface Proportion {
  n: number;
  p: number;
  /** Films a patient. */
  size: number;
  /** Share of patients all of whose films are right or wrong together, `[0, 1]`. */
  alike: number;
}

/**
 * Populations like those of this project's tests: few films, accuracies near 1, patients with several
 * films. Each is told with the method that `evaluateFilms` and `evaluateFolds` use for it.
 *
 * @param options Draws of each bootstrap.
 * @returns Scenarios for `intervalCoverage`.
 *
 * @example
 * ```ts
 * import { coverageScenarios } from "lib/evaluation/coverage_scenarios.ts";
 * coverageScenarios({ resamples: 200 })[0].name; // "Wilson, .97 of 58 films"
 * ```
 */
export function coverageScenarios({ resamples }: { resamples: number }): CoverageScenario[] {
  return [
    share("Wilson, .97 of 58 films", { n: 58, p: 0.97, size: 1, alike: 0 }),
    share("Wilson, .995 of 66 films (most often 66 of 66)", { n: 66, p: 0.995, size: 1, alike: 0 }),
    share("Wilson by patient, .90 of 60 films, 3 a patient", {
      n: 60,
      p: 0.9,
      size: 3,
      alike: 0.5,
    }),
    share("Wilson by patient, .97 of 60 films, 3 a patient", {
      n: 60,
      p: 0.97,
      size: 3,
      alike: 0.5,
    }),
    auc("BCa by patient, AUC .95 of 58 films", { n: 58, area: 0.95, size: 1, resamples }),
    auc("BCa by patient, AUC .95 of 60 films, 2 a patient", {
      n: 60,
      area: 0.95,
      size: 2,
      resamples,
    }),
    auc("BCa by patient, AUC .95 of 300 films, 2 a patient", {
      n: 300,
      area: 0.95,
      size: 2,
      resamples,
    }),
    folds("Five dealings, accuracy .93 of 300 films, 2 a patient", "accuracy", resamples),
    folds("Five dealings, Brier score of 300 films, 2 a patient", "brier", resamples),
  ];
}

function share(name: string, { n, p, size, alike }: Proportion): CoverageScenario {
  return {
    name,
    truth: p,
    draw: (random) => {
      const clusters = Array.from({ length: n / size }, () => {
        const together = random() < alike;
        const first = Number(random() < p);
        const rest = Array.from({ length: size - 1 }, () => Number(random() < p));
        const successes = together ? size * first : rest.reduce((a, b) => a + b, first);
        return { successes, n: size };
      });
      const successes = clusters.reduce((sum, cluster) => sum + cluster.successes, 0);
      return wilsonInterval({ successes, n, clusters });
    },
  };
}

/** Scores of two normal distributions, films of one patient sharing half of their variance. */
function auc(
  name: string,
  { n, area, size, resamples }: { n: number; area: number; size: number; resamples: number },
): CoverageScenario {
  const distance = Math.SQRT2 * normalQuantile(area);
  return {
    name,
    truth: area,
    draw: (random, seed) => {
      const groups = Array.from({ length: n }, (_, i) => `${Math.floor(i / size)}`);
      const yTrue = groups.map((group) => Number(group) % 2);
      const own = patientNoise(random, { n, size });
      const statistic = weightedAuc(yTrue, yTrue.map((label, i) => distance * label + own[i]));
      const [interval] = bcaIntervals((weights) => [statistic(weights)], {
        groups,
        seed,
        resamples,
      });
      return interval;
    },
  };
}

/** Two classes judged in five dealings that share their films. */
function folds(name: string, metric: "accuracy" | "brier", resamples: number): CoverageScenario {
  const [n, size, repeats] = [300, 2, 5];
  // Films lie `ease` from the threshold on average; half of the spread stays from dealing to dealing.
  const ease = normalQuantile(0.93) * Math.sqrt(1.5);
  return {
    name,
    truth: metric === "accuracy" ? 0.93 : brierOf(ease, Math.sqrt(1.5)),
    draw: (random, seed) => {
      const groups = Array.from({ length: n }, (_, i) => `${Math.floor(i / size)}`);
      const yTrue = groups.map((group) => Number(group) % 2);
      const film = patientNoise(random, { n, size });
      const rows = Array.from({ length: repeats }, () =>
        yTrue.map((label, i) => {
          const right = sigmoid(ease + film[i] + Math.SQRT1_2 * normal(random));
          return label === 1 ? [1 - right, right] : [right, 1 - right];
        }));
      const aligned = {
        classNames: ["No", "Yes"],
        paths: groups,
        yTrue,
        repeats: rows,
        folds: rows.map(() => groups),
      };
      const draws = metric === "accuracy" ? 0 : resamples;
      const options = { groups, positiveIndex: 1, seed, resamples: draws };
      const row = evaluateFolds(aligned, options).find((row) => row.metric === metric)!;
      return [row.ciLow, row.ciHigh];
    },
  };
}

/** Standard normal noise, half of its variance that of the patient. */
function patientNoise(random: () => number, { n, size }: { n: number; size: number }): number[] {
  let shared = 0;
  return Array.from({ length: n }, (_, i) => {
    if (size === 1) return normal(random);
    if (i % size === 0) shared = normal(random);
    return Math.SQRT1_2 * (shared + normal(random));
  });
}

/** Mean of `(1 - sigmoid(ease + spread · z))²` over a standard normal z, by the trapezoid rule. */
function brierOf(ease: number, spread: number): number {
  let sum = 0;
  const step = 0.001;
  for (let z = -8; z <= 8; z += step) {
    sum += (1 - sigmoid(ease + spread * z)) ** 2 * Math.exp(-z * z / 2) * step;
  }
  return sum / Math.sqrt(2 * Math.PI);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

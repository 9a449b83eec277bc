import { compareFolds } from "../evaluation/compare_folds.ts";
import { evaluateFolds } from "../evaluation/evaluate_folds.ts";
import type { Metric } from "../evaluation/evaluate_films.ts";
import { alignArm, readArms, type SweepArm } from "./read_arms.ts";

/** What one arm of a sweep came to, on films that its networks did not train on. */
export interface SweepRow {
  /** Recipe and changed settings. */
  run: string;
  /** Id of the task. */
  task: string;
  /** Name of the data set, and the profile. */
  data: string;
  profile: string;
  /** Different films. */
  films: number;
  /** Trainings done, and that there shall be. */
  fits: number;
  of: number;
  /** Mean over seeds and dealings, and the 95 % interval that so few films allow. */
  accuracy: number;
  accuracyLow: number;
  accuracyHigh: number;
  auc: number;
  aucLow: number;
  aucHigh: number;
  /** Accuracy of each seed (and dealing). */
  seeds: number[];
  /** Accuracy less that of the task's first arm, on identical folds; `NaN` for that one itself. */
  difference: number;
  differenceLow: number;
  differenceHigh: number;
  /** Mean time of a training. */
  seconds: number;
}

/** Options of {@linkcode readSweep}. */
export interface ReadSweepOptions {
  /** Number of bootstrap draws. @default 2000 */
  resamples?: number;
}

/**
 * Reads a sweep and compares its arms film by film: each with the first one of its task, on
 * identical folds and seeds.
 *
 * Every film counts once, however many seeds looked at it: seeds are averaged, never pooled. The
 * more arms are compared, the more of them are best by chance: intervals do not correct for that.
 *
 * @param out Folder of the sweep.
 * @param options See {@linkcode ReadSweepOptions}.
 * @returns One row an arm; numbers that are not known yet are `NaN`. None where there is no sweep.
 * @throws {Error} Where a file is damaged.
 *
 * @example
 * ```ts
 * import { readSweep } from "lib/sweep/read_sweep.ts";
 * await readSweep("no/such/sweep"); // []
 * ```
 */
export async function readSweep(
  out: string,
  { resamples = 2000 }: ReadSweepOptions = {},
): Promise<SweepRow[]> {
  const arms = await readArms(out);
  const firsts = new Map(arms.toReversed().map((arm) => [arm.task, arm]));
  return arms.map((arm) => compareArm(arm, firsts.get(arm.task)!, resamples));
}

function compareArm(arm: SweepArm, first: SweepArm, resamples: number): SweepRow {
  const { label: run, task, data, profile, done: fits, total: of, seconds } = arm;
  const about = { run, task, data, profile, fits, of, seconds };
  const names = [...arm.dealings.keys()];
  if (names.length === 0) return { ...about, ...NOTHING };
  const folds = alignArm(arm, names);
  const groups = folds.paths.map((path) => arm.groups.get(path)!);
  const options = { groups, positiveIndex: 1, seed: 1, resamples };
  const metrics = evaluateFolds(folds, options);
  const accuracy = pick(metrics, "accuracy");
  const auc = pick(metrics, folds.classNames.length === 2 ? "auc" : "macro_auc");
  const row: SweepRow = {
    ...about,
    ...NOTHING,
    films: folds.paths.length,
    ...{ accuracy: accuracy.value, accuracyLow: accuracy.ciLow, accuracyHigh: accuracy.ciHigh },
    ...{ auc: auc.value, aucLow: auc.ciLow, aucHigh: auc.ciHigh },
    seeds: folds.repeats.map((rows) =>
      rows.filter((row, i) => row.indexOf(Math.max(...row)) === folds.yTrue[i]).length / rows.length
    ),
  };
  const shared = names.filter((name) => first.dealings.has(name));
  if (arm === first || shared.length === 0) return row;
  const compared = compareFolds(alignArm(arm, shared), alignArm(first, shared), options);
  const { value, ciLow, ciHigh } = pick(compared, "difference:accuracy");
  return { ...row, difference: value, differenceLow: ciLow, differenceHigh: ciHigh };
}

const NOTHING = {
  films: 0,
  ...{ accuracy: NaN, accuracyLow: NaN, accuracyHigh: NaN },
  ...{ auc: NaN, aucLow: NaN, aucHigh: NaN },
  ...{ difference: NaN, differenceLow: NaN, differenceHigh: NaN },
  seeds: [] as number[],
};

function pick(metrics: readonly Metric[], name: string): Metric {
  return metrics.find(({ metric }) => metric === name)!;
}

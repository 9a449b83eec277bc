import { groupKFold } from "../data/group_k_fold.ts";
import { breathe } from "../training/breathe.ts";
import { fitRestyled, predictRestyled, type RestyledExamples } from "./restyled_classifier.ts";

/** Options of {@linkcode judgeRestyled}. */
export interface JudgeRestyledOptions {
  /** Indices of the films that are dealt. */
  films: readonly number[];
  /** `[film]`: films of one group stay together. */
  groups: readonly string[];
  /** Views to learn from. */
  views: readonly number[];
  /** View that is judged; 0 for the films as they are. */
  judged: number;
  c: number;
  /** Number of folds. @default 5 */
  k?: number;
  /** Seed of the dealing. */
  seed: number;
  signal?: AbortSignal;
}

/**
 * Judges every film by a classifier that has not seen its group: grouped cross-validation.
 *
 * @param examples All films and their views.
 * @param options See {@linkcode JudgeRestyledOptions}.
 * @returns `[films][numClasses]`, in the order of `films`.
 * @throws {DOMException} `AbortError` where it was stopped.
 *
 * @example
 * ```ts ignore
 * import { judgeRestyled } from "lib/protocol/judge_restyled.ts";
 * import type { RestyledExamples } from "lib/protocol/restyled_classifier.ts";
 * declare const examples: RestyledExamples, groups: string[];
 * const films = [...groups.keys()];
 * await judgeRestyled(examples, { films, groups, views: [0, 1], judged: 0, c: 3, seed: 1 });
 * ```
 */
export async function judgeRestyled(
  examples: RestyledExamples,
  { films, groups, views, judged, c, k = 5, seed, signal }: JudgeRestyledOptions,
): Promise<number[][]> {
  const folds = groupKFold({
    labels: films.map((i) => examples.labels[i]),
    groups: films.map((i) => groups[i]),
    k,
    seed,
  });
  const answers = films.map((): number[] => []);
  for (let fold = 0; fold < k; fold++) {
    await breathe(signal);
    const train = films.filter((_, at) => folds[at] !== fold);
    const held = [...films.keys()].filter((at) => folds[at] === fold);
    const classifier = fitRestyled(examples, { train, views, c });
    const rows = held.map((at) => examples.views[judged][films[at]]);
    predictRestyled(rows, classifier).forEach((row, i) => answers[held[i]] = row);
  }
  return answers;
}

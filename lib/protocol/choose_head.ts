import { groupKFold } from "../data/group_k_fold.ts";
import { type GramMatrix, joinGrams } from "../evaluation/gram_matrix.ts";
import { classifyByGram } from "../evaluation/kernel_classifier.ts";
import { logLoss } from "../evaluation/log_loss.ts";
import { breathe } from "../training/breathe.ts";
import { engineGram } from "./engine_gram.ts";
import type { FeatureSource } from "./feature_sources.ts";

/** Features that are put one after the other. */
export interface FeatureSet {
  /** For people, such as `mobilenet-v1 320, several layers`. */
  name: string;
  /** Indices of the sources. */
  sources: number[];
}

/** A way to classify that can be chosen: features, and how strongly coefficients are held down. */
export interface HeadCandidate {
  features: FeatureSet;
  /** Inverse strength of the penalty. */
  c: number;
}

/** Options of {@linkcode chooseHead} and {@linkcode judgeByHeads}. */
export interface ChooseHeadOptions {
  /** Features of all films. */
  sources: readonly Pick<FeatureSource, "rows">[];
  sets: readonly FeatureSet[];
  /** Inverse strengths of the penalty to try, each with every set. */
  cs: readonly number[];
  /** Indices of the films that may be learnt from. */
  train: readonly number[];
  /** Class indices of all films; those of others than `train` are not looked at. */
  labels: readonly number[];
  /** Groups of all films. */
  groups: readonly string[];
  numClasses: number;
  /** Number of inner folds. @default 5 */
  k?: number;
  /** Seed of the inner dealing. */
  seed: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** A candidate and how well it did on inner folds. */
export interface RankedHead extends HeadCandidate {
  /** Mean log loss of films that it had not learnt from, in nats. */
  loss: number;
}

/**
 * Ranks candidates by grouped cross-validation inside the training films.
 *
 * @param options See {@linkcode ChooseHeadOptions}.
 * @returns All candidates, the one with the least log loss first.
 * @throws {RangeError} Where a class has no film in an inner fold's training part, or there are fewer
 *   groups than folds.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { chooseHead } from "lib/protocol/choose_head.ts";
 * await startEngine();
 * const labels = [0, 0, 0, 1, 1, 1, 0];
 * const ranked = await chooseHead({
 *   sources: [{ rows: labels.map((y, i) => Float32Array.of(y + i / 10)) }],
 *   sets: [{ name: "one number", sources: [0] }],
 *   cs: [0.01, 100],
 *   train: [0, 1, 2, 3, 4, 5],
 *   labels,
 *   groups: labels.map(String).map((y, i) => y + i),
 *   numClasses: 2,
 *   k: 3,
 *   seed: 1,
 * });
 * ranked[0].c; // 100
 * ```
 */
export async function chooseHead(options: ChooseHeadOptions): Promise<RankedHead[]> {
  const { train, labels, groups, sets, cs, k = 5, seed, onProgress, signal } = options;
  const folds = groupKFold({
    labels: train.map((i) => labels[i]),
    groups: train.map((i) => groups[i]),
    k,
    seed,
  });
  const candidates = sets.flatMap((features) => cs.map((c) => ({ features, c })));
  const answers = candidates.map(() => train.map((): number[] => []));
  for (let fold = 0; fold < k; fold++) {
    await breathe(signal);
    const held = [...train.keys()].filter((i) => folds[i] === fold);
    const judged = await judgeByHeads(candidates, {
      ...options,
      train: train.filter((_, i) => folds[i] !== fold),
      judged: held.map((i) => train[i]),
    });
    judged.forEach((rows, j) => held.forEach((i, at) => answers[j][i] = rows[at]));
    onProgress?.(fold + 1, k);
  }
  const truth = train.map((i) => labels[i]);
  return candidates
    .map((candidate, j) => ({ ...candidate, loss: logLoss(truth, answers[j]) }))
    .sort((a, b) => a.loss - b.loss);
}

/**
 * Fits candidates on some films and lets each judge others.
 *
 * @param candidates Features and penalties.
 * @param options As for {@linkcode chooseHead}, and the indices of the films to judge.
 * @returns `[candidates][judged][numClasses]`, each row with sum 1.
 * @throws {RangeError} Where a class has no training film.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { judgeByHeads } from "lib/protocol/choose_head.ts";
 * await startEngine();
 * const sources = [{ rows: [-1, 1, 0.9].map((x) => Float32Array.of(x)) }];
 * const candidate = { features: { name: "one number", sources: [0] }, c: 1 };
 * const films = { train: [0, 1], labels: [0, 1, 1], judged: [2] };
 * (await judgeByHeads([candidate], { sources, ...films, numClasses: 2 }))[0][0][1] > 0.5; // true
 * ```
 */
export async function judgeByHeads(
  candidates: readonly HeadCandidate[],
  { sources, train, labels, judged, numClasses, signal }:
    & Pick<ChooseHeadOptions, "sources" | "train" | "labels" | "numClasses" | "signal">
    & { judged: readonly number[] },
): Promise<number[][][]> {
  const films = [...train, ...judged];
  const places = { train: train.map((_, i) => i), judged: judged.map((_, i) => train.length + i) };
  const grams = new Map<number, GramMatrix>();
  for (const source of new Set(candidates.flatMap(({ features }) => features.sources))) {
    await breathe(signal);
    const rows = films.map((i) => sources[source].rows[i]);
    grams.set(source, engineGram(rows, places.train));
  }
  const answers: number[][][] = [];
  for (const [features, own] of Map.groupBy(candidates, ({ features }) => features)) {
    await breathe(signal);
    const rows = classifyByGram(joinGrams(features.sources.map((i) => grams.get(i)!)), {
      ...places,
      labels: train.map((i) => labels[i]),
      numClasses,
      cs: own.map(({ c }) => c),
      jitter: 1e-5,
    });
    own.forEach((candidate, i) => answers[candidates.indexOf(candidate)] = rows[i]);
  }
  return answers;
}

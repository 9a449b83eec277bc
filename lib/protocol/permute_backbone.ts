import { join } from "@std/path";
import type { SplitRow } from "../data/split.ts";
import { cacheDir } from "../engine/native_library.ts";
import { startEngine } from "../engine/start.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import { type Task, threeClasses } from "../experiments/task.ts";
import { taskFilms } from "../experiments/task_films.ts";
import { openBackbone } from "../training/open_backbone.ts";
import { featureSources } from "./feature_sources.ts";
import { mergeTopic } from "./merge_topic.ts";
import { type ShuffledLabels, shuffledLabels } from "./shuffled_labels.ts";

/** Options of {@linkcode permuteBackbone}. */
export interface PermuteBackboneOptions {
  /** Folder of the results. */
  out: string;
  /** Folder of the films and name of the set. */
  set: { root: string; name: string };
  /** Rows of `split.csv`. */
  split: readonly SplitRow[];
  /** Folder of pretrained backbones. */
  weightsDir: string;
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  /** @default threeClasses */
  task?: Task;
  /** How many times labels are shuffled. @default 200 */
  permutations?: number;
  seed: number;
  profile: string;
  commit?: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Shuffles the labels of a set, again and again, under a frozen backbone with a logistic regression,
 * and writes what comes out into the topic `controls`, control `shuffled-labels`.
 *
 * @param name Name of the backbone.
 * @param options See {@linkcode PermuteBackboneOptions}.
 * @returns Balanced accuracy under true and shuffled labels.
 * @throws {TypeError} Where the backbone's weights are missing or damaged.
 * @throws {RangeError} Where a class has no film.
 *
 * @example
 * ```ts ignore
 * import { permuteBackbone } from "lib/protocol/permute_backbone.ts";
 * const options = { ...study, weightsDir: "", imageSize: [96, 96] as const, seed: 1 };
 * (await permuteBackbone("phantom", { ...options, profile: "quick" })).pValue; // 0.005
 * ```
 */
export async function permuteBackbone(
  name: string,
  options: PermuteBackboneOptions,
): Promise<ShuffledLabels> {
  const { out, set, split, task = threeClasses, seed, onProgress, signal } = options;
  const films = taskFilms(task, split, { holdOutValidation: false });
  await startEngine({ seed });
  const backbone = await openBackbone(name, {
    ...options,
    cacheDir: join(cacheDir(), "backbones"),
  });
  try {
    const [{ rows }] = await featureSources(films, backbone, {
      root: set.root,
      cacheDir: join(cacheDir(), "films"),
      featuresDir: join(cacheDir(), "features"),
      onlyLast: true,
      onProgress,
      signal,
    });
    const result = await shuffledLabels(rows, {
      labels: films.map(({ className }) => task.classNames.indexOf(className)),
      groups: films.map(({ group, path }) => group || path),
      numClasses: task.classNames.length,
      permutations: options.permutations,
      seed,
      signal,
      onProgress: (done, total) => onProgress?.(done, total, "labels shuffled"),
    });
    const experiment = `logistic-${name}`;
    const own = permutationRows(result, { ...options, experiment, n: films.length });
    await mergeTopic(
      out,
      "controls",
      own,
      (row) => row.experiment === experiment && ["shuffled-labels", ""].includes(row.control),
    );
    return result;
  } finally {
    backbone.model.dispose();
  }
}

/** The true labels' figure, each shuffling's, and their summary. */
function permutationRows(
  { observed, permuted, pValue }: ShuffledLabels,
  { set, seed, profile, commit, experiment, n }: PermuteBackboneOptions & {
    experiment: string;
    n: number;
  },
): ResultRow[] {
  const sorted = [...permuted].sort((a, b) => a - b);
  const row = (metric: string, value: number, control = "shuffled-labels", repeat = NaN) =>
    resultRow({
      experiment,
      model: "logistic-regression",
      data: set.name,
      split: "out-of-fold-grouped",
      ...{ repeat, seed, control, n, metric, value, profile, commit },
    });
  if (permuted.length === 0) return [row("balanced_accuracy", observed, "")];
  return [
    row("balanced_accuracy", observed, ""),
    ...permuted.map((value, i) => row("balanced_accuracy", value, "shuffled-labels", i)),
    row("balanced_accuracy:mean", permuted.reduce((a, b) => a + b, 0) / permuted.length),
    row("balanced_accuracy:greatest", sorted[sorted.length - 1]),
    row("permutation:p", pValue),
  ];
}

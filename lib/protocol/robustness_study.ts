import { join } from "@std/path";
import { startEngine } from "../engine/start.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import { labelsOf, splitRowsOf } from "../experiments/labels_of.ts";
import { readRun } from "../experiments/run.ts";
import type { Study } from "../experiments/study.ts";
import { loadBundle } from "../models/model_bundle.ts";
import { mergeTopic } from "./merge_topic.ts";
import { robustness } from "./robustness.ts";
import { robustnessFigures } from "./robustness_figures.ts";

/** Options of {@linkcode robustnessStudy}. */
export interface RobustnessStudyOptions {
  /** A finished experiment, such as `frozen-mobilenet-v1`. */
  experiment: string;
  /** Seed of the training that is asked, and of the noise. */
  seed: number;
  /** `quick`: few severities and the first films of each class. */
  profile: string;
  /** Changes, by their names in `CORRUPTIONS`; all where left out. */
  corruptions?: readonly string[];
  /** Test films of each class at most; all where left out. */
  filmsPerClass?: number;
  /** Version of the code, for the table. */
  commit?: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Asks a study's model about its clean test films, changed more and more, with threshold and gate as
 * they were frozen; writes the figures into the topic `robustness`.
 *
 * Answers are kept under `robustness/` in the results, so that what is done is not done again.
 *
 * @param study The study; the experiment must be finished.
 * @param options See {@linkcode RobustnessStudyOptions}.
 * @returns The rows: `control` is `none`, or change and severity such as `jpeg-quality=30`.
 * @throws {Error} Where the experiment has no such run.
 *
 * @example
 * ```ts ignore
 * import { robustnessStudy } from "lib/protocol/robustness_study.ts";
 * await robustnessStudy(study, { experiment: "frozen-mobilenet-v1", seed: 1, profile: "full" });
 * ```
 */
export async function robustnessStudy(
  study: Study,
  options: RobustnessStudyOptions,
): Promise<ResultRow[]> {
  const { experiment, seed, profile, commit = "", filmsPerClass = Infinity } = options;
  const folder = join(experiment, `seed-${seed}`);
  const run = await readRun(join(study.out, "experiments", folder));
  if (!run) {
    throw new Error(`Cannot test ${experiment}: no run of seed ${seed}; train it first`);
  }
  const tested = labelsOf(run, study, "test-clean");
  const counts = new Map<number, number>();
  const chosen = tested.yTrue.flatMap((label, i) => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    return counts.get(label)! <= filmsPerClass ? [i] : [];
  });
  const films = splitRowsOf(chosen.map((i) => tested.films[i]), study);
  await startEngine({ seed });
  const bundle = await loadBundle(join(run.dir, "model"));
  try {
    const all = await robustness([bundle], { root: study.set.root, films }, {
      ...options,
      dir: join(study.out, "robustness", folder),
      fingerprint: [run.run.fingerprint, ...films.map(({ sha256 }) => sha256)].join(),
    });
    const figures = robustnessFigures(all, {
      classNames: run.classNames,
      yTrue: chosen.map((i) => tested.yTrue[i]),
      threshold: bundle.info.threshold,
      groups: films.map(({ group, path }) => group || path),
    });
    // Without a gate nothing can be refused: no figure, rather than a 0 that says it was asked.
    const asked = figures.filter(({ metric }) => metric !== "refused" || bundle.info.gate);
    const rows = asked.map((figure) =>
      resultRow({
        experiment,
        model: run.run.model,
        data: study.set.name,
        split: "test-clean",
        seed,
        profile,
        commit,
        ...figure,
      })
    );
    await mergeTopic(
      study.out,
      "robustness",
      rows,
      (row) => row.experiment === experiment && row.seed === seed,
    );
    return rows;
  } finally {
    bundle.model.dispose();
  }
}

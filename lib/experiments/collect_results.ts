import { join } from "@std/path";
import { isFile } from "../data/is_file.ts";
import { foldersIn } from "../data/list_folder.ts";
import type { SplitRow } from "../data/split.ts";
import { evaluatePredictions } from "../evaluation/evaluate_predictions.ts";
import { type Prediction, readPredictions } from "../evaluation/predictions.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { FLOORS } from "./floors.ts";
import { type FinishedRun, readRun } from "./run.ts";
import type { Study } from "./study.ts";
import { TASKS } from "./task.ts";

/** Predictions of one model, trained or floor, with what they belong to. */
export interface ModelPredictions {
  /** `A`, `B1+`, … for a trained network, `floor-thumbnail` … for a floor. */
  experiment: string;
  /** Backbone, `cnn`, or the floor's method. */
  model: string;
  /** Id of the task. */
  task: string;
  title: string;
  /** `NaN` for a floor. */
  seed: number;
  classNames: string[];
  predictions: Prediction[];
  /** Training time; `NaN` for a floor. */
  seconds: number;
  /** The finished run; `undefined` for a floor. */
  run?: FinishedRun;
}

/**
 * Reads every finished run and every floor of a folder of results.
 *
 * @param out Folder of the results.
 * @returns Models in the order of their experiment and seed, floors last.
 * @throws {Error} Where there is none, naming the notebooks that make them.
 *
 * @example
 * ```ts ignore
 * import { readModels } from "lib/experiments/collect_results.ts";
 * const models = await readModels("outputs/phantom-quick");
 * models.map(({ experiment, seed }) => `${experiment} ${seed}`); // ["A 1", "A+ 1", …]
 * ```
 */
export async function readModels(out: string): Promise<ModelPredictions[]> {
  const models: ModelPredictions[] = [];
  for (const id of await foldersIn(join(out, "experiments"))) {
    for (const folder of await foldersIn(join(out, "experiments", id))) {
      const run = await readRun(join(out, "experiments", id, folder));
      if (!run) continue;
      const { model, task, title, seed, trainingSeconds } = run.run;
      const { classNames, predictions } = run;
      models.push({
        experiment: id,
        model,
        task,
        title,
        seed,
        classNames,
        predictions,
        seconds: trainingSeconds,
        run,
      });
    }
  }
  if (models.length === 0) {
    throw new Error(`No trained model in "${out}": run the notebooks 02 to 04 first`);
  }
  models.sort((a, b) =>
    a.experiment < b.experiment ? -1 : a.experiment > b.experiment ? 1 : a.seed - b.seed
  );
  return [...models, ...await readFloors(out)];
}

/**
 * Evaluates models on train, validation and the three tests.
 *
 * @param models As {@linkcode readModels} reads them.
 * @param study The study that they belong to.
 * @param options Profile, commit, and the number of bootstrap draws (see `evaluatePredictions`).
 * @returns Rows of the long results table.
 *
 * @example
 * ```ts ignore
 * import { evaluateModels, readModels } from "lib/experiments/collect_results.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const rows = evaluateModels(await readModels(study.out), study, { profile: "quick" });
 * ```
 */
export function evaluateModels(
  models: readonly ModelPredictions[],
  { set, split }: Pick<Study, "set" | "split">,
  { profile, commit, resamples, onProgress }: {
    profile: string;
    commit?: string;
    resamples?: number;
    onProgress?: (done: number, total: number, text?: string) => void;
  },
): ResultRow[] {
  return models.flatMap((model, i) => {
    const rows = evaluatePredictions({
      ...model,
      data: set.name,
      profile,
      commit,
      resamples,
      splitRows: usedAs(split, model.predictions),
    });
    onProgress?.(i + 1, models.length, model.experiment);
    return rows;
  });
}

/** The split as a model used it: without validation, those films were trained on. */
function usedAs(split: readonly SplitRow[], predictions: readonly Prediction[]): SplitRow[] {
  const trainedOn = new Set(
    predictions.filter((prediction) => prediction.split === "train").map(({ path }) => path),
  );
  return split.map((row) =>
    row.split === "validation" && trainedOn.has(row.path) ? { ...row, split: "train" } : row
  );
}

/**
 * Reads the predictions of every floor of a folder of results.
 *
 * @param out Folder of the results.
 * @returns Floors, task by task.
 *
 * @example
 * ```ts
 * import { readFloors } from "lib/experiments/collect_results.ts";
 * await readFloors(await Deno.makeTempDir()); // []
 * ```
 */
export async function readFloors(out: string): Promise<ModelPredictions[]> {
  const models: ModelPredictions[] = [];
  for (const task of TASKS) {
    for (const { name, title, method } of FLOORS) {
      const file = join(out, "floors", task.id, name, "predictions.csv");
      if (!await isFile(file)) continue;
      models.push({
        experiment: `floor-${name}:${task.id}`,
        model: method,
        task: task.id,
        title,
        seed: NaN,
        seconds: NaN,
        ...await readPredictions(file),
      });
    }
  }
  return models;
}

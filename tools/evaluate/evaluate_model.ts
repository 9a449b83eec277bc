import { dirname } from "@std/path";
import { joinSets } from "lib/data/join_sets.ts";
import { type FilmSet, readFilms } from "lib/data/read_films.ts";
import { progressLine } from "lib/display/progress.ts";
import { readRun } from "lib/experiments/run.ts";
import { bundleFingerprint } from "lib/models/bundle_fingerprint.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import type { ModelBundle } from "lib/models/open_bundle.ts";
import { externalFloors } from "lib/report/external_floors.ts";
import {
  type ExternalModel,
  type ExternalReport,
  externalReport,
} from "lib/report/external_report.ts";
import { readAnswers } from "lib/report/film_answers.ts";
import { findStudy } from "lib/report/find_study.ts";
import { judgeSet } from "lib/report/judge_set.ts";
import { modelClassOf, modelTask } from "lib/report/model_task.ts";
import { studyEvidence } from "lib/report/study_evidence.ts";
import { trainingFilms } from "lib/report/training_films.ts";
import { trainingOverlap } from "lib/report/training_overlap.ts";
import { findBundles } from "../predict/find_bundles.ts";
import type { EvaluateCommand } from "./evaluate_options.ts";

/**
 * Evaluates a model bundle, or the seeds of an experiment together, on a set of films.
 *
 * @param command What is asked for.
 * @param options A signal to stop.
 * @returns The report, and the folder of results that the model lies in.
 * @throws {Error} Where the model or the films cannot be read.
 *
 * @example
 * ```ts ignore
 * import { evaluateModel } from "./evaluate_model.ts";
 * declare const command: import("./evaluate_options.ts").EvaluateCommand;
 * await evaluateModel(command, {});
 * ```
 */
export async function evaluateModel(
  command: EvaluateCommand,
  { signal }: { signal?: AbortSignal },
): Promise<{ report: ExternalReport; study: string | undefined }> {
  const paths = await findBundles(command.model!);
  const set = await readSets(command, { signal });
  const { startEngine } = await import("lib/engine/start.ts");
  await startEngine();
  const bundles: ModelBundle[] = [];
  for (const path of paths) bundles.push(await loadBundle(path));
  try {
    const model = await describe(bundles, paths);
    const task = modelTask(model.classNames);
    const answers = command.answers === undefined ? undefined : await readAnswers(command.answers, {
      classNames: model.classNames,
      fingerprint: await bundleFingerprint(paths),
    });
    const training = await trainingFilms(paths[0], {
      train: command.train,
      training: bundles[0].info.training,
      onProgress: progressLine("Training films read"),
      signal,
    });
    const overlap = trainingOverlap(set, training);
    const except = new Set(overlap.films.map(({ path }) => path));
    const judgement = await judgeSet(bundles, set, {
      ...{ task, except, answers, signal },
      onProgress: progressLine("Films judged"),
    });
    const classes = set.films.map(({ path, className }) =>
      except.has(path) ? "" : modelClassOf(task, className) ?? ""
    );
    const floors = externalFloors({ ...set, classes }, { task, training, seed: command.seed });
    const study = await findStudy(paths[0]);
    const report = externalReport(judgement, {
      ...{ model, overlap, floors },
      data: { name: set.name, numFilms: set.films.length, skipped: set.skipped },
      study: await studyEvidence(paths[0], { out: study, card: bundles[0].info.card }),
      subgroups: command.subgroups,
      seed: command.seed,
    });
    return { report, study };
  } finally {
    for (const { model } of bundles) model.dispose();
  }
}

/**
 * Reads the folders of films that are named, as one set.
 *
 * @param command What is asked for.
 * @param options A signal to stop.
 * @returns The set, under the name that is asked for.
 * @throws {Error} Where a folder cannot be read.
 *
 * @example
 * ```ts ignore
 * import { readSets } from "./evaluate_model.ts";
 * declare const command: import("./evaluate_options.ts").EvaluateCommand;
 * await readSets(command, {});
 * ```
 */
export async function readSets(
  { data, name }: Pick<EvaluateCommand, "data" | "name">,
  { signal }: { signal?: AbortSignal },
): Promise<FilmSet> {
  const sets: FilmSet[] = [];
  for (const dir of data) {
    sets.push(await readFilms(dir, { onProgress: progressLine("Films read"), signal }));
  }
  const set = joinSets(sets);
  return name === undefined ? set : { ...set, name };
}

async function describe(
  bundles: readonly ModelBundle[],
  paths: readonly string[],
): Promise<ExternalModel> {
  const infos = bundles.map(({ info }) => info);
  const [{ id, title, classNames, training, thresholdBasis }] = infos;
  const run = await readRun(dirname(paths[0])).catch(() => undefined);
  const isBinary = classNames.length === 2;
  return {
    ...{ id, title, classNames, thresholdBasis: isBinary ? thresholdBasis : "" },
    network: run?.run.model ?? "bundle",
    threshold: isBinary
      ? infos.reduce((sum, { threshold }) => sum + threshold, 0) / infos.length
      : NaN,
    trainedOn: training.data,
    seed: infos.length === 1 ? training.seed : NaN,
    numModels: infos.length,
    hasGate: infos.some(({ gate }) => gate !== null),
  };
}

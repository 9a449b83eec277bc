import { basename } from "@std/path";
import { progressLine } from "lib/display/progress.ts";
import { externalFloors } from "lib/report/external_floors.ts";
import { type ExternalReport, externalReport } from "lib/report/external_report.ts";
import { judgePredictions, trainingOfPredictions } from "lib/report/judge_predictions.ts";
import { modelTask } from "lib/report/model_task.ts";
import {
  type OutsidePredictions,
  readOutsidePredictions,
} from "lib/report/read_outside_predictions.ts";
import { studyEvidence } from "lib/report/study_evidence.ts";
import { trainingFilms } from "lib/report/training_films.ts";
import { trainingOverlap } from "lib/report/training_overlap.ts";
import { readSets } from "./evaluate_model.ts";
import type { EvaluateCommand } from "./evaluate_options.ts";

/**
 * Evaluates what a model of any framework said of films.
 *
 * @param command What is asked for.
 * @param options A signal to stop.
 * @returns The report.
 * @throws {Error} Where the predictions or the films cannot be read, or do not fit each other.
 *
 * @example
 * ```ts ignore
 * import { evaluatePredictionsFile } from "./evaluate_predictions.ts";
 * declare const command: import("./evaluate_options.ts").EvaluateCommand;
 * await evaluatePredictionsFile(command, {});
 * ```
 */
export async function evaluatePredictionsFile(
  command: EvaluateCommand,
  { signal }: { signal?: AbortSignal },
): Promise<ExternalReport> {
  const read = await readOutsidePredictions(command.predictions!);
  const predictions = orderClasses(read, command.positive);
  const { classNames } = predictions;
  const task = modelTask(classNames);
  const set = command.data.length > 0 ? await readSets(command, { signal }) : undefined;
  const { judgement, films, thumbnails, notes } = judgePredictions(predictions, { task, set });
  const training = command.train !== undefined
    ? await trainingFilms(undefined, {
      ...{ train: command.train, signal },
      onProgress: progressLine("Training films read"),
    })
    : set && trainingOfPredictions(predictions, set);
  const overlap = trainingOverlap(
    thumbnails
      ? { films, thumbnails }
      : { films, thumbnails: new Uint8Array(films.length * 64 ** 2) },
    set === undefined ? undefined : training,
  );
  const except = new Set(overlap.films.map(({ path }) => path));
  const kept = { ...judgement, films: judgement.films.filter(({ path }) => !except.has(path)) };
  const classes = judgement.films.map(({ path, trueClass }) => except.has(path) ? "" : trueClass);
  const name = command.name ?? set?.name ?? basename(command.predictions!);
  return externalReport(kept, {
    model: {
      id: basename(command.predictions!).replace(/\.csv$/i, ""),
      title: "a model of another program, by its predictions",
      network: "csv",
      classNames,
      threshold: classNames.length === 2 ? command.threshold : NaN,
      thresholdBasis: "as named on the command line, else .5",
      trainedOn: "",
      seed: NaN,
      numModels: 1,
      hasGate: false,
    },
    data: { name, numFilms: films.length, skipped: set?.skipped ?? [] },
    overlap: { ...overlap, words: [...notes, ...overlap.words] },
    floors: thumbnails
      ? externalFloors({ films, thumbnails, classes }, { task, training, seed: command.seed })
      : [],
    study: await studyEvidence(undefined, {}),
    subgroups: command.subgroups,
    seed: command.seed,
  });
}

/** With two classes the one looked for comes second. */
function orderClasses(read: OutsidePredictions, positive: string | undefined): OutsidePredictions {
  const { classNames, films } = read;
  if (positive === undefined) return read;
  if (classNames.length !== 2 || !classNames.includes(positive)) {
    throw new RangeError(
      `Cannot look for "${positive}" alone: the classes are ${
        classNames.join(", ")
      }, and --positive ` +
        "goes with two",
    );
  }
  if (classNames[1] === positive) return read;
  return {
    classNames: [...classNames].reverse(),
    films: films.map((film) => ({ ...film, probabilities: [...film.probabilities].reverse() })),
  };
}

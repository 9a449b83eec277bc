import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { startEngine } from "../engine/start.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import { type FilmMap, writeFilmMaps } from "../experiments/film_maps.ts";
import { labelsOf } from "../experiments/labels_of.ts";
import { type FinishedRun, readRun } from "../experiments/run.ts";
import type { Study } from "../experiments/study.ts";
import { type Explanation, EXPLANATIONS } from "../explain/explain_film.ts";
import { loadBundle } from "../models/model_bundle.ts";
import {
  type ExplainedFilm,
  explanationChecks,
  type ExplanationOutcome,
} from "./explanation_checks.ts";
import { explainedFilms } from "./explained_films.ts";
import { headNetwork } from "./head_network.ts";
import { mergeTopic } from "./merge_topic.ts";

/** Options of {@linkcode explainStudy}. */
export interface ExplainStudyOptions {
  /** A finished experiment, such as `frozen-mobilenet-v1`. */
  experiment: string;
  /** Seed of the training that is looked at, and of all that is random. */
  seed: number;
  profile: string;
  /** Folder of pretrained weights, for the other networks of a frozen backbone. */
  weightsDir: string;
  /** Folder of a network that outlines lungs, for films that nobody outlined. */
  lungsDir?: string;
  /** Test films that are checked, drawn evenly from the classes. @default 24 */
  numFilms?: number;
  /** Ways to make maps; all four where left out. */
  methods?: readonly Explanation[];
  /** Stops of the randomisation. @default 5 */
  stops?: number;
  /** Version of the code, for the table. */
  commit?: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** What {@linkcode explainStudy} found. */
export interface ExplainedStudy extends ExplanationOutcome {
  run: FinishedRun;
  /** The films checked, in the maps' order. */
  films: ExplainedFilm[];
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  rows: ResultRow[];
}

/**
 * Checks the maps of a study's model, writes the figures into the topic `explanation`, and the maps of
 * the films checked into `maps/`.
 *
 * The other networks: another seed's training where there is one; else, for a frozen backbone, a head
 * trained anew. Shuffled labels are learnt by heads on frozen backbones only.
 *
 * @param study The study; the experiment must be finished.
 * @param options See {@linkcode ExplainStudyOptions}.
 * @returns Figures, maps and rows.
 * @throws {Error} Where the experiment has no such run.
 *
 * @example
 * ```ts ignore
 * import { explainStudy } from "lib/protocol/explain_study.ts";
 * const options = { experiment: "frozen-mobilenet-v1", seed: 1, profile, weightsDir };
 * (await explainStudy(study, options)).figures;
 * ```
 */
export async function explainStudy(
  study: Study,
  options: ExplainStudyOptions,
): Promise<ExplainedStudy> {
  const { experiment, seed, methods = EXPLANATIONS, numFilms = 24 } = options;
  const dirOf = (which: number) => join(study.out, "experiments", experiment, `seed-${which}`);
  const run = await readRun(dirOf(seed));
  if (!run) {
    throw new Error(`Cannot explain ${experiment}: no run in "${dirOf(seed)}"; train it first`);
  }
  await startEngine({ seed });
  const networks: tf.LayersModel[] = [];
  try {
    const { model, info } = await loadBundle(join(run.dir, "model"));
    networks.push(model);
    const { imageSize } = info.preprocessing;
    const tested = labelsOf(run, study, "test");
    const films = await explainedFilms(evenly(tested.films, numFilms), study, {
      ...options,
      imageSize,
    });
    const others = await otherNetworks(study, { ...options, run, dirOf });
    networks.push(...Object.values(others).filter((other) => other !== undefined));
    const outcome = await explanationChecks(model, films, {
      ...options,
      ...others,
      methods,
      imageSize,
    });

    const named = (classIndex: number) => run.classNames[classIndex];
    const maps: FilmMap[] = outcome.maps.map(({ classIndex, ...map }) => ({
      ...map,
      className: named(classIndex),
    }));
    await writeFilmMaps(study.out, { experiment, seed }, maps);
    const rows = rowsOf(outcome, { run, study, options });
    await mergeTopic(
      study.out,
      "explanation",
      rows,
      (row) => row.experiment === experiment && row.seed === seed,
    );
    return { ...outcome, run, films, imageSize, rows };
  } finally {
    networks.forEach((network) => network.dispose());
  }
}

/** As many films of each class as of the others, in the order of their paths. */
function evenly(films: readonly Prediction[], count: number): Prediction[] {
  const classes = [...new Set(films.map(({ trueClass }) => trueClass))].sort();
  const ofClass = classes.map((name) =>
    films.filter(({ trueClass }) => trueClass === name).sort((a, b) => a.path < b.path ? -1 : 1)
  );
  return Array.from({ length: films.length }, (_, i) => ofClass.map((list) => list[i]))
    .flat().filter((film) => film !== undefined).slice(0, count);
}

async function otherNetworks(
  study: Study,
  { run, dirOf, ...options }:
    & ExplainStudyOptions
    & { run: FinishedRun; dirOf: (seed: number) => string },
): Promise<{ repeated?: tf.LayersModel; randomLabels?: tf.LayersModel }> {
  const { seed, experiment } = options;
  const head = (more: { seed: number; shuffled?: boolean }) =>
    headNetwork(study, { ...options, name: run.run.model, onProgress: undefined, ...more });
  const isFrozen = experiment === `frozen-${run.run.model}`;
  const isThere = await readRun(dirOf(seed + 1)) !== undefined;
  const repeated = isThere
    ? (await loadBundle(join(dirOf(seed + 1), "model"))).model
    : isFrozen
    ? await head({ seed: seed + 1 })
    : undefined;
  return { repeated, randomLabels: isFrozen ? await head({ seed, shuffled: true }) : undefined };
}

function rowsOf(
  { figures }: ExplanationOutcome,
  { run: { run }, study, options }: {
    run: FinishedRun;
    study: Study;
    options: ExplainStudyOptions;
  },
): ResultRow[] {
  return figures.map(({ method, metric, n, value }) =>
    resultRow({
      experiment: run.experiment,
      model: run.model,
      data: study.set.name,
      split: "test",
      seed: options.seed,
      subgroup: method,
      ...{ n, metric, value },
      profile: options.profile,
      commit: options.commit,
    })
  );
}

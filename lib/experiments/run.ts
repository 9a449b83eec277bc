import { join } from "@std/path";
import { createHash } from "node:crypto";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { type Prediction, readPredictions, writePredictions } from "../evaluation/predictions.ts";
import { type HistoryRow, readHistory, writeHistory } from "../training/history.ts";
import type { TaskFilm } from "./task_films.ts";

/** What `run.json` tells of a finished run. */
export interface Run {
  /** Id of the experiment. */
  experiment: string;
  /** `cnn` for a network trained from scratch, else the backbone's name. */
  model: string;
  /** Id of the task. */
  task: string;
  title: string;
  /** Name of the data set. */
  data: string;
  profile: string;
  seed: number;
  /** Everything the run was told. */
  settings: unknown;
  /** Epoch whose weights were kept. */
  epoch: number;
  numParams: number;
  /** Fixed by settings, films and seed: the same fingerprint means the same run. */
  fingerprint: string;
  trainingSeconds: number;
  /** Films, training and predictions together. */
  seconds: number;
}

/** A finished run with what it wrote. */
export interface FinishedRun {
  run: Run;
  /** Folder with the run's files; its model bundle is `model/` in it. */
  dir: string;
  classNames: string[];
  history: HistoryRow[];
  predictions: Prediction[];
}

/** Counts up when the same settings would train differently, so that old runs are run again. */
const TRAINING_VERSION = 4;

/**
 * Identifies what a run depends on.
 *
 * @param parts Id, settings, films and seed.
 * @returns SHA-256 in hexadecimal.
 *
 * @example
 * ```ts
 * import { runFingerprint } from "lib/experiments/run.ts";
 * runFingerprint({ id: "A", settings: { epochs: 16 }, films: [], seed: 1 }).length; // 64
 * ```
 */
export function runFingerprint(
  { id, settings, films, seed }: {
    id: string;
    settings: unknown;
    films: readonly TaskFilm[];
    seed: number;
  },
): string {
  return sha256(JSON.stringify([TRAINING_VERSION, id, settings, seed, dataFingerprint(films)]));
}

/**
 * Identifies films, their classes and where they are used.
 *
 * @param films Films in order.
 * @returns SHA-256 in hexadecimal.
 *
 * @example
 * ```ts
 * import { dataFingerprint } from "lib/experiments/run.ts";
 * const film = { path: "1.png", sha256: "ab", group: "", className: "Normal" };
 * dataFingerprint([{ ...film, part: "train" }]) === dataFingerprint([{ ...film, part: "test" }]); // false
 * ```
 */
export function dataFingerprint(films: readonly TaskFilm[]): string {
  return sha256(films.map((film) => [film.sha256, film.className, film.part].join()).join("\n"));
}

/**
 * Writes a run's files, `run.json` last: a folder that has it is whole.
 *
 * @param dir Folder of the run.
 * @param parts What the run came to.
 * @returns The finished run.
 * @throws {Error} Where a file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { finishRun, readRun } from "lib/experiments/run.ts";
 * const run = await readRun("outputs/phantom-quick/experiments/A/seed-1");
 * if (run) await finishRun(`${await Deno.makeTempDir()}/copy`, run);
 * ```
 */
export async function finishRun(
  dir: string,
  { run, classNames, history, predictions }: Omit<FinishedRun, "dir">,
): Promise<FinishedRun> {
  await writeHistory(join(dir, "history.csv"), history);
  await writePredictions(join(dir, "predictions.csv"), classNames, predictions);
  await writeFileAtomic(join(dir, "run.json"), JSON.stringify(run, null, 2) + "\n");
  return { run, dir, classNames, history, predictions };
}

/**
 * Reads a finished run.
 *
 * @param dir Folder of the run.
 * @param fingerprint What the run must depend on; any where left out.
 * @returns The run; `undefined` where there is none, it is not finished, or it is another.
 * @throws {SyntaxError} Where a file of the run is damaged.
 *
 * @example
 * ```ts
 * import { readRun } from "lib/experiments/run.ts";
 * await readRun("no/such/run"); // undefined
 * ```
 */
export async function readRun(
  dir: string,
  fingerprint?: string,
): Promise<FinishedRun | undefined> {
  const text = await readTextIfThere(join(dir, "run.json"));
  if (text === undefined) return undefined;
  const run = JSON.parse(text) as Run;
  if (fingerprint !== undefined && run.fingerprint !== fingerprint) return undefined;
  const { classNames, predictions } = await readPredictions(join(dir, "predictions.csv"));
  const history = await readHistory(join(dir, "history.csv"));
  return { run, dir, classNames, history, predictions };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

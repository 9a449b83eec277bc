import { dirname, join } from "@std/path";
import { inspectFilm, THUMBNAIL_SIZE } from "../data/inspect_film.ts";
import { type Film, makeFilm } from "../data/manifest.ts";
import { mapParallel } from "../data/map_parallel.ts";
import { type FilmSet, readFilms } from "../data/read_films.ts";
import type { SplitRow } from "../data/split.ts";
import { takeFilms } from "../data/take_films.ts";
import { openStudy } from "../experiments/study.ts";
import { readRun } from "../experiments/run.ts";
import { findStudy } from "./find_study.ts";

/** The films that a model was trained on, validation films included. */
export interface TrainingFilms {
  /** Name of their set. */
  name: string;
  /** The films; of those whose file is gone only path, class, hash and patient are known. */
  films: Film[];
  /** Grey thumbnails of the films, `[n, 64, 64]`, flat; zeros for a film whose file is gone. */
  thumbnails: Uint8Array;
  /** How many of the films could be opened. */
  numOpened: number;
  /** Where all of this was found, in words. */
  basis: string;
}

/** Options of {@linkcode trainingFilms}. */
export interface TrainingFilmsOptions {
  /** Folder of the training films, where it is known better than the model's own files tell. */
  train?: string;
  /** What the bundle itself says of its training: hashes alone, where nothing else is there. */
  training?: { data: string; films?: readonly string[] };
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Finds the films that a model was trained on: in a folder that is named, else by the `split.csv`,
 * `data.json` and `predictions.csv` that stand beside a model in its folder of results, else by the
 * hashes in its bundle.
 *
 * @param model Path of a bundle's folder or zip file; `undefined` for a model of another framework.
 * @param options See {@linkcode TrainingFilmsOptions}.
 * @returns The films; `undefined` where nothing tells which they are.
 * @throws {Error} Where a folder that is named cannot be read.
 *
 * @example
 * ```ts
 * import { trainingFilms } from "lib/report/training_films.ts";
 * await trainingFilms("/somewhere/model.zip"); // undefined
 * ```
 */
export async function trainingFilms(
  model: string | undefined,
  { train, training, onProgress, signal }: TrainingFilmsOptions = {},
): Promise<TrainingFilms | undefined> {
  if (train !== undefined) {
    const set = await readFilms(train, { onProgress, signal });
    const isSplit = set.films.some(({ split }) => split !== "");
    const chosen = set.films.filter(({ split }) => !isSplit || split !== "test");
    return {
      ...pick(set, chosen.map(({ path }) => path)),
      basis: `the ${isSplit ? "training part" : "films"} of "${train}"`,
    };
  }
  const out = model === undefined ? undefined : await findStudy(model);
  if (out === undefined) return fromHashes(training);
  const { set: { root, name }, split } = await openStudy(out);
  const rows = await trainedOn(model!, split);
  const set = await readFilms(root, { source: name, onProgress, signal }).catch(() => {
    signal?.throwIfAborted();
    return undefined; // gone, or no set by itself: several that were joined
  });
  const paths = new Set(set?.films.map(({ path }) => path));
  const basis = `split.csv in "${out}"`;
  if (set && rows.every(({ path }) => paths.has(path))) {
    return { ...pick(set, rows.map(({ path }) => path)), basis };
  }
  return { ...await openOneByOne(rows, { root, name, signal }), basis };
}

/** What a bundle that was sent by itself knows: exact copies only. */
function fromHashes(training: TrainingFilmsOptions["training"]): TrainingFilms | undefined {
  if (!training?.films) return undefined;
  return {
    name: training.data,
    films: training.films.map((sha256) => makeFilm({ path: `film ${sha256}`, sha256 })),
    thumbnails: new Uint8Array(training.films.length * THUMBNAIL_SIZE ** 2),
    numOpened: 0,
    basis: "hashes in the model's bundle",
  };
}

/** Rows of the films that the run beside a model has seen; all but the test without one. */
async function trainedOn(model: string, split: readonly SplitRow[]): Promise<SplitRow[]> {
  const run = await readRun(dirname(model)).catch(() => undefined);
  const seen = new Set(
    run?.predictions.filter((film) => ["train", "validation"].includes(film.split))
      .map(({ path }) => path),
  );
  return split.filter((row) => run ? seen.has(row.path) : row.split !== "test");
}

function pick(set: FilmSet, paths: readonly string[]): Omit<TrainingFilms, "basis"> {
  const index = new Map(set.films.map(({ path }, i) => [path, i]));
  const places = paths.map((path) => index.get(path)!);
  const thumbnails = takeFilms(set.thumbnails, { places, size: THUMBNAIL_SIZE ** 2 });
  const films = places.map((place) => set.films[place]);
  return { name: set.name, films, thumbnails, numOpened: films.length };
}

/** For sets that were joined, or moved in part: each film by its path, as far as it is there. */
async function openOneByOne(
  rows: readonly SplitRow[],
  { root, name, signal }: { root: string; name: string; signal?: AbortSignal },
): Promise<Omit<TrainingFilms, "basis">> {
  const length = THUMBNAIL_SIZE ** 2;
  const thumbnails = new Uint8Array(rows.length * length);
  let numOpened = 0;
  const films = await mapParallel(rows, async ({ split: _, ...row }, i) => {
    const film = makeFilm({ ...row, source: name });
    const file = await inspectFilm(join(root, row.path)).catch(() => undefined);
    if (file?.sha256 !== row.sha256) return film; // gone, or another one by now
    numOpened++;
    thumbnails.set(file.thumbnail, i * length);
    return {
      ...film,
      width: file.width,
      height: file.height,
      originalWidth: file.width,
      originalHeight: file.height,
      originalFormat: file.format,
      originalBytes: file.bytes,
    };
  }, { signal });
  return { name, films, thumbnails, numOpened };
}

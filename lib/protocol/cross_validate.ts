import { join } from "@std/path";
import { foldSplit } from "../data/fold_split.ts";
import { isFile } from "../data/is_file.ts";
import type { SplitRow } from "../data/split.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { FoldsOutcome } from "../evaluation/folds_outcome.ts";
import { type Prediction, readPredictions, writePredictions } from "../evaluation/predictions.ts";
import { runFingerprint } from "../experiments/run.ts";
import { type TaskFilm, taskFilms } from "../experiments/task_films.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { breathe } from "../training/breathe.ts";
import type { FoldRecipe } from "./fold_recipe.ts";
import { foldsDir, type FoldsIndex, INDEX_FILE } from "./read_folds.ts";

/** Options of {@linkcode crossValidate}. */
export interface CrossValidateOptions {
  /** Rows of `split.csv`; its parts are left aside, all films are dealt anew. */
  split: readonly SplitRow[];
  /** Folder of the results; finished folds in it are read, not trained again. */
  out: string;
  /** Number of folds. @default 5 */
  k?: number;
  /** Number of dealings, each with all folds and training seeds of its own. */
  repeats: number;
  /** Whether copies and known patients stay together. @default "grouped" */
  deal?: "grouped" | "random";
  seed: number;
  /** Called as folds are done: folds so far (with a part of the one under way) and their number. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next batch; finished folds are kept. */
  signal?: AbortSignal;
}

/**
 * Cross-validates a recipe, again and again: every film is judged once a dealing, by a model that
 * has not seen it.
 *
 * All recipes of a task are dealt the same folds, so that they can be compared film by film. Each
 * fold is kept as soon as it is done, in `folds/<deal>-<k>/<recipe>/repeat-<r>-<key>/`, the key fixed
 * by settings, films and seed; a second call goes on where the first was stopped.
 *
 * @param recipe What is trained; it stays the caller's.
 * @param options See {@linkcode CrossValidateOptions}.
 * @returns One outcome a dealing, films in the split's order, each prediction's `split` naming its
 *   fold.
 * @throws {RangeError} Where a class has no film, or there are fewer groups than folds.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { FLOORS } from "lib/experiments/floors.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * import { crossValidate } from "lib/protocol/cross_validate.ts";
 * import { floorRecipe } from "lib/protocol/floor_recipe.ts";
 * const films = ["COVID-19", "COVID-19", "Normal", "Normal"].map((className, i) =>
 *   makeFilm({ path: `${i}.png`, className, split: "train" }));
 * const set = { films, thumbnails: new Uint8Array(4 * 64 * 64) };
 * const split = splitFilms(set, { seed: 1, testFraction: 0, validationFraction: 0 });
 * const recipe = floorRecipe(FLOORS[0], covidOrNormal, { set, seed: 1 });
 * const options = { split, out: await Deno.makeTempDir(), k: 2, repeats: 3, seed: 1 };
 * (await crossValidate(recipe, options))[2].predictions.length; // 4
 * ```
 */
export async function crossValidate(
  recipe: FoldRecipe,
  options: CrossValidateOptions,
): Promise<FoldsOutcome[]> {
  const { split, out, repeats, k = 5, deal = "grouped", seed, onProgress, signal } = options;
  const { task, id } = recipe;
  const byPath = new Map(split.map((row) => [row.path, row]));
  const rows = taskFilms(task, split, { holdOutValidation: false })
    .map(({ path }) => byPath.get(path)!);
  const home = foldsDir(out, { id, deal, k });
  const outcomes: FoldsOutcome[] = [];
  const folders: string[] = [];
  let seconds = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const dealt = Array.from(
      { length: k },
      (_, fold) =>
        taskFilms(task, foldSplit(rows, { k, fold, repeat, deal, seed }), {
          holdOutValidation: recipe.holdOutValidation,
        }),
    );
    const key = runFingerprint({
      id,
      settings: [recipe.settings, k, deal, repeat],
      films: dealt.flat(),
      seed,
    }).slice(0, 16);
    const folder = `repeat-${repeat}-${key}`;
    const dir = join(home, folder);
    const file = join(dir, "predictions.csv");
    if (!await isFile(file)) {
      const done = repeat * k;
      await fitFolds(recipe, {
        dir,
        dealt,
        seeds: dealt.map((_, fold) => deriveSeed(seed, "fold", repeat, fold)),
        onProgress: (share, text) => onProgress?.(done + share, repeats * k, `${id}: ${text}`),
        signal,
      });
    }
    seconds += await secondsOf(dir, k);
    folders.push(folder);
    outcomes.push({ repeat, ...await readPredictions(file) });
    onProgress?.((repeat + 1) * k, repeats * k, `${id}: dealing ${repeat + 1} of ${repeats}`);
  }
  const index: FoldsIndex = {
    experiment: id,
    title: recipe.title,
    model: recipe.model,
    task: task.id,
    classNames: task.classNames,
    deal,
    k,
    seed,
    settings: recipe.settings,
    seconds,
    repeats: folders,
  };
  await writeFileAtomic(join(home, INDEX_FILE), JSON.stringify(index, null, 2) + "\n");
  return outcomes;
}

/** Fits the folds of one dealing that are not there yet, and joins all of them in one file. */
async function fitFolds(
  recipe: FoldRecipe,
  { dir, dealt, seeds, onProgress, signal }: {
    dir: string;
    dealt: readonly TaskFilm[][];
    seeds: readonly number[];
    onProgress: (folds: number, text: string) => void;
    signal?: AbortSignal;
  },
): Promise<void> {
  const { classNames } = recipe.task;
  const predictions = new Map<string, Prediction>();
  for (const [fold, films] of dealt.entries()) {
    const file = join(dir, `fold-${fold}.csv`);
    if (!await isFile(file)) {
      await breathe(signal);
      const started = performance.now();
      const say = `fold ${fold + 1} of ${dealt.length}`;
      const { probabilities, notes } = await recipe.fitFold(films, {
        seed: seeds[fold],
        onProgress: (done, total, text) => onProgress(fold + done / total, `${say}, ${text}`),
        signal,
      });
      const seconds = (performance.now() - started) / 1000;
      const record = JSON.stringify({ seconds, ...notes }, null, 2) + "\n";
      await writeFileAtomic(join(dir, `fold-${fold}.json`), record);
      const held = films.filter(({ part }) => part === "test");
      await writePredictions(
        file,
        classNames,
        held.map(({ path, className }, i) => ({
          path,
          split: `fold-${fold}`,
          trueClass: className,
          probabilities: probabilities[i],
        })),
      );
      onProgress(fold + 1, say);
    }
    for (const film of (await readPredictions(file)).predictions) predictions.set(film.path, film);
  }
  const ordered = dealt[0].map(({ path }) => predictions.get(path)!);
  await writePredictions(join(dir, "predictions.csv"), classNames, ordered);
  for (const fold of dealt.keys()) await Deno.remove(join(dir, `fold-${fold}.csv`)).catch(() => {});
}

/** Time that a dealing's folds took, in seconds. */
async function secondsOf(dir: string, k: number): Promise<number> {
  const times = await Promise.all(Array.from({ length: k }, async (_, fold) => {
    const text = await Deno.readTextFile(join(dir, `fold-${fold}.json`)).catch(() => "{}");
    return Number(JSON.parse(text).seconds ?? NaN);
  }));
  return times.reduce((sum, time) => sum + time, 0);
}

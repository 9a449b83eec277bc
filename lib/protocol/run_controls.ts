import { join } from "@std/path";
import { type MaskName, MASKS } from "../data/mask_films.ts";
import type { SplitRow } from "../data/split.ts";
import type { FoldsOutcome } from "../evaluation/folds_outcome.ts";
import { taskFilms } from "../experiments/task_films.ts";
import type { LungNetwork } from "../models/lung_bundle.ts";
import { crossValidate } from "./cross_validate.ts";
import type { FoldRecipe } from "./fold_recipe.ts";
import { lungsOfFilms } from "./lungs_of_films.ts";
import { maskedSet } from "./masked_set.ts";

/** Options of {@linkcode runControls}. */
export interface RunControlsOptions {
  /** Folder of the films. */
  set: { root: string };
  split: readonly SplitRow[];
  /** Folder of the results; finished folds in it are read, not trained again. */
  out: string;
  /** Opens the recipe on a folder of films: the true ones, then the masked ones. */
  open: (root: string) => Promise<FoldRecipe>;
  /** Height and width at which films are masked: the recipe's. */
  imageSize: readonly [number, number];
  /** Which controls; those of lungs are left out where lungs are unknown. All where left out. */
  masks?: readonly MaskName[];
  /** Network for films that nobody outlined. */
  lungs?: LungNetwork;
  /** Folders of decoded and of masked films. */
  cacheDir: string;
  maskedDir: string;
  /** @default 5 */
  k?: number;
  repeats: number;
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next batch; finished folds are kept. */
  signal?: AbortSignal;
}

/** What one recipe came to, whole and masked, on the same folds. */
export interface ControlsOutcome {
  /** The recipe. */
  experiment: string;
  model: string;
  title: string;
  /** Id of the task. */
  task: string;
  full: FoldsOutcome[];
  controls: { mask: MaskName; outcomes: FoldsOutcome[] }[];
  /** Controls that could not be run, and why. */
  left: { mask: MaskName; reason: string }[];
  /** How many films' lungs somebody outlined, and how many the network did. */
  lungSources: { outlined: number; network: number };
}

/**
 * Cross-validates a recipe on whole films and, retrained and tested, on films as each control leaves
 * them, all on identical folds.
 *
 * A control's folds stand in `out/controls/<control>/`, the whole films' in `out/controls/whole/`.
 *
 * @param options See {@linkcode RunControlsOptions}.
 * @returns Out-of-fold predictions of the whole and of the masked films.
 * @throws {RangeError} Where a class has no film, or there are fewer groups than folds.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { runControls } from "lib/protocol/run_controls.ts";
 * const open = (root: string) => openRecipe("frozen:mobilenet-v1", { ...options, set: { root } });
 * const outcome = await runControls({ ...study, open, imageSize: [224, 224], repeats: 5, seed: 1 });
 * ```
 */
export async function runControls(options: RunControlsOptions): Promise<ControlsOutcome> {
  const { set, out, open, lungs, cacheDir, maskedDir, repeats, seed, k, signal } = options;
  const masks = options.masks ?? Object.keys(MASKS) as MaskName[];
  const folds = { k, repeats, seed, signal };
  const steps = (masks.length + 1) * repeats * (k ?? 5);
  const report = (before: number) => (done: number, _total: number, text: string) =>
    options.onProgress?.(Math.floor(before + done), steps, text);

  using whole = await open(set.root);
  const { id, model, title, task } = whole;
  const full = await crossValidate(whole, {
    ...folds,
    split: options.split,
    out: join(out, "controls", "whole"), // apart from folds of other numbers of dealings
    onProgress: report(0),
  });
  const byPath = new Map(options.split.map((row) => [row.path, row]));
  const split = taskFilms(task, options.split, { holdOutValidation: false })
    .map(({ path }) => byPath.get(path)!);
  const found = masks.some((mask) => MASKS[mask].needsLungs)
    ? await lungsOfFilms({ root: set.root, films: split }, { network: lungs, cacheDir, signal })
    : undefined;

  const controls: ControlsOutcome["controls"] = [];
  const left: ControlsOutcome["left"] = [];
  for (const [i, mask] of masks.entries()) {
    const before = (i + 1) * repeats * (k ?? 5);
    if (MASKS[mask].needsLungs && !found) {
      left.push({ mask, reason: NO_LUNGS });
      continue;
    }
    const masked = await maskedSet(set, split, {
      mask,
      imageSize: options.imageSize,
      lungs: found,
      cacheDir,
      maskedDir,
      onProgress: (_done, _total, text) => report(before)(0, steps, text),
      signal,
    });
    using recipe = await open(masked.root);
    const outcomes = await crossValidate(recipe, {
      ...folds,
      split: masked.split,
      out: join(out, "controls", mask),
      onProgress: (done, total, text) => report(before)(done, total, `${mask}, ${text}`),
    });
    controls.push({ mask, outcomes });
  }
  const lungSources = found?.sources ?? { outlined: 0, network: 0 };
  return { experiment: id, model, title, task: task.id, full, controls, left, lungSources };
}

const NO_LUNGS =
  `not every film has an outline in "lung-masks", and no network that outlines lungs ` +
  `was given; train one with "deno task train lungs"`;

import { join } from "@std/path";
import type { MaskName } from "../data/mask_films.ts";
import { cacheDir } from "../engine/native_library.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { codeVersion } from "../experiments/code_version.ts";
import type { Study } from "../experiments/study.ts";
import { taskFilms } from "../experiments/task_films.ts";
import { loadLungNetwork } from "../models/lung_bundle.ts";
import { controlRows } from "./control_rows.ts";
import { type ControlsRecord, writeControls } from "./controls_record.ts";
import { openControlRecipe, type OpenControlRecipeOptions } from "./open_control_recipe.ts";
import { predictSources, type SourceOutcome } from "./predict_source.ts";
import { runControls } from "./run_controls.ts";

/** Options of {@linkcode controlStudy}. */
export interface ControlStudyOptions extends OpenControlRecipeOptions {
  /** Recipe's name: `frozen:mobilenet-v1`, `E+`. */
  recipe: string;
  /** Source of each film by its path; of joined sets the set that it stands in where left out. */
  sources?: ReadonlyMap<string, string>;
  /** Folder of a lung network, for films that nobody outlined. */
  lungsDir?: string;
  /** Which controls; all where left out. */
  masks?: readonly MaskName[];
  /** @default 5 */
  k?: number;
  /** @default 5 */
  repeats?: number;
  /** Seed of the trainings and of the dealings. */
  seed: number;
  /** Number of bootstrap draws. @default 2000 */
  resamples?: number;
}

/**
 * Runs all controls of one recipe on a study's films and writes them down: figures into topic
 * `controls`, the verdict into `controls/<recipe>.json`. What is finished is read, not done again.
 *
 * @param study Folder of the results, films and their split.
 * @param options See {@linkcode ControlStudyOptions}.
 * @returns The verdict and all figures, the whole films' too.
 * @throws {RangeError} Where the recipe is unknown, or a class has no film.
 * @throws {TypeError} Where a network is missing or damaged.
 *
 * @example
 * ```ts ignore
 * import { controlStudy } from "lib/protocol/control_study.ts";
 * const study = await openStudy(out);
 * const options = { recipe: "frozen:mobilenet-v1", lungsDir, weightsDir, profile: "full", seed: 1 };
 * const { record } = await controlStudy(study, options);
 * record.light; // "red"
 * ```
 */
export async function controlStudy(
  study: Study,
  options: ControlStudyOptions,
): Promise<{ record: ControlsRecord; rows: ResultRow[] }> {
  const { out, set, split } = study;
  const { recipe: name, seed, profile, resamples, k, repeats = 5, onProgress, signal } = options;
  using recipe = await openControlRecipe(name, options);
  const lungs = options.lungsDir === undefined
    ? undefined
    : await loadLungNetwork(options.lungsDir);
  try {
    const common = { k, repeats, seed, onProgress, signal };
    const outcome = await runControls({
      ...common,
      cacheDir: join(cacheDir(), "films"),
      maskedDir: join(cacheDir(), "masked"),
      set,
      split,
      out,
      open: recipe.open,
      imageSize: recipe.imageSize,
      masks: options.masks,
      lungs,
    });
    const sources = await askSources(study, recipe, {
      ...common,
      onProgress: (done, total, text) => onProgress?.(Math.floor(done), total, `source, ${text}`),
      sources: options.sources ?? sourcesOf(study),
    });
    const rows = controlRows(outcome, sources, {
      data: set.name,
      split,
      seed,
      profile,
      commit: await codeVersion(),
      resamples,
    });
    const dice = outcome.lungSources.network > 0 ? lungs?.info.dice.value : undefined;
    return { record: await writeControls(out, outcome, { rows, sources, dice }), rows };
  } finally {
    lungs?.model.dispose();
  }
}

async function askSources(
  { out, set, split }: Study,
  recipe: Awaited<ReturnType<typeof openControlRecipe>>,
  { sources, ...options }: Pick<ControlStudyOptions, "k" | "seed" | "onProgress" | "signal"> & {
    repeats: number;
    sources: ReadonlyMap<string, string>;
  },
): Promise<SourceOutcome[]> {
  const { recipeFor } = recipe;
  if (!recipeFor) return [];
  using whole = await recipe.open(set.root);
  const byPath = new Map(split.map((row) => [row.path, row]));
  const films = taskFilms(whole.task, split, { holdOutValidation: false }).map((film) => ({
    ...byPath.get(film.path)!,
    className: film.className,
    source: sources.get(film.path) ?? "",
  }));
  return await predictSources(films, {
    ...options,
    out: join(out, "controls", "source"),
    recipeFor: (task) => recipeFor(set.root, task),
  });
}

/** Joined sets stand in a folder each; any other set is one source. */
function sourcesOf({ set, split }: Study): Map<string, string> {
  const isJoined = set.name.includes("+");
  return new Map(split.map(({ path }) => [path, isJoined ? path.split("/")[0] : set.name]));
}

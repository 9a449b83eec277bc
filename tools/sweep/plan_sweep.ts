import { join } from "@std/path";
import { splitFilms } from "lib/data/split.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { recipeTask } from "lib/experiments/train_recipe.ts";
import { taskFilms } from "lib/experiments/task_films.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import { readSweep } from "lib/sweep/read_sweep.ts";
import { recipeWeights } from "lib/sweep/recipe_weights.ts";
import { chunkUnits, type SweepChunk, type SweepFile } from "lib/sweep/sweep_chunk.ts";
import type { SweepSpec } from "lib/sweep/sweep_spec.ts";
import { filmsFingerprint, listUnits, unitName } from "lib/sweep/sweep_unit.ts";
import { SPLIT_SEED } from "lib/sweep/train_unit.ts";
import { openSets } from "../open_sets.ts";
import { sweepTable, writeSweepFiles } from "./show_sweep.ts";

/** Options of {@linkcode planSweep}. */
export interface PlanSweepOptions {
  /** Folder of the sweep, absolute. */
  out: string;
  /** Folder of pretrained backbones, absolute. */
  weights: string;
  signal?: AbortSignal;
}

/** What is to be done, what every process is told, and what comes of it. */
export interface SweepPlan {
  units: { name: string }[];
  file: SweepFile;
  /** Deals the units that are not done out to processes, of which so many run at a time. */
  deal: (todo: ReadonlySet<string>, slots: number) => SweepChunk[];
  /** Gathers what the units have come to: words, and the files that were written. */
  gather: () => Promise<{ text: string; files: string[] }>;
}

/**
 * Reads the films, names every unit, and writes down what the sweep is: `sweep.json`, and the films'
 * split in `films/<fingerprint>/`.
 *
 * @param spec What the sweep runs; its folders of films are absolute.
 * @param options See {@linkcode PlanSweepOptions}.
 * @returns The plan.
 * @throws {RangeError} Where the films lack a class of a recipe.
 * @throws {TypeError} Where a backbone's weights are missing.
 *
 * @example
 * ```ts ignore
 * import { planSweep } from "./plan_sweep.ts";
 * (await planSweep(spec, { out: "/out/sweep", weights: "/weights" })).units.length; // 50
 * ```
 */
export async function planSweep(
  spec: SweepSpec,
  { out, weights, signal }: PlanSweepOptions,
): Promise<SweepPlan> {
  const weightsOf = new Map<string, string>();
  for (const recipe of spec.recipes) {
    weightsOf.set(recipe, await recipeWeights(recipe, weights));
  }
  const set = await openSets(spec.data, { profile: spec.profile, signal });
  const split = splitFilms(set, { seed: SPLIT_SEED });
  for (const recipe of spec.recipes) {
    taskFilms(recipeTask(recipe), split, { holdOutValidation: false });
  }
  const films = filmsFingerprint(split);
  const code = await codeFingerprint();
  const study = join(out, "films", films.slice(0, 16));
  await beginStudy({ out: study, set, split });
  const units = listUnits(spec).map((unit) => {
    const name = unitName(unit, { code, films, weights: weightsOf.get(unit.recipe)! });
    return { name, ...unit };
  });
  const record = { spec, films, code, study: `films/${films.slice(0, 16)}`, units };
  await writeFileAtomic(join(out, "sweep.json"), JSON.stringify(record, null, 2) + "\n");
  const file = { out, study, films, code, weights, keepModels: spec.keepModels };
  return {
    units,
    file,
    deal: (todo, slots) =>
      chunkUnits(units.filter(({ name }) => todo.has(name)), { slots, chunk: spec.chunk }),
    async gather() {
      const rows = await readSweep(out);
      return { text: `${sweepTable(rows)}`, files: await writeSweepFiles(out, rows) };
    },
  };
}

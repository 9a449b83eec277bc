import { join } from "@std/path";
import { foldersIn } from "../data/list_folder.ts";
import type { FoldsOutcome } from "../evaluation/folds_outcome.ts";
import { readPredictions } from "../evaluation/predictions.ts";

/** What `folds.json` tells of a cross-validated recipe; it is written last. */
export interface FoldsIndex {
  experiment: string;
  title: string;
  model: string;
  /** Id of the task. */
  task: string;
  classNames: string[];
  deal: "grouped" | "random";
  /** Number of folds. */
  k: number;
  /** Seed of the dealings. */
  seed: number;
  settings: unknown;
  /** Time of all folds together. */
  seconds: number;
  /** Folders of the dealings, in order. */
  repeats: string[];
}

/** A cross-validated recipe with what it said of every film. */
export interface FoldedModel extends Omit<FoldsIndex, "repeats"> {
  outcomes: FoldsOutcome[];
}

/** Name of the file that makes a folder of folds whole. */
export const INDEX_FILE = "folds.json";

/**
 * Folder of a recipe's folds.
 *
 * @param out Folder of the results.
 * @param recipe Its id, how films were dealt, and into how many folds.
 * @returns `folds/<deal>-<k>/<id>`, with `_` for what not every file system takes.
 *
 * @example
 * ```ts
 * import { foldsDir } from "lib/protocol/read_folds.ts";
 * foldsDir("out", { id: "floor-frame:three-classes", deal: "grouped", k: 5 });
 * // "out/folds/grouped-5/floor-frame_three-classes"
 * ```
 */
export function foldsDir(
  out: string,
  { id, deal, k }: { id: string; deal: string; k: number },
): string {
  return join(out, "folds", `${deal}-${k}`, id.replaceAll(/[:\\/]/g, "_"));
}

/**
 * Reads every recipe that was cross-validated into a folder of results.
 *
 * @param out Folder of the results.
 * @returns Recipes in the order of deal and name; none where nothing was cross-validated.
 * @throws {Error} Where a file that the index names is missing.
 *
 * @example
 * ```ts
 * import { readFolds } from "lib/protocol/read_folds.ts";
 * await readFolds(await Deno.makeTempDir()); // []
 * ```
 */
export async function readFolds(out: string): Promise<FoldedModel[]> {
  const models: FoldedModel[] = [];
  for (const deal of await foldersIn(join(out, "folds"))) {
    for (const name of await foldersIn(join(out, "folds", deal))) {
      const dir = join(out, "folds", deal, name);
      const text = await Deno.readTextFile(join(dir, INDEX_FILE)).catch(() => undefined);
      if (text === undefined) continue;
      const { repeats, ...index } = JSON.parse(text) as FoldsIndex;
      const outcomes = await Promise.all(repeats.map(async (folder, repeat) => ({
        repeat,
        ...await readPredictions(join(dir, folder, "predictions.csv")),
      })));
      models.push({ ...index, outcomes });
    }
  }
  return models;
}

import { join } from "@std/path";
import { type FilmSet } from "../data/read_films.ts";
import { readSplit, type SplitRow, writeSplit } from "../data/split.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** What the notebooks of one folder of results share. */
export interface Study {
  /** Folder of the results. */
  out: string;
  /** Folder of the films and name of the set. */
  set: { root: string; name: string };
  /** Where each film stands. */
  split: SplitRow[];
}

/**
 * Begins a folder of results: writes `split.csv` and `data.json`, which all later steps read.
 *
 * @param study Folder, set and split.
 * @returns The same study, without what only the set as a whole knows.
 * @throws {Error} Where the folder cannot be written.
 *
 * @example
 * ```ts
 * import { beginStudy } from "lib/experiments/study.ts";
 * const out = await Deno.makeTempDir();
 * await beginStudy({ out, set: { root: "data/films/mine", name: "mine" }, split: [] });
 * ```
 */
export async function beginStudy(
  { out, set, split }: { out: string; set: Pick<FilmSet, "root" | "name">; split: SplitRow[] },
): Promise<Study> {
  const { root, name } = set;
  await writeSplit(join(out, "split.csv"), split);
  await writeFileAtomic(join(out, "data.json"), JSON.stringify({ name, root }, null, 2) + "\n");
  return { out, set: { root, name }, split };
}

/**
 * Opens a folder of results that {@linkcode beginStudy} began.
 *
 * @param out Folder of the results.
 * @returns The study.
 * @throws {Error} Where it has not begun, naming the notebook that begins it.
 *
 * @example
 * ```ts
 * import { beginStudy, openStudy } from "lib/experiments/study.ts";
 * const out = await Deno.makeTempDir();
 * await beginStudy({ out, set: { root: "data/films/mine", name: "mine" }, split: [] });
 * (await openStudy(out)).set.name; // "mine"
 * ```
 */
export async function openStudy(out: string): Promise<Study> {
  const file = join(out, "data.json");
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`Cannot read "${file}": run the notebook 01_explore_data first`, {
      cause: error,
    });
  });
  return { out, set: JSON.parse(text), split: await readSplit(join(out, "split.csv")) };
}

import { dirname, join } from "@std/path";
import { isFile } from "../data/is_file.ts";

/** A folder of results is at most so many folders above a model in it. */
const LEVELS = 6;

/**
 * Finds the folder of results that a model lies in.
 *
 * @param model Path of a bundle's folder or zip file.
 * @returns The nearest folder above it with `split.csv` and `data.json`; `undefined` where there is
 *   none, as for a bundle that was sent by itself.
 *
 * @example
 * ```ts
 * import { findStudy } from "lib/report/find_study.ts";
 * await findStudy("/somewhere/model.zip"); // undefined
 * ```
 */
export async function findStudy(model: string): Promise<string | undefined> {
  let dir = dirname(model);
  for (let level = 0; level < LEVELS; level++) {
    if (await isFile(join(dir, "split.csv")) && await isFile(join(dir, "data.json"))) return dir;
    if (dirname(dir) === dir) return undefined;
    dir = dirname(dir);
  }
  return undefined;
}

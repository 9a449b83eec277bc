import { join } from "@std/path";

/**
 * Finds the model bundles that a path names.
 *
 * @param path A bundle's folder or zip file, a run's folder (with `model/` in it), or an
 *   experiment's (with `seed-1/model/`, `seed-2/model/`, … in it).
 * @returns Paths of the bundles, more than one for an experiment of several seeds.
 * @throws {RangeError} Where there is none, saying what to do.
 *
 * @example
 * ```ts ignore
 * import { findBundles } from "./find_bundles.ts";
 * await findBundles("outputs/phantom-quick/experiments/C"); // [".../C/seed-1/model"]
 * ```
 */
export async function findBundles(path: string): Promise<string[]> {
  const stat = await Deno.stat(path).catch(() => undefined);
  if (stat?.isFile) return [path];
  for (const dir of [path, join(path, "model")]) {
    if (await modified(dir) !== undefined) return [dir];
  }
  const seeds = (await folders(path)).filter((name) => name.startsWith("seed-"))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const found: string[] = [];
  for (const name of seeds) {
    const dir = join(path, name, "model");
    if (await modified(dir) !== undefined) found.push(dir);
  }
  if (found.length > 0) return found;
  throw new RangeError(
    `No model in "${path}": name a folder that "deno task train" or a notebook wrote, such as ` +
      "outputs/phantom-quick/experiments/C/seed-1/model, or a zip file of one",
  );
}

/**
 * Finds the model that was trained last.
 *
 * @param outputs Folder that holds folders of results.
 * @returns Path of its bundle.
 * @throws {RangeError} Where there is none, saying how to train one.
 *
 * @example
 * ```ts ignore
 * import { lastTrained } from "./find_bundles.ts";
 * await lastTrained("outputs"); // "outputs/phantom-quick/experiments/B2/seed-1/model"
 * ```
 */
export async function lastTrained(outputs: string): Promise<string> {
  let last: { dir: string; time: number } | undefined;
  for (const study of await folders(outputs)) {
    const experiments = join(outputs, study, "experiments");
    for (const id of await folders(experiments)) {
      for (const seed of await folders(join(experiments, id))) {
        const dir = join(experiments, id, seed, "model");
        const time = await modified(dir);
        if (time !== undefined && !(last && last.time >= time)) last = { dir, time };
      }
    }
  }
  if (last) return last.dir;
  throw new RangeError(
    `No trained model in "${outputs}": name one with --model, or train one first, such as ` +
      '"deno task train E+ --data FOLDER --out outputs/mine" (or --data phantom --profile quick)',
  );
}

/** When a folder's bundle was written; `undefined` where it has none. */
async function modified(dir: string): Promise<number | undefined> {
  const stat = await Deno.stat(join(dir, "bundle.json")).catch(() => undefined);
  return stat?.isFile ? stat.mtime?.getTime() ?? 0 : undefined;
}

async function folders(dir: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(dir));
    return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
  } catch {
    return [];
  }
}

import { join } from "@std/path";

/**
 * Finds the model that was trained last.
 *
 * @param outputs Folder of the results of all runs, `outputs`.
 * @returns Folder of its bundle; `undefined` where none was trained.
 *
 * @example
 * ```ts
 * import { lastModel } from "./last_model.ts";
 * await lastModel("no/such/folder"); // undefined
 * ```
 */
export async function lastModel(outputs: string): Promise<string | undefined> {
  let last: { dir: string; time: number } | undefined;
  for (const run of await foldersIn(outputs)) {
    for (const experiment of await foldersIn(join(run, "experiments"))) {
      for (const seed of await foldersIn(experiment)) {
        const dir = join(seed, "model");
        const stat = await Deno.stat(join(dir, "bundle.json")).catch(() => undefined);
        const time = stat?.mtime?.getTime() ?? -1;
        if (time > (last?.time ?? 0)) last = { dir, time };
      }
    }
  }
  return last?.dir;
}

async function foldersIn(dir: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(dir)) {
      if (isDirectory) folders.push(join(dir, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return folders;
}

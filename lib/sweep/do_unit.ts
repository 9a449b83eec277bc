import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";
import { codeVersion } from "../experiments/code_version.ts";
import { holdLock, type HoldLockOptions } from "./hold_lock.ts";
import { type DoneUnit, readUnit } from "./unit_result.ts";

/** Options of {@linkcode doUnit}. */
export interface DoUnitOptions extends HoldLockOptions {
  /** Name of the unit: the same name means the same result. */
  name: string;
  /** Folder of all units; this one's is `<units>/<name>`. */
  units: string;
  /** Whether one that is done without its trained network is done anew. */
  needsModel?: boolean;
}

/** What a unit's work says of itself; the rest of its record is noted for it. */
export type UnitFacts<Done extends DoneUnit> = Omit<
  Done,
  "name" | "commit" | "threads" | "seconds"
>;

/**
 * Does one unit of work, unless it is done.
 *
 * The work goes on in a hidden folder beside, under a lock, and takes the unit's name when all is
 * written: a unit is there wholly or not at all. A second process that is asked for the same unit
 * waits and reads it. What a killed process left is gone on with.
 *
 * @param work Writes into the folder that it is given, which may hold what an earlier try left.
 * @param options See {@linkcode DoUnitOptions}.
 * @returns The unit's folder, its record, and whether it was done now.
 * @throws {Error} Where the work fails; what it wrote is kept for the next try.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts
 * import { doUnit } from "lib/sweep/do_unit.ts";
 * const units = await Deno.makeTempDir();
 * const work = async (part: string) => {
 *   await Deno.writeTextFile(`${part}/result.txt`, "42");
 *   return { hasModel: false };
 * };
 * (await doUnit(work, { name: "answer", units })).isNew; // true
 * (await doUnit(work, { name: "answer", units })).isNew; // false
 * ```
 */
export async function doUnit<Done extends DoneUnit>(
  work: (part: string) => Promise<UnitFacts<Done>>,
  { name, units, needsModel = false, ...waiting }: DoUnitOptions,
): Promise<{ dir: string; record: Done; isNew: boolean }> {
  const dir = join(units, name);
  const read = async () => {
    const record = await readUnit<Done>(dir, needsModel);
    return record && { dir, record, isNew: false };
  };
  const finished = await read();
  if (finished) return finished;

  const lockFile = join(units, `.${name}.lock`);
  using lock = await holdLock(lockFile, waiting);
  const meanwhile = await read();
  if (meanwhile) return meanwhile;
  const part = join(units, lock.isReal ? `.${name}.part` : `.${name}.${crypto.randomUUID()}.part`);
  await Deno.mkdir(part, { recursive: true });
  const started = performance.now();
  const facts = await work(part);
  const record = {
    name,
    ...facts,
    commit: await codeVersion(),
    threads: Number(Deno.env.get("TF_NUM_INTRAOP_THREADS") ?? 0),
    seconds: (performance.now() - started) / 1000,
  } as Done;
  await writeFileAtomic(join(part, "unit.json"), JSON.stringify(record, null, 2) + "\n");
  // Where the unit is done without its network, and that is asked for, too.
  if (await readUnit(dir)) await Deno.remove(dir, { recursive: true });
  try {
    await Deno.rename(part, dir);
  } catch (error) {
    const other = await read(); // without locks another process may have come first, with the same
    if (!other) throw error;
    await Deno.remove(part, { recursive: true });
    return other;
  }
  await Deno.remove(lockFile).catch(() => {});
  return { dir, record, isNew: true };
}

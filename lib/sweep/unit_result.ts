import { join } from "@std/path";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import { readRun } from "../experiments/run.ts";
import type { FinishedRun } from "../experiments/run.ts";
import type { SweepUnit } from "./sweep_unit.ts";

/** What `unit.json` says of a finished unit, whatever it did; it is there when all is. */
export interface DoneUnit {
  name: string;
  /** Git commit that the code stood at; `""` outside a clone. */
  commit: string;
  /** Whether the trained network was kept. */
  hasModel: boolean;
  /** TensorFlow's threads, `0` for as many as there are cores: others change the last bits. */
  threads: number;
  /** From the first film to the last file. */
  seconds: number;
}

/** What `unit.json` says of a finished training. */
export interface UnitRecord extends SweepUnit, DoneUnit {
  /** Id of the experiment in the unit's folder, such as `frozen-mobilenet-v1`. */
  experiment: string;
  /** Name of the data set. */
  data: string;
}

/**
 * Reads what a unit's folder says of it.
 *
 * @param dir Folder of the unit.
 * @param needsModel Whether a unit without its trained network counts as not finished.
 * @returns The record; `undefined` where the unit is not finished.
 * @throws {SyntaxError} Where the file is damaged.
 *
 * @example
 * ```ts
 * import { readUnit } from "lib/sweep/unit_result.ts";
 * await readUnit("no/such/unit"); // undefined
 * ```
 */
export async function readUnit<Done extends DoneUnit = UnitRecord>(
  dir: string,
  needsModel = false,
): Promise<Done | undefined> {
  const text = await readTextIfThere(join(dir, "unit.json"));
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as Done;
  return needsModel && !record.hasModel ? undefined : record;
}

/**
 * Reads the training in a finished unit's folder.
 *
 * @param dir Folder of the unit.
 * @param unit What `unit.json` says.
 * @returns The run with its predictions.
 * @throws {Error} Where it is missing, with the remedy.
 *
 * @example
 * ```ts ignore
 * import { readUnit, readUnitRun } from "lib/sweep/unit_result.ts";
 * const unit = await readUnit(dir);
 * if (unit) (await readUnitRun(dir, unit)).predictions;
 * ```
 */
export async function readUnitRun(
  dir: string,
  { experiment, seed }: Pick<UnitRecord, "experiment" | "seed">,
): Promise<FinishedRun> {
  const run = await readRun(join(dir, "experiments", experiment, `seed-${seed}`));
  if (run) return run;
  throw new Error(
    `Cannot read unit "${dir}": its run is missing; delete the folder, then run again`,
  );
}

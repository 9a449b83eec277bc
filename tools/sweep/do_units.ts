import type { DoneUnit } from "lib/sweep/unit_result.ts";
import { forgetFailure, noteFailure } from "lib/sweep/unit_failure.ts";

/** Options of {@linkcode doUnits}. */
export interface DoUnitsOptions<Unit> {
  /** Fingerprint of the code here. */
  code: string;
  /** Does one unit, unless it is done; calls `onWait` where another process has it. */
  work: (unit: Unit, onWait: () => void) => Promise<{ record: DoneUnit; isNew: boolean }>;
  signal: AbortSignal;
}

/**
 * Does the units of a chunk one after the other; one that fails is noted and does not end the rest.
 *
 * @param chunk Folder of the sweep, the code that it began with, and the units.
 * @param options See {@linkcode DoUnitsOptions}.
 * @returns How many units failed.
 * @throws {Error} Where the code is not the one that the sweep began with.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { doUnits } from "./do_units.ts";
 * await doUnits(chunk, { code, signal, work: async (unit) => await train(unit) }); // 0
 * ```
 */
export async function doUnits<Unit extends { name: string }>(
  { out, code, units }: { out: string; code: string; units: readonly Unit[] },
  { code: own, work, signal }: DoUnitsOptions<Unit>,
): Promise<number> {
  if (own !== code) {
    throw new Error(
      "The code here is not the one that the sweep began with: bring this machine's clone to the " +
        "same state, or run the sweep again if you changed it meanwhile",
    );
  }
  let numFailed = 0;
  for (const unit of units) {
    signal.throwIfAborted();
    const { name } = unit;
    await forgetFailure(out, name);
    try {
      const onWait = () => console.log(`${name} is in the hands of another process: waiting`);
      const { record, isNew } = await work(unit, onWait);
      console.log(`${name} ${isNew ? `done in ${record.seconds.toFixed(1)} s` : "was done"}`);
    } catch (error) {
      if (signal.aborted) throw error;
      numFailed++;
      console.error(`${name} failed: ${(error as Error).stack ?? error}`);
      await noteFailure(out, name, error);
    }
  }
  return numFailed;
}

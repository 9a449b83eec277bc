import { join } from "@std/path";
import { readManifest } from "lib/data/manifest.ts";
import { progressLine } from "lib/display/progress.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import { doUnit } from "lib/sweep/do_unit.ts";
import type { DoneRange, RangeFile } from "lib/sweep/range_unit.ts";
import { doUnits } from "../sweep/do_units.ts";
import { RANGE_WORKS } from "./range_works.ts";

/**
 * Works on ranges of films one after the other, as a chunk's file says; one that fails is noted and
 * does not end the rest.
 *
 * @param chunk What the file says.
 * @param signal Stops before the next film or batch; the same call goes on from there.
 * @returns How many ranges failed.
 * @throws {Error} Where the code is not the one that the sweep began with.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { runRanges } from "./run_ranges.ts";
 * await runRanges(JSON.parse(await Deno.readTextFile(file)), AbortSignal.timeout(60_000)); // 0
 * ```
 */
export async function runRanges(chunk: RangeFile, signal: AbortSignal): Promise<number> {
  const { work, out, weights } = chunk;
  const { entry, run } = RANGE_WORKS[work];
  const set = { ...chunk.set, films: await readManifest(chunk.films) };
  return await doUnits(chunk, {
    code: await codeFingerprint(undefined, entry),
    signal,
    async work({ name, ...unit }, onWait) {
      const onProgress = progressLine(name, { isTerminal: false });
      return await doUnit<DoneRange>(async (dir) => {
        await run(set, unit, { dir, weights, onProgress, signal });
        return { ...unit, hasModel: false };
      }, { name, units: join(out, "units"), onWait, signal });
    },
  });
}

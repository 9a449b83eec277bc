import { join } from "@std/path";
import { progressLine } from "lib/display/progress.ts";
import { openStudy } from "lib/experiments/study.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import type { ChunkFile } from "lib/sweep/sweep_chunk.ts";
import { filmsFingerprint } from "lib/sweep/sweep_unit.ts";
import { trainUnit } from "lib/sweep/train_unit.ts";
import { doUnits } from "../sweep/do_units.ts";

/**
 * Trains a sweep's units one after the other, as a chunk's file says; one that fails is noted and
 * does not end the rest.
 *
 * @param chunk What the file says.
 * @param signal Stops before the next batch; the same call goes on from there.
 * @returns How many units failed.
 * @throws {Error} Where the films or the code are not those that the sweep began with.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { trainUnits } from "./train_units.ts";
 * await trainUnits(JSON.parse(await Deno.readTextFile(file)), AbortSignal.timeout(60_000)); // 0
 * ```
 */
export async function trainUnits(chunk: ChunkFile, signal: AbortSignal): Promise<number> {
  const study = await openStudy(chunk.study);
  if (filmsFingerprint(study.split) !== chunk.films) {
    throw new Error(`The films in "${chunk.study}" are not those of the sweep: run it again`);
  }
  return await doUnits(chunk, {
    code: await codeFingerprint(),
    signal,
    work: async ({ name, ...unit }, onWait) =>
      await trainUnit(unit, {
        ...study,
        name,
        units: join(chunk.out, "units"),
        weightsDir: chunk.weights,
        keepModel: chunk.keepModels,
        onProgress: progressLine(name, { isTerminal: false }),
        onWait,
        signal,
      }),
  });
}

import { join } from "@std/path";
import { progressLine } from "lib/display/progress.ts";
import { openStudy } from "lib/experiments/study.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import type { ChunkFile } from "lib/sweep/sweep_chunk.ts";
import { filmsFingerprint } from "lib/sweep/sweep_unit.ts";
import { trainUnit } from "lib/sweep/train_unit.ts";
import { forgetFailure, noteFailure } from "lib/sweep/unit_failure.ts";

/**
 * Trains a sweep's units one after the other, as a chunk's file says; one that fails is noted and
 * does not end the rest.
 *
 * @param file The chunk's file.
 * @param signal Stops before the next batch; the same call goes on from there.
 * @returns How many units failed.
 * @throws {Error} Where the films or the code are not those that the sweep began with.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { trainUnits } from "./train_units.ts";
 * await trainUnits("outputs/mine/sweep/chunks/A-seed-1.json", AbortSignal.timeout(60_000)); // 0
 * ```
 */
export async function trainUnits(file: string, signal: AbortSignal): Promise<number> {
  const chunk: ChunkFile = JSON.parse(await Deno.readTextFile(file));
  if (await codeFingerprint() !== chunk.code) {
    throw new Error(
      "The code here is not the one that the sweep began with: bring this machine's clone to the " +
        "same state, or run the sweep again if you changed it meanwhile",
    );
  }
  const study = await openStudy(chunk.study);
  if (filmsFingerprint(study.split) !== chunk.films) {
    throw new Error(`The films in "${chunk.study}" are not those of the sweep: run it again`);
  }
  let numFailed = 0;
  for (const { name, ...unit } of chunk.units) {
    signal.throwIfAborted();
    await forgetFailure(chunk.out, name);
    try {
      const { record, isNew } = await trainUnit(unit, {
        ...study,
        name,
        units: join(chunk.out, "units"),
        weightsDir: chunk.weights,
        keepModel: chunk.keepModels,
        onProgress: progressLine(name, { isTerminal: false }),
        onWait: () => console.log(`${name} is being trained by another process: waiting`),
        signal,
      });
      console.log(`${name} ${isNew ? `done in ${record.seconds.toFixed(1)} s` : "was done"}`);
    } catch (error) {
      if (signal.aborted) throw error;
      numFailed++;
      console.error(`${name} failed: ${(error as Error).stack ?? error}`);
      await noteFailure(chunk.out, name, error);
    }
  }
  return numFailed;
}

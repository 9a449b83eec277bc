import { join } from "@std/path";
import { chunkOf, type SweepChunk, type SweepFile, writeChunk } from "lib/sweep/sweep_chunk.ts";
import { forgetFailure, readFailure } from "lib/sweep/unit_failure.ts";
import { readUnit } from "lib/sweep/unit_result.ts";
import type { ChunkEnd, Engine, RunningChunk } from "./engine.ts";

/** A unit that could not be trained. */
export interface FailedUnit {
  name: string;
  reason: string;
  /** What its process printed. */
  log: string;
}

/** Options of {@linkcode runChunks}. */
export interface RunChunksOptions {
  engine: Engine;
  /** What every process is told. */
  file: SweepFile;
  /** How often a unit is tried again whose process died. */
  retries: number;
  /** Called with how many units are done or failed, how many there are, and what goes on. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Takes a line where something is tried again. */
  say?: (line: string) => void;
  /** Stops all processes; what is done stays. */
  signal?: AbortSignal;
  /** Milliseconds between two looks at what is done. @default 1000 */
  everyMs?: number;
}

/**
 * Runs chunks on an engine until each unit is done or has failed. A process that dies costs no
 * more than the unit at hand: that one is tried again by itself, the rest of its chunk goes on.
 *
 * @param chunks What to run, in this order.
 * @param options See {@linkcode RunChunksOptions}.
 * @returns The units that failed.
 * @throws {EngineError} Where the engine is gone; its processes are stopped where they can be.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { runChunks } from "./run_chunks.ts";
 * (await runChunks(chunks, { engine, file: plan.file, retries: 2 })).length; // 0: none failed
 * ```
 */
export async function runChunks(
  chunks: readonly SweepChunk[],
  { engine, file, retries, onProgress, say, signal, everyMs = 1000 }: RunChunksOptions,
): Promise<FailedUnit[]> {
  const waiting = [...chunks];
  const running = new Map<SweepChunk, RunningChunk>();
  const ended: [SweepChunk, ChunkEnd][] = [];
  const errors: unknown[] = [];
  const deaths = new Map<string, number>();
  const failed: FailedUnit[] = [];
  const total = chunks.reduce((sum, { units }) => sum + units.length, 0);
  let settled = 0;
  const isDone = async ({ name }: { name: string }) =>
    await readUnit(join(file.out, "units", name), file.keepModels) !== undefined;
  const wake = { up: () => {} };
  const onAbort = () => wake.up();
  signal?.addEventListener("abort", onAbort);

  const begin = async (chunk: SweepChunk) => {
    for (const { name } of chunk.units) await forgetFailure(file.out, name);
    const process = await engine.start(chunk, await writeChunk(chunk, file));
    running.set(chunk, process);
    process.ended.then(
      (end) => void ended.push([chunk, end]),
      (error) => void errors.push(error),
    ).finally(() => wake.up());
  };

  /** Sorts a chunk's units into done, failed, and those that must go on elsewhere. */
  const settle = async (chunk: SweepChunk, { reason, log }: ChunkEnd) => {
    const left: { name: string }[] = [];
    for (const unit of chunk.units) {
      const failure = await readFailure(file.out, unit.name);
      if (await isDone(unit)) settled++;
      else if (failure !== undefined) {
        settled++;
        failed.push({ name: unit.name, reason: failure, log });
      } else left.push(unit);
    }
    if (left.length === 0) return;
    if (reason === "") { // the program itself gave up, before its first unit: it would again
      const why = await lastLine(log);
      settled += left.length;
      failed.push(...left.map(({ name }) => ({ name, reason: why, log })));
      return;
    }
    const [atHand, ...rest] = left;
    const times = (deaths.get(atHand.name) ?? 0) + 1;
    deaths.set(atHand.name, times);
    if (times > retries) {
      settled++;
      failed.push({ name: atHand.name, reason, log });
    } else {
      say?.(`${atHand.name}: ${reason}; trying again`);
      waiting.unshift(chunkOf([atHand]));
    }
    if (rest.length > 0) waiting.push(chunkOf(rest));
  };

  const report = async () => {
    const under = [...running.keys()].flatMap(({ units }) => units);
    const done = (await Promise.all(under.map(isDone))).filter(Boolean).length;
    const text = `${running.size} running` + (failed.length ? `, ${failed.length} failed` : "");
    onProgress?.(settled + done, total, text);
  };

  try {
    while (waiting.length > 0 || running.size > 0) {
      signal?.throwIfAborted();
      const slots = await engine.slots();
      while (waiting.length > 0 && running.size < slots) await begin(waiting.shift()!);
      await report();
      await sleep(everyMs, wake);
      if (errors.length > 0) throw errors[0];
      for (const [chunk, end] of ended.splice(0)) {
        running.delete(chunk);
        await settle(chunk, end);
      }
    }
  } catch (error) {
    await Promise.allSettled([...running.values()].map((process) => process.stop()));
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  onProgress?.(total, total, failed.length ? `${failed.length} failed` : "all done");
  return failed;
}

/** Waits for a while, at most until something ends. */
async function sleep(ms: number, wake: { up: () => void }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  wake.up = resolve;
  const timer = setTimeout(resolve, ms);
  await promise;
  clearTimeout(timer);
}

/** The last line of a log, which says why a process gave up before its first unit. */
async function lastLine(log: string): Promise<string> {
  const text = await Deno.readTextFile(log).catch(() => "");
  return text.trim().split("\n").at(-1) || "its process ended without a word";
}

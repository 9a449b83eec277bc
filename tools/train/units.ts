import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import type { RangeFile } from "lib/sweep/range_unit.ts";
import type { ChunkFile } from "lib/sweep/sweep_chunk.ts";
import type { Places } from "../places.ts";
import { trainUnits } from "./train_units.ts";

/**
 * `train units FILE`: does what a sweep wrote into a chunk's file, trainings or ranges of films.
 *
 * With `--attached` it ends when its standard input does, so that it does not outlive the sweep.
 *
 * @param args The arguments behind the word.
 * @param places Where the command was typed.
 * @param stop Stops it.
 * @throws {RangeError} Where the arguments are not one file.
 * @throws {Error} Where units failed, saying how many.
 *
 * @example
 * ```ts ignore
 * import { units } from "./units.ts";
 * await units(["chunk.json"], { caller: "/out", weights: "" }, AbortSignal.timeout(60_000));
 * ```
 */
export async function units(
  args: string[],
  { caller }: Places,
  stop: AbortSignal,
): Promise<void> {
  const options = { attached: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.length !== 1) {
    throw new RangeError(`Expected one file of units but found ${positionals.length}`);
  }
  const signals = values.attached ? [stop, endOfInput()] : [stop];
  const chunk: ChunkFile | RangeFile = JSON.parse(
    await Deno.readTextFile(resolve(caller, positionals[0])),
  );
  const signal = AbortSignal.any(signals);
  const numFailed = "work" in chunk
    ? await (await import("../ranges/run_ranges.ts")).runRanges(chunk, signal)
    : await trainUnits(chunk, signal);
  if (numFailed > 0) throw new Error(`${numFailed} failed`);
  if (values.attached) Deno.exit(0); // what still waits for input would keep the process
}

/** Aborts when standard input ends, as it does when whoever began this process is gone. */
function endOfInput(): AbortSignal {
  const end = new AbortController();
  const read = async () => {
    const buffer = new Uint8Array(64);
    while (await Deno.stdin.read(buffer).catch(() => null) !== null);
    end.abort();
  };
  read();
  return end.signal;
}

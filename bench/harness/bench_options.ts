import { resolve } from "@std/path";
import { parseArgs } from "node:util";

/** What `bench` was asked to do; paths are absolute. */
export interface BenchOptions {
  /** Ids of the rows to run, in the catalogue's order. */
  rows: string[];
  /** Rounds that count, after the warm-up. */
  pairs: number;
  /** The results file. */
  out: string;
  /** Folder that holds named data sets. */
  data: string;
  /** Whether to list the rows and stop. */
  list: boolean;
  /** Whether to write the results file as a Markdown table and stop. */
  markdown: boolean;
}

/** What `bench --help` prints. */
export const BENCH_USAGE = `deno task bench [ROW…]

  ROW          rows to run; all where none is named (--list shows them)
  --pairs N    rounds of ours and its peers, after a warm-up of each (5)
  --out FILE   results, rows that do not run now are kept (bench/results.csv)
  --data DIR   folder of named data sets (CXR_TEST_DATA, CXR_DATA, else data/films); for sets that
               are missing phantom films of the same number and size are drawn
  --list       list the rows and stop
  --markdown   write the results file as a Markdown table and stop`;

/**
 * Reads the command line of `bench`.
 *
 * @param args Arguments.
 * @param places Ids of all rows, the folder where the user typed the command, and the defaults.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option or a row is unknown or impossible, saying what is expected.
 *
 * @example
 * ```ts
 * import { benchOptions } from "./bench_options.ts";
 * const places = { known: ["train-d"], caller: "/home/ada", out: "/r.csv", data: "/films" };
 * benchOptions(["--pairs", "1"], places)!.rows; // ["train-d"]
 * ```
 */
export function benchOptions(
  args: string[],
  places: { known: readonly string[]; caller: string; out: string; data: string },
): BenchOptions | undefined {
  const { known, caller } = places;
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const unknown = positionals.find((row) => !known.includes(row));
  if (unknown !== undefined) {
    throw new RangeError(`Unknown row "${unknown}": expected one of ${known.join(", ")}`);
  }
  const pairs = Number(values.pairs ?? 5);
  if (!Number.isSafeInteger(pairs) || pairs < 1) {
    throw new RangeError(`Option --pairs is a whole number from 1, not "${values.pairs}"`);
  }
  return {
    rows: known.filter((row) => positionals.length === 0 || positionals.includes(row)),
    pairs,
    out: resolve(caller, values.out ?? places.out),
    data: resolve(caller, values.data ?? places.data),
    list: values.list ?? false,
    markdown: values.markdown ?? false,
  };
}

function parse(args: string[]) {
  const options = {
    pairs: { type: "string" },
    out: { type: "string" },
    data: { type: "string" },
    list: { type: "boolean" },
    markdown: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

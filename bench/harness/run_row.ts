import type { BenchContext, BenchPeer, BenchRow, BenchScript } from "./bench_row.ts";
import { runSide } from "./run_side.ts";
import { type Programs, sideCommand, threadVariables } from "./side_command.ts";
import type { SideOutput } from "./side_output.ts";

/** Options of {@linkcode runRow}. */
export interface RunRowOptions {
  context: BenchContext;
  programs: Programs;
  /** Rounds that count. */
  pairs: number;
  /** Called after each process: how many are done, of how many, and where it stands. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Kills the process that runs and stops. */
  signal?: AbortSignal;
}

/** All that a row's processes came to, one value a round. */
export interface RowRuns {
  ours: SideOutput[];
  /** In the order of the row's peers. */
  peers: SideOutput[][];
}

/**
 * Runs a row: ours and each peer once to warm up, then in turn, round after round.
 *
 * @param row The row.
 * @param options See {@linkcode RunRowOptions}.
 * @returns What each process measured, the warm-up left out.
 * @throws {Error} Where a side fails, or the sides did not do the same, naming row and side.
 *
 * @example
 * ```ts ignore
 * const runs = await runRow(row, { context, programs, pairs: 5 });
 * runs.ours.length; // 5
 * ```
 */
export async function runRow(
  row: BenchRow,
  { context, programs, pairs, onProgress, signal }: RunRowOptions,
): Promise<RowRuns> {
  const sides: (BenchScript & Partial<BenchPeer>)[] = [row.ours, ...row.peers];
  const runs: SideOutput[][] = sides.map(() => []);
  const env = threadVariables(context.threads);
  const total = (pairs + 1) * sides.length;
  let done = 0;
  for (let round = 0; round <= pairs; round++) {
    const outputs: SideOutput[] = [];
    for (const side of sides) {
      const command = sideCommand(side, context, programs);
      const name = side.id ?? "ours";
      const output = await runSide(command, { row: row.id, side: name, env, signal });
      if (Number.isNaN(measureOf(row, output))) {
        throw new Error(`Row "${row.id}", side "${name}": did not print "${row.measure}"`);
      }
      outputs.push(output);
      const when = round === 0 ? "warm-up" : `round ${round} of ${pairs}`;
      onProgress?.(++done, total, `${when}, ${name} ${describe(row, output)}`);
    }
    checkSame(row, outputs);
    if (round > 0) outputs.forEach((output, i) => runs[i].push(output));
  }
  const [ours, ...peers] = runs;
  return { ours, peers };
}

/**
 * Picks the number of a side that the row compares.
 *
 * @param row The row.
 * @param output What the side measured.
 * @returns The number, in the row's unit; `NaN` where the side did not tell it.
 *
 * @example
 * ```ts ignore
 * runs.ours.map((output) => measureOf(row, output));
 * ```
 */
export function measureOf({ measure }: BenchRow, output: SideOutput): number {
  return measure === "peak_rss_mb" ? output.peakRssMb : output.value;
}

function checkSame({ id, same = [], peers }: BenchRow, [ours, ...others]: SideOutput[]): void {
  for (const name of same) {
    others.forEach(({ check }, i) => {
      // A side that does something else, such as a bare matrix product, does not tell it.
      if (check[name] !== undefined && check[name] !== ours.check[name]) {
        throw new Error(
          `Row "${id}", side "${peers[i].id}": ${name} is ${check[name]} but ours has ` +
            `${ours.check[name]}; the sides must do the same work`,
        );
      }
    });
  }
}

function describe(row: BenchRow, output: SideOutput): string {
  const checks = Object.entries(output.check).map(([name, value]) =>
    `${name} ${typeof value === "number" ? Number(value.toPrecision(6)) : value}`
  );
  const value = Number(measureOf(row, output).toPrecision(4));
  return `${value} ${row.unit}${checks.length ? ` (${checks.join(", ")})` : ""}`;
}

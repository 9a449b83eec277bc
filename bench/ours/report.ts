import process from "node:process";

/** What a side tells; see `bench/harness/bench_row.ts`. */
export interface SideReport {
  /** In the row's unit. */
  value: number;
  /** What was done, to be compared with the other sides. */
  check?: Record<string, number | string>;
}

/**
 * Prints the last line of a side, with this process's peak resident memory.
 *
 * @param report Value and checks.
 *
 * @example
 * ```ts
 * import { report } from "./report.ts";
 * report({ value: 31.2, check: { params: 100 } }); // {"value":31.2,"peak_rss_mb":…,"check":…}
 * ```
 */
export function report({ value, check = {} }: SideReport): void {
  console.log(JSON.stringify({ value, peak_rss_mb: peakRssMb(), check }));
}

/** Peak resident memory in MB of 10⁶ bytes. */
function peakRssMb(): number {
  return process.resourceUsage().maxRSS * 1024 / 1e6;
}

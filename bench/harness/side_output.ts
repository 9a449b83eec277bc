/** What one run of a side came to. */
export interface SideOutput {
  /** In the row's unit. */
  value: number;
  /** Peak resident memory in MB; `NaN` where the side does not tell. */
  peakRssMb: number;
  /** Numbers or texts that show what was done. */
  check: Record<string, number | string>;
}

/**
 * Reads what a side printed: JSON in its last line.
 *
 * @param stdout All that it printed.
 * @returns Value, memory and checks.
 * @throws {SyntaxError} Where the last line is no such JSON.
 *
 * @example
 * ```ts
 * import { parseSideOutput } from "./side_output.ts";
 * parseSideOutput('loading\n{"value": 31.2}\n').value; // 31.2
 * ```
 */
export function parseSideOutput(stdout: string): SideOutput {
  const last = stdout.trimEnd().split("\n").at(-1)!.trim();
  const parsed = parseObject(last);
  const { value, peak_rss_mb, check = {} } = parsed;
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw new SyntaxError(
      `Cannot read a side's last line ${JSON.stringify(last.slice(0, 120))}: ` +
        'expected JSON such as {"value": 31.2}, the value a positive number',
    );
  }
  return {
    value,
    peakRssMb: typeof peak_rss_mb === "number" ? peak_rss_mb : NaN,
    check: check as SideOutput["check"],
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

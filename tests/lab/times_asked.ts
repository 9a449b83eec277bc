import { parseArgs } from "node:util";

/** How often `deno task test-lab --times N` wants the tests' runs; once where nothing is said. */
export function timesAsked(args: readonly string[] = Deno.args): number {
  const { values } = parseArgs({ args: [...args], options: { times: { type: "string" } } });
  const times = Number(values.times ?? 1);
  if (Number.isInteger(times) && times >= 1) return times;
  throw new RangeError(`Option --times is a whole number from 1, not "${values.times}"`);
}

/**
 * Writes seconds as a person reads them.
 *
 * @param seconds At least 0.
 * @returns Such as `4.2 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
 *
 * @example
 * ```ts
 * import { duration } from "lib/kernel/duration.ts";
 * duration(185); // "3 min 05 s"
 * ```
 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? seconds.toFixed(1) : whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole % 3600 / 60))} min`;
}

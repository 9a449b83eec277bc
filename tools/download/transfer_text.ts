/**
 * Makes a function that describes how a transfer goes: bytes, rate and time left.
 *
 * The rate is the mean since the function was made, so it counts only what came since then.
 *
 * @param start Bytes that were there already, from an earlier run.
 * @param now Clock in milliseconds.
 * @returns A function of the bytes there now and the total (`NaN` when unknown).
 *
 * @example
 * ```ts
 * import { transferText } from "./transfer_text.ts";
 * let ms = 0;
 * const text = transferText(0, () => ms);
 * ms = 2000;
 * text(10e6, 30e6); // "10.0 of 30.0 MB, 5.0 MB/s, 4 s left"
 * ```
 */
export function transferText(
  start = 0,
  now: () => number = () => performance.now(),
): (done: number, total: number) => string {
  const began = now();
  return (done, total) => {
    const perSecond = (done - start) / Math.max(now() - began, 1) * 1000;
    const amount = Number.isNaN(total)
      ? `${megabytes(done)} MB`
      : `${megabytes(done)} of ${megabytes(total)} MB`;
    const left = (total - done) / perSecond;
    const eta = Number.isFinite(left) ? `, ${duration(left)} left` : "";
    return `${amount}, ${megabytes(perSecond)} MB/s${eta}`;
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function duration(seconds: number): string {
  return seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

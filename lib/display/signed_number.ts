/**
 * Writes a difference with its sign, as charts show it.
 *
 * @param value The difference.
 * @param digits Digits behind the point.
 * @returns Such as `+0.030` or `−0.030`; without a sign where nothing but zeros is left.
 *
 * @example
 * ```ts
 * import { signedNumber } from "lib/display/signed_number.ts";
 * signedNumber(-0.5, 2); // "−0.50"
 * ```
 */
export function signedNumber(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : value < 0 ? `−${text}` : `+${text}`;
}

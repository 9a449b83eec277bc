/**
 * Reads a whole number that was typed behind an option.
 *
 * @param option Name of the option, as typed: `--seed`.
 * @param text What stands behind it.
 * @param least The smallest number that will do.
 * @returns The number.
 * @throws {RangeError} Where it is none, or smaller.
 *
 * @example
 * ```ts ignore
 * wholeNumber("--seed", "7", 0); // 7
 * ```
 */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(
    `Expected ${option} to be a whole number from ${least} but found "${text}"`,
  );
}

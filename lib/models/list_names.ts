/**
 * Lists names for a message: the first five, quoted, and how many more there are.
 *
 * @param names Names in the order wanted.
 * @returns One line; `nothing` where there are none.
 *
 * @example
 * ```ts
 * import { listNames } from "lib/models/list_names.ts";
 * listNames(["a", "b"]); // '"a", "b"'
 * ```
 */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown || "nothing";
}

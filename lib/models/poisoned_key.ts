/** Keys that reach an object's prototype where a program copies carelessly. */
const POISON = ["__proto__", "constructor", "prototype"];

/**
 * Looks for keys in parsed JSON that no honest file has.
 *
 * @param value What `JSON.parse` gave.
 * @returns The first such key; `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { poisonedKey } from "lib/models/poisoned_key.ts";
 * poisonedKey(JSON.parse('{"a": [{"__proto__": {}}]}')); // "__proto__"
 * ```
 */
export function poisonedKey(value: unknown): string | undefined {
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== "object" || next === null) continue;
    const found = Object.keys(next).find((key) => POISON.includes(key));
    if (found) return found;
    for (const child of Object.values(next)) pending.push(child);
  }
  return undefined;
}

import type { Gate } from "./gate.ts";

const NUM_VALUES = 64;
const MAX_COMPONENTS = 64;

/**
 * Checks a gate that comes from a file.
 *
 * @param value What the file holds.
 * @returns The gate.
 * @throws {TypeError} Where a part is missing, of another kind or size, or no finite number.
 *
 * @example
 * ```ts
 * import { readGate } from "lib/data/read_gate.ts";
 * try {
 *   readGate({ kind: "thumbnail-8x8" });
 * } catch (error) {
 *   (error as Error).message; // "its mean is not a list of 64 numbers"
 * }
 * ```
 */
export function readGate(value: unknown): Gate {
  const gate = (value ?? {}) as Gate;
  if (gate.kind !== "thumbnail-8x8") throw new TypeError(`its kind is not "thumbnail-8x8"`);
  const { components } = gate;
  checkNumbers(gate.mean, NUM_VALUES, "mean");
  if (!Array.isArray(components) || components.length > MAX_COMPONENTS) {
    throw new TypeError(`its components are not a list of at most ${MAX_COMPONENTS}`);
  }
  components.forEach((each, i) => checkNumbers(each, NUM_VALUES, `component ${i}`));
  checkNumbers(gate.variances, components.length, "variances");
  for (const name of ["numFilms", "restVariance", "limit", "restLimit"] as const) {
    if (!(gate[name] > 0 && Number.isFinite(gate[name]))) {
      throw new TypeError(`its ${name} is not a positive number`);
    }
  }
  if (gate.variances.some((variance) => variance < 0)) {
    throw new TypeError("a variance is negative");
  }
  const { kind, numFilms, mean, variances, restVariance, limit, restLimit } = gate;
  return { kind, numFilms, mean, components, variances, restVariance, limit, restLimit };
}

function checkNumbers(values: unknown, length: number, name: string): void {
  const isList = Array.isArray(values) && values.length === length && values.every(Number.isFinite);
  if (!isList) throw new TypeError(`its ${name} is not a list of ${length} numbers`);
}

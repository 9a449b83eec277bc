import type { Gate } from "./gate.ts";
import { NUM_GATE_FEATURES } from "./gate_features.ts";
import type { ShapeGate } from "./shape_gate.ts";
import type { ThumbnailGate } from "./thumbnail_gate.ts";

const NUM_VALUES = 64;
const MAX_COMPONENTS = 64;

/**
 * Checks a gate that comes from a file, of the kind made now or the one before.
 *
 * @param value What the file holds.
 * @returns The gate.
 * @throws {TypeError} Where a part is missing, of another kind or size, or no finite number.
 *
 * @example
 * ```ts
 * import { readGate } from "lib/data/read_gate.ts";
 * try {
 *   readGate({ kind: "shape-1" });
 * } catch (error) {
 *   (error as Error).message; // "its mean is not a list of 160 numbers"
 * }
 * ```
 */
export function readGate(value: unknown): Gate {
  const { kind } = (value ?? {}) as Partial<Gate>;
  if (kind === "shape-1") return readShapeGate(value as ShapeGate);
  if (kind === "thumbnail-8x8") return readThumbnailGate(value as ThumbnailGate);
  throw new TypeError(`its kind is neither "shape-1" nor "thumbnail-8x8"`);
}

function readShapeGate(gate: ShapeGate): ShapeGate {
  checkComponents(gate, NUM_GATE_FEATURES);
  if (gate.variances.some((variance) => !(variance > 0))) {
    throw new TypeError("a variance is not positive");
  }
  checkNumbers(gate.weights, 2 * gate.components.length + 2, "weights");
  checkPositive(gate, ["numFilms", "restVariance"]);
  checkNumbers([gate.bias, gate.threshold], 2, "bias and threshold");
  const { kind, numFilms, mean, components, variances, restVariance, weights, bias, threshold } =
    gate;
  return { kind, numFilms, mean, components, variances, restVariance, weights, bias, threshold };
}

function readThumbnailGate(gate: ThumbnailGate): ThumbnailGate {
  checkComponents(gate, NUM_VALUES);
  checkPositive(gate, ["numFilms", "restVariance", "limit", "restLimit"]);
  if (gate.variances.some((variance) => variance < 0)) {
    throw new TypeError("a variance is negative");
  }
  const { kind, numFilms, mean, components, variances, restVariance, limit, restLimit } = gate;
  return { kind, numFilms, mean, components, variances, restVariance, limit, restLimit };
}

function checkComponents({ mean, components, variances }: Gate, length: number): void {
  checkNumbers(mean, length, "mean");
  if (!Array.isArray(components) || components.length > MAX_COMPONENTS) {
    throw new TypeError(`its components are not a list of at most ${MAX_COMPONENTS}`);
  }
  components.forEach((each, i) => checkNumbers(each, length, `component ${i}`));
  checkNumbers(variances, components.length, "variances");
}

function checkPositive<G extends Gate>(gate: G, names: readonly (keyof G & string)[]): void {
  for (const name of names) {
    const value = gate[name] as number;
    if (!(value > 0 && Number.isFinite(value))) {
      throw new TypeError(`its ${name} is not a positive number`);
    }
  }
}

function checkNumbers(values: unknown, length: number, name: string): void {
  const isList = Array.isArray(values) && values.length === length && values.every(Number.isFinite);
  if (!isList) throw new TypeError(`its ${name} is not a list of ${length} numbers`);
}

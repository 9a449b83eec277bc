import { type Gate, gateDistances, gateValues } from "./gate.ts";
import { groupKFold } from "./group_k_fold.ts";
import { principalComponents } from "./principal_components.ts";

/** Fewer films give no gate: their spread would be a guess. */
const MIN_FILMS = 30;

const NUM_COMPONENTS = 16;
const NUM_FOLDS = 5;

/** Of the films held out in turn, this share lies within the limits … */
const SHARE = 0.99;

/** … and other films of the same kind are given this much more room, … */
const ROOM = 1.25;

/** … or more still where fewer films than these tell how far apart films may lie. */
const ENOUGH_FILMS = 200;

/**
 * Makes a gate from training films: what is further from them than they are from each other is
 * refused.
 *
 * The limits come from films held out in turn (five folds, groups kept whole), so that they fit films
 * that the gate has not seen.
 *
 * @param thumbnails Training films, 64 × 64 grey levels each, as `decodeFilm` shrinks them.
 * @param groups Patient, or group of copies, of each film.
 * @returns The gate, its numbers rounded to five digits; `null` for under 30 films or 5 groups.
 * @throws {RangeError} Where the lists differ in length.
 *
 * @example
 * ```ts
 * import { fitGate } from "lib/data/fit_gate.ts";
 * fitGate([], []); // null
 * ```
 */
export function fitGate(
  thumbnails: readonly Uint8Array[],
  groups: readonly string[],
): Gate | null {
  if (thumbnails.length !== groups.length) {
    throw new RangeError(
      `Cannot fit a gate: ${thumbnails.length} films but ${groups.length} groups`,
    );
  }
  const numFilms = thumbnails.length;
  if (numFilms < MIN_FILMS || new Set(groups).size < NUM_FOLDS) return null;
  const values = thumbnails.map(gateValues);
  const labels = groups.map(() => "film");
  const folds = groupKFold({ labels, groups, k: NUM_FOLDS, seed: 0 });
  const distances: [number, number][] = [];
  for (let fold = 0; fold < NUM_FOLDS; fold++) {
    const model = modelOf(values.filter((_, i) => folds[i] !== fold));
    values.forEach((row, i) => {
      if (folds[i] === fold) distances.push(gateDistances(model, row));
    });
  }
  const limits = [0, 1].map((which) => quantile(distances.map((d) => d[which]), SHARE));
  const { mean, components, variances, restVariance } = modelOf(values);
  const room = ROOM * Math.sqrt(Math.max(1, ENOUGH_FILMS / numFilms));
  return {
    kind: "thumbnail-8x8",
    numFilms,
    mean: mean.map(round),
    components: components.map((component) => component.map(round)),
    variances: variances.map(round),
    restVariance: round(restVariance),
    limit: round(room * limits[0]),
    restLimit: round(room * limits[1]),
  };
}

/** Films that are all alike leave no variance; a little is supposed, so that nothing is divided by 0. */
function modelOf(values: readonly Float64Array[]) {
  const numComponents = Math.min(NUM_COMPONENTS, Math.floor(values.length / 4));
  const found = principalComponents(values, { numComponents });
  const restVariance = Math.max(found.restVariance, 1e-6);
  return { ...found, variances: found.variances.map((v) => Math.max(v, 1e-6)), restVariance };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.max(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))], 1e-3);
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}

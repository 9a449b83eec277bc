import { resizeValues, type ValueGrid } from "../data/resize_values.ts";

/** Where a map lies. */
export interface EnergyInside {
  /** Share of the map's sum that lies inside, `[0, 1]`; `NaN` for an empty map. */
  energy: number;
  /** Share of the film's area that lies inside: what an even map would have. */
  area: number;
}

/**
 * Tells how much of a map lies inside a region, such as the lungs, beside how large that is.
 *
 * @param map Values of 0 or more; stretched over the film.
 * @param mask `height × width`, above 127 inside.
 * @param size Height and width of the mask.
 * @returns Both shares.
 * @throws {RangeError} Where the mask's size is another.
 *
 * @example
 * ```ts
 * import { energyInside } from "lib/explain/energy_inside.ts";
 * const map = { values: Float32Array.of(3, 1), height: 1, width: 2 };
 * energyInside(map, Uint8Array.of(255, 0), { height: 1, width: 2 }); // { energy: .75, area: .5 }
 * ```
 */
export function energyInside(
  map: ValueGrid,
  mask: Uint8Array,
  { height, width }: { height: number; width: number },
): EnergyInside {
  if (mask.length !== height * width) {
    throw new RangeError(
      `Cannot use a mask of ${mask.length} pixels: expected ${height} × ${width}`,
    );
  }
  const { values } = resizeValues(map, { height, width });
  let [inside, all, area] = [0, 0, 0];
  values.forEach((value, i) => {
    all += value;
    if (mask[i] <= 127) return;
    inside += value;
    area++;
  });
  return { energy: all > 0 ? inside / all : NaN, area: area / mask.length };
}

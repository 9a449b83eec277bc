import { between } from "./between.ts";
import { addLetter } from "./letters.ts";
import { emptyPlate, type Plate } from "./plate.ts";

/**
 * Adds the lead letter that marks a side: an R at the film's left edge or an L at its right one, of
 * any size, sometimes none. It is drawn without regard to the film's class.
 *
 * @param plate Attenuation, in film coordinates; changed in place.
 * @param random Uniform numbers in `[0, 1)`.
 */
export function addSideMarker(plate: Plate, random: () => number): void {
  if (random() < 0.2) return;
  const right = random() < 0.7;
  const height = between(random, [0.08, 0.16]);
  const inset = between(random, [0.03, 0.2]);
  addLetter(plate, right ? "R" : "L", {
    x: right ? -1 + inset : 1 - inset - 0.62 * height,
    y: between(random, [-0.95, -0.2]),
    height,
    strength: between(random, [1.5, 4]),
  });
}

/** Where a planted letter stands, in film coordinates: the lower right corner. */
const CORNER = { x: 0.8, y: 0.76, height: 0.2, strength: 4 };

/**
 * Burns a letter into the lower right corner: white on whatever is there.
 *
 * @param greys Greys in `[0, 1]`: `[size * size]`; changed in place.
 * @param letter The letter.
 */
export function burnCorner(greys: Float32Array, letter: string): void {
  const plate = emptyPlate(Math.sqrt(greys.length));
  addLetter(plate, letter, CORNER);
  for (let i = 0; i < greys.length; i++) {
    greys[i] = Math.max(greys[i], Math.min(1, plate.values[i]));
  }
}

/**
 * Blackens the film's edges where the shutter was closed: on some sides, by a little.
 *
 * @param greys Greys in `[0, 1]`: `[size * size]`; changed in place.
 * @param random Uniform numbers in `[0, 1)`.
 */
export function closeShutter(greys: Float32Array, random: () => number): void {
  const size = Math.sqrt(greys.length);
  const gap = () => random() < 0.2 ? between(random, [0.005, 0.05]) * size : -size;
  const [left, top, right, bottom] = [gap(), gap(), size - gap(), size - gap()];
  const slant = between(random, [-0.01, 0.01]);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const u = x + 0.5 + slant * (y - size / 2);
      const v = y + 0.5 - slant * (x - size / 2);
      if (u < left || v < top || u > right || v > bottom) greys[i] *= 0.08;
    }
  }
}

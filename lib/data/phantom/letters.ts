import type { Plate } from "./plate.ts";
import { addTube } from "./tube.ts";

/** Strokes of each letter in a box from (0, 0) to (1, 1), y downwards. */
const STROKES: Record<string, [number, number][][]> = {
  A: [[[0, 1], [0.5, 0], [1, 1]], [[0.2, 0.65], [0.8, 0.65]]],
  C: [[[0.95, 0.2], [0.7, 0], [0.3, 0], [0, 0.3], [0, 0.7], [0.3, 1], [0.7, 1], [0.95, 0.8]]],
  E: [[[1, 0], [0, 0], [0, 1], [1, 1]], [[0, 0.5], [0.75, 0.5]]],
  H: [[[0, 0], [0, 1]], [[1, 0], [1, 1]], [[0, 0.5], [1, 0.5]]],
  L: [[[0, 0], [0, 1], [0.85, 1]]],
  N: [[[0, 1], [0, 0], [1, 1], [1, 0]]],
  P: [[[0, 1], [0, 0], [0.65, 0], [0.95, 0.14], [0.95, 0.4], [0.65, 0.55], [0, 0.55]]],
  R: [
    [[0, 1], [0, 0], [0.65, 0], [0.95, 0.14], [0.95, 0.4], [0.65, 0.53], [0, 0.53]],
    [[0.5, 0.53], [1, 1]],
  ],
  S: [[
    [0.95, 0.15],
    [0.7, 0],
    [0.25, 0],
    [0, 0.2],
    [0.2, 0.45],
    [0.8, 0.55],
    [1, 0.8],
    [0.75, 1],
    [0.25, 1],
    [0, 0.85],
  ]],
  T: [[[0, 0], [1, 0]], [[0.5, 0], [0.5, 1]]],
  V: [[[0, 0], [0.5, 1], [1, 0]]],
  X: [[[0, 0], [1, 1]], [[1, 0], [0, 1]]],
};

/** Letters that {@linkcode addLetter} can draw. */
export const LETTERS = Object.keys(STROKES).join("");

/** Where and how large a letter is. */
export interface LetterOptions {
  /** Left and top in the plate's coordinates. */
  x: number;
  y: number;
  height: number;
  strength: number;
}

/**
 * Adds a letter, drawn with a round pen, to a plate.
 *
 * @param plate Drawn on; changed in place.
 * @param letter One of {@linkcode LETTERS}.
 * @param options Place, size and strength.
 */
export function addLetter(plate: Plate, letter: string, options: LetterOptions): void {
  const { x, y, height, strength } = options;
  for (const stroke of STROKES[letter]) {
    addTube(
      plate,
      stroke.map(([u, v]) => ({
        x: x + 0.62 * height * u,
        y: y + height * v,
        radius: 0.1 * height,
        strength,
      })),
    );
  }
}

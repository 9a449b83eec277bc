import { between } from "./between.ts";
import type { Opacity } from "./opacity.ts";
import { smoothNoise } from "./smooth_noise.ts";

/** A border of a diseased lobe: inside where `a·across + b·down + c > 0`. */
interface Border {
  a: number;
  b: number;
  c: number;
  /** Whether a fissure makes it a line; else it fades out. */
  sharp: boolean;
}

/**
 * Draws a lobar consolidation: one lobe, evenly dense, cut off by a fissure on one side and fading
 * out on the others.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The opacity.
 *
 * @example
 * ```ts
 * import { drawConsolidation } from "lib/data/phantom/consolidation.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * const opacity = drawConsolidation(seededRandom(1));
 * opacity({ side: 1, across: 0.6, down: 0.7, x: 0.4, y: 0.2 }); // 0 in the lung that is not ill
 * ```
 */
export function drawConsolidation(random: () => number): Opacity {
  const diseased = random() < 0.5 ? -1 : 1;
  const borders = drawBorders(random);
  const density = between(random, [0.7, 0.95]);
  const ragged = smoothNoise(random);
  return ({ side, across, down, x, y }) => {
    if (side !== diseased) return 0;
    const rag = 0.13 * ragged(5 * x + 2 * y, 5 * y - 2 * x) + 0.07 * ragged(16 * x, 16 * y);
    let share = density;
    for (const { a, b, c, sharp } of borders) {
      const distance = a * across + b * down + c;
      const edge = sharp ? distance / 0.012 : (distance + rag) / 0.1;
      if (edge < -1) return 0;
      if (edge < 1) share *= 0.25 * (edge + 1) * (edge + 1) * (2 - edge);
    }
    return share;
  };
}

function drawBorders(random: () => number): Border[] {
  const kind = random();
  const slope = between(random, [-0.2, 0.2]);
  if (kind < 0.25) { // upper lobe, above the fissure
    return [
      borderThrough(0.55, between(random, [0.36, 0.48]), { a: slope, b: -1, sharp: true }),
      random() < 0.5
        ? borderThrough(between(random, [0.3, 0.55]), 0.25, { a: 1, b: 0.3, sharp: false })
        : borderThrough(0.55, between(random, [0.05, 0.2]), { a: -0.3, b: 1, sharp: false }),
    ];
  }
  if (kind < 0.55) { // middle lobe or lingula, below the fissure
    return [
      borderThrough(0.55, between(random, [0.45, 0.56]), { a: slope, b: 1, sharp: true }),
      borderThrough(0.55, between(random, [0.75, 1]), { a: -0.4, b: -1, sharp: false }),
      borderThrough(between(random, [0.7, 1.1]), 0.6, { a: -1, b: 0, sharp: false }),
    ];
  }
  return [ // lower lobe, below the oblique fissure
    borderThrough(0.6, between(random, [0.44, 0.6]), { a: 0.4 + 2 * slope, b: 1, sharp: true }),
    borderThrough(between(random, [0.1, 0.5]), 0.7, { a: 1, b: 0, sharp: false }),
  ];
}

/** A border through one place of the lung. */
function borderThrough(across: number, down: number, border: Omit<Border, "c">): Border {
  return { ...border, c: -border.a * across - border.b * down };
}

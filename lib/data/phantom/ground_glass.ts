import { between } from "./between.ts";
import type { Opacity } from "./opacity.ts";
import { smoothNoise } from "./smooth_noise.ts";

/**
 * Draws ground-glass opacities: hazy patches in both lungs, at the edge and the base, uneven down to
 * a few millimetres.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The opacity.
 *
 * @example
 * ```ts
 * import { drawGroundGlass } from "lib/data/phantom/ground_glass.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * const opacity = drawGroundGlass(seededRandom(1));
 * opacity({ side: 1, across: 0, down: 0, x: 0, y: -0.7 }); // 0, far from edge and base
 * ```
 */
export function drawGroundGlass(random: () => number): Opacity {
  const density = between(random, [0.4, 0.62]);
  const patches = [-1, 1].map((side) =>
    Array.from({ length: Math.floor(between(random, [5, 10])) }, () => ({
      side,
      across: 1.02 - 0.55 * random() ** 1.5,
      down: 0.92 - 0.75 * random() ** 1.2,
      radius: between(random, [0.14, 0.28]),
    }))
  );
  const noise = smoothNoise(random);
  const scale = between(random, [0.85, 1.2]);
  return ({ side, across, down, x, y }) => {
    let clear = 1;
    for (const patch of patches[side < 0 ? 0 : 1]) {
      const du = across - patch.across;
      const dv = down - patch.down;
      const d2 = (du * du + dv * dv) / (patch.radius * patch.radius);
      if (d2 < 1) clear *= 1 - (1 - d2) * (1 - d2);
    }
    if (clear === 1) return 0;
    return Math.min(
      0.9,
      density * (1 - clear) * Math.max(0, 1 + 0.85 * mottle(noise, scale * x, scale * y)),
    );
  };
}

/** Three sizes of bumps, each turned and bent by the largest so that no rows or columns show. */
function mottle(noise: (x: number, y: number) => number, x: number, y: number): number {
  const large = noise(8 * x + 3 * y, 8 * y - 3 * x);
  const bend = 0.6 * large;
  return 0.35 * large +
    0.45 * noise(15 * x - 9 * y + bend, 15 * y + 9 * x - bend) +
    0.5 * noise(20 * x + 24 * y - 2 * bend, 20 * y - 24 * x + bend);
}

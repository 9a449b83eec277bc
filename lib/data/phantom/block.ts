import { invertPose, type Plate } from "./plate.ts";

/** A flat block or ellipse, in the plate's coordinates. */
export interface Block {
  /** Middle. */
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
  /** Attenuation in the middle; below 0 for air. */
  strength: number;
  /** How far the edge takes to rise, as a share of the half sizes, `(0, 1]`. */
  softness: number;
  /** Whether it has corners; an ellipse where left out. */
  corners?: boolean;
}

/**
 * Adds a block to a plate: a flat part with soft edges, or, at softness 1, a bulge.
 *
 * @param plate Drawn on; changed in place.
 * @param block What to draw.
 *
 * @example
 * ```ts
 * import { addBlock } from "lib/data/phantom/block.ts";
 * import { emptyPlate } from "lib/data/phantom/plate.ts";
 * const plate = emptyPlate(9);
 * addBlock(plate, { x: 0, y: 0, halfWidth: 0.5, halfHeight: 0.5, strength: 2, softness: 0.5 });
 * plate.values[4 * 9 + 4]; // 2, in the middle
 * ```
 */
export function addBlock(plate: Plate, block: Block): void {
  const { size, pose, values } = plate;
  const inverse = invertPose(pose);
  const reachX = Math.abs(pose.a) * block.halfWidth + Math.abs(pose.b) * block.halfHeight;
  const reachY = Math.abs(pose.d) * block.halfWidth + Math.abs(pose.e) * block.halfHeight;
  const x = pose.a * block.x + pose.b * block.y + pose.c;
  const y = pose.d * block.x + pose.e * block.y + pose.f;
  const right = Math.min(size, Math.ceil(x + reachX));
  const bottom = Math.min(size, Math.ceil(y + reachY));
  for (let row = Math.max(0, Math.floor(y - reachY)); row < bottom; row++) {
    const v = row + 0.5 - y;
    for (let column = Math.max(0, Math.floor(x - reachX)); column < right; column++) {
      const u = column + 0.5 - x;
      const p = (inverse.a * u + inverse.b * v) / block.halfWidth;
      const q = (inverse.d * u + inverse.e * v) / block.halfHeight;
      const inside = 1 - (block.corners ? p * p * p * p + q * q * q * q : p * p + q * q);
      if (inside <= 0) continue;
      const rise = Math.min(1, inside / block.softness);
      values[row * size + column] += block.strength * rise * rise * (3 - 2 * rise);
    }
  }
}

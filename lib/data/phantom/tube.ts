import type { Plate } from "./plate.ts";

/** One point of a tube's axis, in the plate's coordinates. */
export interface TubePoint {
  x: number;
  y: number;
  /** Radius in the plate's units. */
  radius: number;
  /** Attenuation where the tube is thickest; below 0 for air. */
  strength: number;
}

/** Thinnest tube that pixels can show, as a radius in pixels. */
const THINNEST = 0.75;

/**
 * Adds a tube to a plate: the path that a ray takes through a pipe.
 *
 * A pipe with a hard wall is brightest at its two edges, as a rib is; a solid one in its middle, as a
 * vessel is. Tubes thinner than a pixel are widened and weakened, so that their sum stays.
 *
 * @param plate Drawn on; changed in place.
 * @param points The tube's axis, two points or more.
 * @param wall Share of the radius that is wall, `(0, 1]`; 1 is solid.
 *
 * @example
 * ```ts
 * import { emptyPlate } from "lib/data/phantom/plate.ts";
 * import { addTube } from "lib/data/phantom/tube.ts";
 * const plate = emptyPlate(9);
 * addTube(plate, [-1, 1].map((x) => ({ x, y: 0, radius: 0.3, strength: 1 })));
 * plate.values[4 * 9 + 4]; // 1, in the middle
 * ```
 */
export function addTube(plate: Plate, points: readonly TubePoint[], wall = 1): void {
  const { size, pose, values } = plate;
  const unit = Math.sqrt(Math.abs(pose.a * pose.e - pose.b * pose.d)); // pixels per unit
  const box = { left: size, top: size, right: 0, bottom: 0 };
  const axis = points.map((point) => {
    const real = point.radius * unit;
    const radius = Math.max(real, THINNEST);
    const x = pose.a * point.x + pose.b * point.y + pose.c;
    const y = pose.d * point.x + pose.e * point.y + pose.f;
    box.left = Math.min(box.left, clip(x - radius, size));
    box.top = Math.min(box.top, clip(y - radius, size));
    box.right = Math.max(box.right, clip(x + radius + 1, size));
    box.bottom = Math.max(box.bottom, clip(y + radius + 1, size));
    return { x, y, radius, strength: point.strength * real / radius };
  });
  const width = box.right - box.left;
  if (width <= 0 || box.bottom <= box.top) return;

  // Each pixel belongs to the nearest piece of the axis, so that joints do not count twice.
  const nearest = new Float32Array(width * (box.bottom - box.top)).fill(1);
  const strengths = new Float32Array(nearest.length);
  for (let k = 0; k + 1 < axis.length; k++) {
    const p = axis[k];
    const q = axis[k + 1];
    const dx = q.x - p.x;
    const dy = q.y - p.y;
    const perLength2 = 1 / (dx * dx + dy * dy || 1e-9);
    const widening = q.radius - p.radius;
    const reach = Math.max(p.radius, q.radius);
    const left = Math.max(box.left, clip(Math.min(p.x, q.x) - reach, size));
    const top = Math.max(box.top, clip(Math.min(p.y, q.y) - reach, size));
    const right = Math.min(box.right, clip(Math.max(p.x, q.x) + reach + 1, size));
    const bottom = Math.min(box.bottom, clip(Math.max(p.y, q.y) + reach + 1, size));
    for (let y = top; y < bottom; y++) {
      const ey = y + 0.5 - p.y;
      let place = (y - box.top) * width + left - box.left;
      for (let x = left; x < right; x++, place++) {
        const ex = x + 0.5 - p.x;
        const along = Math.min(1, Math.max(0, (ex * dx + ey * dy) * perLength2));
        const fx = ex - along * dx;
        const fy = ey - along * dy;
        const radius = p.radius + along * widening;
        const d2 = (fx * fx + fy * fy) / (radius * radius); // in radii
        if (d2 >= nearest[place]) continue;
        nearest[place] = d2;
        strengths[place] = p.strength + along * (q.strength - p.strength);
      }
    }
  }
  const bore = (1 - wall) * (1 - wall);
  const peak = wall < 1 ? Math.sqrt(1 - bore) : 1;
  for (let y = box.top, i = 0; y < box.bottom; y++) {
    for (let x = box.left; x < box.right; x++, i++) {
      const d2 = nearest[i];
      if (d2 === 1) continue;
      const chord = Math.sqrt(1 - d2) - (d2 < bore ? Math.sqrt(bore - d2) : 0);
      values[y * size + x] += strengths[i] * chord / peak;
    }
  }
}

function clip(value: number, size: number): number {
  return Math.min(size, Math.max(0, Math.floor(value)));
}

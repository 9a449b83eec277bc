import type { Anatomy } from "./anatomy.ts";
import { addBlock } from "./block.ts";
import type { Plate } from "./plate.ts";
import { profileAt } from "./profile.ts";
import { type Thorax, vertebraAt } from "./thorax.ts";
import { addTube } from "./tube.ts";

/**
 * Adds the spine from the neck to the loins: bodies with end plates, pedicles, transverse and
 * spinous processes.
 *
 * @param plate Drawn on; changed in place.
 * @param thorax Outlines of the chest.
 * @param anatomy The patient's measures.
 */
export function addSpine(plate: Plate, thorax: Thorax, { bone }: Anatomy): void {
  for (let k = -5; k <= 18; k++) {
    const y = vertebraAt(thorax, k);
    const x = profileAt(thorax.spine, y);
    const step = (vertebraAt(thorax, 1) - vertebraAt(thorax, 0)) * (0.97 + 0.008 * k);
    const half = 0.065 + 0.0035 * k;
    const part = (points: [number, number, number][], strength: number, wall = 1) =>
      addTube(
        plate,
        points.map(([px, py, radius]) => ({
          x: x + px,
          y: y + py,
          radius,
          strength: strength * bone,
        })),
        wall,
      );
    addBlock(plate, {
      x,
      y,
      halfWidth: half,
      halfHeight: step * 0.47,
      strength: 0.3 * bone,
      softness: 0.45,
      corners: true,
    });
    for (const edge of [-0.4, 0.4]) {
      part([[-half * 0.9, step * edge, 0.009], [half * 0.9, step * edge, 0.009]], 0.14);
    }
    for (const side of [-1, 1]) {
      const inner = side * half * 0.6;
      part([[inner, -step * 0.2, 0.019], [inner, -step * 0.05, 0.019]], 0.2, 0.4);
      const wing = [side * (half + 0.06), -step * 0.2, 0.016] as [number, number, number];
      part([[side * half * 0.8, -step * 0.05, 0.02], wing], 0.12, 0.5);
    }
    part([[0, step * 0.2, 0.013], [0, step * 0.42, 0.016]], 0.2, 0.6);
  }
}

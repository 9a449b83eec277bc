import type { Anatomy } from "./anatomy.ts";
import { between } from "./between.ts";
import { addBlock } from "./block.ts";
import type { Plate } from "./plate.ts";
import { addTube } from "./tube.ts";

/**
 * Adds what lies over the chest: its muscles, and breasts with their lower fold.
 *
 * @param plate Drawn on; changed in place.
 * @param patient The patient's measures and a source of random numbers.
 */
export function addOverlay(
  plate: Plate,
  { anatomy, random }: { anatomy: Anatomy; random: () => number },
): void {
  const { cage, breast } = anatomy;
  for (const side of [-1, 1]) {
    addBlock(plate, {
      x: side * (0.78 * cage + 0.05 * random()),
      y: between(random, [-0.38, -0.25]),
      halfWidth: between(random, [0.3, 0.42]),
      halfHeight: between(random, [0.3, 0.42]),
      strength: between(random, [0.05, 0.4]),
      softness: 1,
    });
    if (breast === 0) continue;
    const x = side * 0.56 * cage;
    const y = between(random, [0.1, 0.24]);
    addBlock(plate, {
      x,
      y,
      halfWidth: 0.3 + 0.55 * breast,
      halfHeight: 0.2 + 0.8 * breast,
      strength: 1.6 * breast,
      softness: 1,
    });
    const radius = 0.2 + 0.6 * breast;
    addTube(
      plate,
      Array.from({ length: 15 }, (_, i) => {
        const angle = (0.1 + 0.8 * i / 14) * Math.PI;
        return {
          x: x + 1.1 * radius * Math.cos(angle),
          y: y + radius * Math.sin(angle),
          radius: 0.05,
          strength: 0.4 * breast * Math.sin(angle),
        };
      }),
    );
  }
}

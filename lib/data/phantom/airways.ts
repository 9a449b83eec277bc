import type { Anatomy } from "./anatomy.ts";
import { between } from "./between.ts";
import { addBlock } from "./block.ts";
import type { Plate } from "./plate.ts";
import { profileAt } from "./profile.ts";
import type { Thorax } from "./thorax.ts";
import { hilumAt } from "./tree.ts";
import { addTube } from "./tube.ts";

/**
 * Takes away what air replaces outside the lungs: windpipe and main bronchi, the stomach's bubble,
 * gas in the bowel.
 *
 * @param plate Drawn on; changed in place.
 * @param thorax Outlines of the chest.
 * @param patient The patient's measures and a source of random numbers.
 */
export function addAirways(
  plate: Plate,
  thorax: Thorax,
  { anatomy, random }: { anatomy: Anatomy; random: () => number },
): void {
  const fork = hilumAt(thorax, -1).y - 0.16;
  const bend = between(random, [0, 0.03]); // the aorta pushes the windpipe to the right
  const x = (y: number) => 0.5 * (profileAt(thorax.spine, y) + thorax.front);
  addTube(
    plate,
    [-1.4, -0.9, -0.7, -0.5, fork].map((y) => ({
      x: x(y) - (y > -0.6 ? bend : 0),
      y,
      radius: 0.042,
      strength: -0.36,
    })),
  );
  for (const side of [-1, 1]) {
    const end = hilumAt(thorax, side);
    addTube(plate, [
      { x: x(fork) - bend, y: fork - 0.02, radius: 0.036, strength: -0.28 },
      { x: end.x * 0.75, y: end.y - 0.02, radius: 0.027, strength: -0.22 },
      { x: end.x * 1.2, y: end.y + 0.08, radius: 0.02, strength: -0.1 },
    ]);
  }
  addGas(plate, thorax, { anatomy, random });
}

function addGas(
  plate: Plate,
  thorax: Thorax,
  { anatomy, random }: { anatomy: Anatomy; random: () => number },
): void {
  const dome = profileAt(thorax.diaphragm, 0.4);
  const { bubble } = anatomy;
  if (bubble > 0) {
    addBlock(plate, {
      x: 0.34 + 0.1 * random(),
      y: dome + 0.05 + bubble * 0.75,
      halfWidth: bubble * between(random, [1.2, 1.9]),
      halfHeight: bubble * 0.75,
      strength: -between(random, [0.4, 0.9]),
      softness: 0.5,
    });
  }
  for (let i = Math.floor(between(random, [0, 7])); i > 0; i--) {
    const radius = between(random, [0.03, 0.07]);
    addBlock(plate, {
      x: between(random, [0, 0.6]),
      y: between(random, [dome + 0.22, dome + 0.6]),
      halfWidth: radius * between(random, [0.8, 1.8]),
      halfHeight: radius,
      strength: -between(random, [0.15, 0.5]),
      softness: between(random, [0.5, 1]),
    });
  }
}

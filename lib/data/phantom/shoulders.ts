import { type Anatomy, shoulderJoint } from "./anatomy.ts";
import { type CurvePoint, smoothCurve } from "./curve.ts";
import type { Plate } from "./plate.ts";
import type { Thorax } from "./thorax.ts";
import { addTube } from "./tube.ts";

/**
 * Adds collar bones, shoulder blades and upper arms on both sides.
 *
 * @param plate Drawn on; changed in place.
 * @param thorax Outlines of the chest.
 * @param patient The patient's measures and a source of random numbers.
 */
export function addShoulders(
  plate: Plate,
  thorax: Thorax,
  { anatomy, random }: { anatomy: Anatomy; random: () => number },
): void {
  const { x: joint, y } = shoulderJoint(anatomy);
  for (const side of [-1, 1]) {
    const bone = (wall: number, points: CurvePoint[]) =>
      addTube(
        plate,
        smoothCurve(points.map(([px, py, radius, strength]) =>
          [side * px, py, radius, strength * anatomy.bone] as const
        )),
        wall,
      );
    const front = side * thorax.front;
    const rise = thorax.apex + 0.2 + 0.03 * random();
    const lift = 0.05 * random();
    bone(0.3, [ // collar bone
      [0.06 + front, rise, 0.042, 0.5],
      [0.2 + front, rise - 0.01, 0.031, 0.46],
      [0.4 + 0.6 * front, (rise + y) / 2 - 0.06 - lift, 0.027, 0.46],
      [0.62, y - 0.1 - lift, 0.027, 0.44],
      [joint - 0.1, y - 0.1, 0.034, 0.36],
    ]);
    addShoulderBlade(bone, anatomy);
    bone(0.14, [[joint + 0.03, y + 0.01, 0.1, 0.42], [joint + 0.045, y + 0.03, 0.095, 0.42]]);
    bone(0.35, [ // shaft of the upper arm
      [joint + 0.055, y + 0.07, 0.08, 0.36],
      [joint + 0.09, y + 0.25, 0.056, 0.42],
      [joint + 0.15, y + 0.9, 0.05, 0.44],
      [joint + 0.24, y + 1.8, 0.052, 0.44],
    ]);
  }
}

/** A thin plate with a faint inner border, a strong outer one and a ridge across its back. */
function addShoulderBlade(
  bone: (wall: number, points: CurvePoint[]) => void,
  anatomy: Anatomy,
): void {
  const { x: joint, y } = shoulderJoint(anatomy);
  const inner = anatomy.scapula;
  const tip = y + 0.6;
  bone(1, [
    [inner + 0.1, tip - 0.1, 0.055, 0.1],
    [inner + 0.13, y + 0.28, 0.12, 0.13],
    [joint - 0.17, y + 0.1, 0.13, 0.14],
  ]);
  bone(0.6, [
    [inner + 0.08, y - 0.04, 0.01, 0.06],
    [inner + 0.01, y + 0.15, 0.01, 0.1],
    [inner + 0.03, y + 0.4, 0.011, 0.1],
    [inner + 0.09, tip, 0.014, 0.12],
  ]);
  bone(0.5, [
    [inner + 0.09, tip, 0.015, 0.12],
    [inner + 0.15, y + 0.42, 0.022, 0.22],
    [joint - 0.14, y + 0.17, 0.03, 0.32],
    [joint - 0.08, y + 0.05, 0.045, 0.4],
    [joint - 0.09, y - 0.04, 0.04, 0.36],
  ]);
  bone(0.4, [
    [inner + 0.02, y + 0.1, 0.014, 0.1],
    [inner + 0.16, y, 0.024, 0.2],
    [joint - 0.02, y - 0.11, 0.045, 0.28],
  ]);
  bone(0.35, [[joint - 0.2, y - 0.03, 0.035, 0.24], [joint - 0.14, y + 0.01, 0.03, 0.26]]);
}

import { between } from "./between.ts";
import type { Plate } from "./plate.ts";
import { profileAt } from "./profile.ts";
import { lungBorder, type Thorax } from "./thorax.ts";
import { addTube, type TubePoint } from "./tube.ts";

/** Root of a lung's vessels and airways, in body coordinates. */
export interface Hilum {
  x: number;
  y: number;
}

/**
 * Finds the root of the lung on one side; the left one lies a little higher.
 *
 * @param thorax Outlines of the chest.
 * @param side -1 for the patient's right (the film's left), 1 for the left.
 * @returns The hilum's place.
 */
export function hilumAt(thorax: Thorax, side: number): Hilum {
  const y = thorax.apex + (thorax.floor - thorax.apex) * (side < 0 ? 0.46 : 0.42);
  const border = side < 0 ? thorax.heartRight : thorax.heartLeft;
  return { x: profileAt(border, y) + side * 0.02, y };
}

/** What {@linkcode addTree} grows. */
export interface TreeOptions {
  /** -1 for the patient's right lung, 1 for the left. */
  side: number;
  random: () => number;
  /** Branches that leave the hilum. */
  stems: number;
  /** Radius of a stem in body units. */
  radius: number;
  /** Attenuation in the middle per unit of radius. */
  strength: number;
  /** Share of the radius kept per step, `(0, 1)`. */
  taper: number;
}

/** Thinnest branch, as a radius in body units. */
const THINNEST = 0.0035;

/**
 * Grows a branching tree from the hilum to the edge of a lung: vessels, or airways.
 *
 * @param plate Drawn on; changed in place.
 * @param thorax Outlines of the chest.
 * @param options The side, the seed and the tree's measures.
 */
export function addTree(plate: Plate, thorax: Thorax, options: TreeOptions): void {
  const { side, random, stems, radius } = options;
  const hilum = hilumAt(thorax, side);
  for (let i = 0; i < stems; i++) {
    const share = (i + between(random, [0.2, 0.8])) / stems; // 0 to the apex, 1 to the base
    grow(plate, thorax, {
      x: hilum.x + side * between(random, [-0.02, 0.02]),
      y: hilum.y + 0.14 * (share - 0.5),
      angle: 0.35 + 2.5 * share,
      radius: radius * between(random, [0.75, 1.1]) * (0.8 + 0.35 * share),
      level: 0,
    }, options);
  }
}

interface Tip {
  x: number;
  y: number;
  /** Direction: 0 straight up, π/2 outwards, π straight down. */
  angle: number;
  radius: number;
  /** Forks since the hilum. */
  level: number;
}

function grow(plate: Plate, thorax: Thorax, start: Tip, options: TreeOptions): void {
  const { side, random, strength, taper } = options;
  const points: TubePoint[] = [];
  const twigs: Tip[] = [];
  let { x, y, angle, radius } = start;
  const bend = between(random, [-0.12, 0.12]);
  while (points.length < 14) {
    points.push({ x, y, radius, strength: strength * radius });
    const step = between(random, [0.05, 0.085]);
    angle += bend + between(random, [-0.18, 0.18]);
    x += side * step * Math.sin(angle);
    y -= step * Math.cos(angle);
    radius *= taper;
    if (radius < THINNEST || !inLung(thorax, x, y)) break;
    if (start.level < 4 && random() < 0.62) {
      const turn = between(random, [0.35, 0.8]) * (random() < 0.5 ? -1 : 1);
      twigs.push({ x, y, angle: angle + turn, radius: radius * 0.74, level: start.level + 1 });
    }
  }
  if (points.length > 1) addTube(plate, points);
  for (const twig of twigs) {
    if (twig.radius >= THINNEST) grow(plate, thorax, twig, options);
  }
}

function inLung(thorax: Thorax, x: number, y: number): boolean {
  return y > thorax.apex && y < thorax.floor + 0.05 && Math.abs(x) < lungBorder(thorax, x, y);
}

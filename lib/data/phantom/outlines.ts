import type { Anatomy } from "./anatomy.ts";
import { type Profile, smoothProfile } from "./profile.ts";

/**
 * Gives the distance of the chest wall from the midline.
 *
 * @param y Height in body coordinates.
 * @param chest Top and bottom of the lungs, and their greatest distance from the midline.
 * @returns Distance in body units.
 */
export function lungWidth(
  y: number,
  { apex, floor, cage }: { apex: number; floor: number; cage: number },
): number {
  const t = Math.min(1, Math.max(0, (y - apex) / (floor - apex) / 0.68));
  const dome = Math.pow(1 - Math.pow(1 - t, 2.2), 0.52);
  const rest = Math.max(0, (y - apex) / (floor - apex) - 0.68);
  return 0.33 + (cage - 0.33) * dome - 0.35 * cage * rest * rest;
}

/**
 * Draws the silhouette of the diaphragm: two domes with the angles beside them.
 *
 * @param anatomy The patient's measures.
 * @param dome Top of the right dome, in body coordinates.
 * @returns Height over x.
 */
export function diaphragmProfile(anatomy: Anatomy, dome: number): Profile {
  const { cage, sulcus, domeStep } = anatomy;
  const left = dome + domeStep;
  const curve = (q: number) => sulcus * Math.pow(q, 2.6);
  const lateral = [1.25, 1, 0.85, 0.7, 0.5, 0.25];
  return smoothProfile([
    ...lateral.map((q) => [-cage * (0.5 + 0.5 * q), dome + curve(q)] as const),
    [-0.46 * cage, dome],
    [-0.3 * cage, dome + 0.015],
    [-0.12 * cage, dome + 0.07],
    [0.2 * cage, left + 0.09],
    [0.4 * cage, left + 0.02],
    [0.52 * cage, left],
    ...lateral.reverse().map((q) => [cage * (0.52 + 0.48 * q), left + curve(q)] as const),
  ]);
}

/**
 * Gives evenly spaced numbers.
 *
 * @param from First number.
 * @param to Last number.
 * @param count Steps between them.
 * @returns `count + 1` numbers.
 */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => from + (to - from) * i / count);
}

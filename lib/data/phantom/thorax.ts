import type { Anatomy } from "./anatomy.ts";
import { type Heart, heartProfiles } from "./heart.ts";
import { diaphragmProfile, evenly, lungWidth } from "./outlines.ts";
import type { Position } from "./position.ts";
import { type Profile, profileAt, smoothProfile } from "./profile.ts";

/** Outlines of trunk, lungs and mediastinum as curves down the body. */
export interface Thorax extends Heart {
  /** Half width of the trunk. */
  trunk: Profile;
  /** Front-to-back depth of the trunk. */
  trunkDepth: Profile;
  /** Outer border of each lung. */
  lateral: { right: Profile; left: Profile };
  /** Inner border of each lung near its apex. */
  medial: Profile;
  /** Front-to-back depth of the lungs. */
  lungDepth: Profile;
  /** Silhouette of the diaphragm: y over x, one curve for both domes. */
  diaphragm: Profile;
  /** Middle of the spine over y. */
  spine: Profile;
  /** Lowest point of the lungs. */
  floor: number;
  apex: number;
  /** Shift of what lies in front (heart, sternum) by the patient's turn. */
  front: number;
}

/**
 * Works out the outlines of one chest.
 *
 * @param anatomy The patient's measures.
 * @param position How the patient stood and breathed.
 * @returns Curves in body coordinates.
 */
export function buildThorax(anatomy: Anatomy, position: Position): Thorax {
  const { cage, apex, wall, depth } = anatomy;
  const dome = Math.max(0.17, anatomy.base + position.breath);
  const floor = dome + anatomy.sulcus + anatomy.domeStep;
  const front = 0.45 * Math.sin(position.turn);
  const back = -0.35 * Math.sin(position.turn);
  const lateral = (shift: number) =>
    smoothProfile(
      evenly(apex, floor + 0.1, 24).map((y) => [y, lungWidth(y, { apex, floor, cage }) + shift]),
    );
  return {
    apex,
    floor,
    front,
    trunk: smoothProfile([
      [-0.95, 0.3],
      [-0.7, 0.6 * cage + wall],
      [-0.5, cage + wall],
      [-0.25, cage + wall + 0.05],
      [0.1, cage + wall + 0.02],
      [floor - 0.2, cage + wall],
      [floor + 0.25, 0.93 * cage + wall],
      [1.4, 0.93 * cage + 1.1 * wall],
    ]),
    trunkDepth: smoothProfile([
      [-0.95, 0.3],
      [-0.65, 0.62 * depth],
      [-0.25, 0.94 * depth],
      [floor, depth],
      [1.3, depth * (0.9 + wall)],
    ]),
    lateral: { right: lateral(-0.25 * front), left: lateral(0.25 * front) },
    medial: smoothProfile(
      evenly(0, 1, 16).map((t) => [apex + 0.5 * t, 0.33 * (1 - Math.sqrt(t * (2 - t)))]),
    ),
    lungDepth: smoothProfile([
      [apex, 0.28 * depth],
      [apex + 0.12, 0.46 * depth],
      [apex + 0.35, 0.68 * depth],
      [apex + 0.7, 0.78 * depth],
      [floor, 0.76 * depth],
    ]),
    ...heartProfiles(anatomy, { dome, front, back }),
    diaphragm: diaphragmProfile(anatomy, dome),
    spine: smoothProfile(
      evenly(-1.6, 1.6, 16).map((y) => [y, back + anatomy.scoliosis * Math.sin(2.2 * y)]),
      64,
    ),
  };
}

/**
 * Reads the outer border of a lung.
 *
 * @param thorax Outlines of the chest.
 * @param x Any place on the lung's side: below 0 the patient's right.
 * @param y Height in body coordinates.
 * @returns Distance from the midline, in body units.
 */
export function lungBorder(thorax: Thorax, x: number, y: number): number {
  return profileAt(x < 0 ? thorax.lateral.right : thorax.lateral.left, y);
}

/**
 * Finds the height of a vertebra, where a pair of ribs starts.
 *
 * @param thorax Outlines of the chest.
 * @param k 0 for the first with ribs, below 0 in the neck, above 11 in the loins.
 * @returns Its middle in body coordinates.
 */
export function vertebraAt({ apex, floor }: Thorax, k: number): number {
  return apex - 0.1 + k * (floor - apex) * 0.087;
}

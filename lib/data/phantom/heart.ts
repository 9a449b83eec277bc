import type { Anatomy } from "./anatomy.ts";
import { type Profile, smoothProfile } from "./profile.ts";

/** Heart and great vessels as seen from the front. */
export interface Heart {
  /** Border on the patient's right: x over y. */
  heartRight: Profile;
  /** Border on the patient's left. */
  heartLeft: Profile;
  /** Ray length in the middle. */
  heartDepth: Profile;
}

/**
 * Draws the borders of heart and great vessels: on the right the superior vena cava and the right
 * atrium, on the left the aortic knob, the pulmonary artery and the left ventricle.
 *
 * @param anatomy The patient's measures.
 * @param place Top of the right diaphragm dome, and how far the patient's turn shifts what lies in
 *   front and behind.
 * @returns Curves in body coordinates.
 */
export function heartProfiles(
  anatomy: Anatomy,
  { dome, front, back }: { dome: number; front: number; back: number },
): Heart {
  const { apex, depth, mediastinum: m } = anatomy;
  const heartHalf = anatomy.heart * anatomy.cage;
  const top = Math.min(-0.22, dome - 0.6);
  return {
    heartRight: smoothProfile([
      [apex - 0.2, -m * 0.9 + back],
      [apex + 0.2, -m * 0.95 + front],
      [top, -m + front],
      [top + 0.2, -m * 1.05 - 0.01 + front],
      [top + 0.36, -0.62 * heartHalf + front],
      [dome - 0.12, -0.72 * heartHalf + front],
      [dome + 0.05, -0.62 * heartHalf + front],
      [dome + 0.3, -0.4 * heartHalf + front],
    ]),
    heartLeft: smoothProfile([
      [apex - 0.2, m * 0.8 + back],
      [top - 0.16, m * 0.8 + front],
      [top - 0.02, m + anatomy.knob + 0.5 * front],
      [top + 0.08, m + 0.5 * anatomy.knob + front],
      [top + 0.2, m + 0.07 + front],
      [top + 0.34, Math.max(m + 0.1, 0.76 * heartHalf) + front],
      [top + 0.34 + 0.45 * (dome - top - 0.34), 1.12 * heartHalf + front],
      [dome - 0.03, 1.32 * heartHalf + front],
      [dome + 0.1, 1.3 * heartHalf + front],
      [dome + 0.25, 1.05 * heartHalf + front],
    ]),
    heartDepth: smoothProfile([
      [apex, 0.75 * depth],
      [top, 0.56 * depth],
      [top + 0.3, 0.52 * depth],
      [dome, 0.6 * depth],
    ]),
  };
}

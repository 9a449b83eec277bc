import { normal } from "../../random/normal.ts";
import { between } from "./between.ts";

/**
 * The measures of one patient. The film's half width is about 1; x grows to the patient's left (the
 * film's right), y grows downwards, 0 lies in the middle of the chest.
 */
export interface Anatomy {
  sex: "F" | "M";
  /** Age in years. */
  age: number;
  /** Half width of the rib cage at its widest. */
  cage: number;
  /** Top of the lungs. */
  apex: number;
  /** Top of the right diaphragm dome. */
  base: number;
  /** How much higher the right dome stands than the left. */
  domeStep: number;
  /** Depth of the costophrenic angle below the dome. */
  sulcus: number;
  /** Soft tissue outside the ribs. */
  wall: number;
  /** Depth of the chest, front to back. */
  depth: number;
  /** Heart's width as a share of the cage's. */
  heart: number;
  /** How far the aortic knob stands out. */
  knob: number;
  /** Half width of the upper mediastinum. */
  mediastinum: number;
  /** Width of a rib. */
  rib: number;
  /** Drop of a rib from its back end to its front end, as a share of the usual. */
  slope: number;
  /** Hardness of bone, about 1. */
  bone: number;
  /** Number and width of the vessels, about 1. */
  vessels: number;
  /** Size of the breasts, 0 for none. */
  breast: number;
  /** Sideways bend of the spine. */
  scoliosis: number;
  /** Shoulder height and clavicle tilt. */
  shoulder: number;
  /** Distance of the shoulder blades from the spine. */
  scapula: number;
  /** Half width of the neck. */
  neck: number;
  /** Radius of the stomach's gas bubble, 0 for none. */
  bubble: number;
}

/**
 * Draws a patient: a slim or broad, young or old one, man or woman.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The measures.
 *
 * @example
 * ```ts
 * import { drawAnatomy } from "lib/data/phantom/anatomy.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * drawAnatomy(seededRandom(1)).cage; // about 0.7
 * ```
 */
export function drawAnatomy(random: () => number): Anatomy {
  const build = normal(random); // slim below 0, broad above
  const age = random(); // 0 a youth, 1 an old patient
  const woman = random() < 0.5;
  return {
    sex: woman ? "F" : "M",
    age: Math.floor(18 + 73 * age),
    cage: 0.71 + 0.025 * build + 0.02 * normal(random) + (woman ? -0.015 : 0.015),
    apex: between(random, [-0.76, -0.66]),
    base: between(random, [0.24, 0.46]) - 0.03 * build,
    domeStep: between(random, [0.01, 0.1]),
    sulcus: between(random, [0.18, 0.3]),
    wall: Math.max(0.08, 0.15 + 0.05 * build + 0.02 * normal(random)),
    depth: 1 + 0.06 * build + 0.03 * normal(random),
    heart: between(random, [0.4, 0.5]) + 0.05 * age,
    knob: between(random, [0.03, 0.07]) + 0.05 * age,
    mediastinum: between(random, [0.1, 0.15]),
    rib: between(random, [0.027, 0.036]),
    slope: between(random, [0.75, 1.1]),
    bone: between(random, [0.8, 1.25]) - 0.2 * age,
    vessels: between(random, [0.8, 1.2]),
    breast: woman ? between(random, [0.12, 0.34]) : 0,
    scoliosis: 0.02 * normal(random),
    shoulder: between(random, [-0.09, 0.07]),
    scapula: between(random, [0.58, 0.8]),
    neck: between(random, [0.19, 0.27]),
    bubble: random() < 0.6 ? between(random, [0.05, 0.14]) : 0,
  };
}

/**
 * Finds the shoulder joint.
 *
 * @param anatomy The patient's measures.
 * @returns Its distance from the midline and its height, in body coordinates.
 */
export function shoulderJoint(anatomy: Anatomy): { x: number; y: number } {
  return { x: anatomy.cage + 0.17 + 0.6 * anatomy.wall, y: -0.6 + anatomy.shoulder };
}

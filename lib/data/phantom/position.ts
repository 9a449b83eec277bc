import { normal } from "../../random/normal.ts";
import { between } from "./between.ts";
import type { Pose } from "./plate.ts";

/** How the patient stood and breathed for one film. */
export interface Position {
  /** Turn about the body's long axis, in radians; moves what lies in front against what lies behind. */
  turn: number;
  /** Depth of breath: 0 as in the anatomy, below 0 less air. */
  breath: number;
  /** How far the arms hang from the trunk. */
  arms: number;
  /** Tilt in the film's plane, in radians. */
  tilt: number;
  /** Size on the film, in film half widths per body unit. */
  zoom: number;
  /** Width against height. */
  stretch: number;
  /** Place on the film, in film half widths. */
  shift: readonly [x: number, y: number];
}

/**
 * Draws how a patient is placed for one film.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The position.
 */
export function drawPosition(random: () => number): Position {
  return {
    turn: 0.06 * normal(random),
    breath: 0.05 * normal(random),
    arms: between(random, [0, 1]),
    tilt: 0.03 * normal(random),
    zoom: between(random, [0.95, 1.18]),
    stretch: 1 + 0.04 * normal(random),
    shift: [0.04 * normal(random), 0.05 * normal(random) + 0.04],
  };
}

/**
 * Makes the map from body coordinates to the film's pixels.
 *
 * @param position How the patient was placed.
 * @param size Width and height of the film in pixels.
 * @returns The affine map.
 */
export function poseOnFilm(position: Position, size: number): Pose {
  const { tilt, zoom, stretch, shift } = position;
  const half = size / 2;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return {
    a: half * zoom * stretch * cos,
    b: -half * zoom * stretch * sin,
    c: half * (1 + shift[0]),
    d: half * zoom * sin,
    e: half * zoom * cos,
    f: half * (1 + shift[1]),
  };
}

import { type Anatomy, shoulderJoint } from "./anatomy.ts";
import { invertPose, type Pose } from "./plate.ts";
import type { Position } from "./position.ts";
import { profileAt } from "./profile.ts";
import { lungBorder, type Thorax } from "./thorax.ts";

/** Thickness maps of one film, row by row: `[size * size]` each. */
export interface SoftTissue {
  /** Length of each ray inside the body, lungs filled with tissue, in body units. */
  body: Float32Array;
  /** Length of each ray inside the lungs, in body units. */
  air: Float32Array;
  /** Place across the lung: 0 at the midline, 1 at the chest wall; 0 where there is no air. */
  across: Float32Array;
  /** Place down the lung: 0 at the apex, 1 at the lowest point; 0 where there is no air. */
  down: Float32Array;
}

/**
 * Follows a ray through trunk, neck, shoulders, arms and lungs for each pixel.
 *
 * @param thorax Outlines of the chest.
 * @param patient The patient's measures and position.
 * @param film Pose on the film and size in pixels.
 * @returns Thickness maps.
 */
export function traceSoftTissue(
  thorax: Thorax,
  patient: { anatomy: Anatomy; position: Position },
  { pose, size }: { pose: Pose; size: number },
): SoftTissue {
  const length = size * size;
  const maps = {
    body: new Float32Array(length),
    air: new Float32Array(length),
    across: new Float32Array(length),
    down: new Float32Array(length),
  };
  const limbs = buildLimbs(patient);
  const inverse = invertPose(pose);
  const soft = inverse.e; // edges spread over two pixels
  for (let row = 0, i = 0; row < size; row++) {
    for (let column = 0; column < size; column++, i++) {
      const x = inverse.a * (column + 0.5) + inverse.b * (row + 0.5) + inverse.c;
      const y = inverse.d * (column + 0.5) + inverse.e * (row + 0.5) + inverse.f;
      const trunk = profileAt(thorax.trunkDepth, y) * halfEllipse(x / profileAt(thorax.trunk, y));
      let squares = trunk * trunk;
      for (let k = 0; k < limbs.length; k++) squares += limbChord2(limbs[k], Math.abs(x), y);
      maps.body[i] = Math.sqrt(squares);
      if (y <= thorax.apex || y >= thorax.floor) continue;
      const air = lungChord(thorax, { x, y, soft });
      if (air <= 0) continue;
      maps.air[i] = air;
      maps.across[i] = Math.abs(x) / lungBorder(thorax, x, y);
      maps.down[i] = (y - thorax.apex) / (thorax.floor - thorax.apex);
    }
  }
  return maps;
}

function lungChord(
  thorax: Thorax,
  { x, y, soft }: { x: number; y: number; soft: number },
): number {
  const distance = Math.abs(x);
  const outer = lungBorder(thorax, x, y);
  const inner = profileAt(thorax.medial, y);
  if (distance >= outer || distance <= inner) return 0;
  const place = Math.abs(2 * distance - outer - inner) / (outer - inner);
  let air = profileAt(thorax.lungDepth, y) * Math.sqrt(1 - place * place * place);
  const below = y - profileAt(thorax.diaphragm, x);
  if (below > -soft) {
    // The dome hides the lung but for its recess behind, which thins out downwards.
    const recess = Math.max(0, 0.34 - 0.8 * Math.sqrt(Math.max(0, below)));
    const edge = Math.min(1, (below + soft) / (2 * soft));
    air *= 1 - edge + edge * recess;
  }
  return air - mediastinumChord(thorax, x, y);
}

function mediastinumChord(thorax: Thorax, x: number, y: number): number {
  const right = profileAt(thorax.heartRight, y);
  const left = profileAt(thorax.heartLeft, y);
  const heart = halfEllipse((2 * x - right - left) / (left - right));
  const spine = halfEllipse((x - profileAt(thorax.spine, y)) / 0.13);
  const aorta = y > -0.3 ? halfEllipse((x - 0.5 * thorax.front - 0.1) / 0.065) : 0;
  return profileAt(thorax.heartDepth, y) * heart + 0.24 * spine + 0.1 * aorta;
}

/** Half an ellipse's height at `place` in `[-1, 1]`; 0 outside. */
function halfEllipse(place: number): number {
  const rest = 1 - place * place;
  return rest > 0 ? Math.sqrt(rest) : 0;
}

/** A cone with round ends, for x ≥ 0; the other side mirrors it. */
interface Limb {
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** Radius at both ends. */
  from: number;
  to: number;
  /** Ray length in its middle, in radii. */
  depth: number;
}

function buildLimbs(
  { anatomy, position }: { anatomy: Anatomy; position: Position },
): Limb[] {
  const { wall, neck } = anatomy;
  const { x, y } = shoulderJoint(anatomy);
  const arm = 0.1 + 0.5 * wall;
  const shoulder = { x: 0.1, y: -0.66, dx: x - 0.1, dy: y + 0.66, from: 0.3 };
  const spread = 0.08 + 0.35 * position.arms;
  return [
    { x: 0, y: -2, dx: 0, dy: 1.25, from: neck, to: neck + 0.04, depth: 1.1 },
    { ...shoulder, to: 0.17 + 0.4 * wall, depth: 1 },
    { x, y, dx: spread, dy: 1.8, from: arm + 0.03, to: arm, depth: 1.4 },
  ];
}

/** Square of a ray's length through a limb. */
function limbChord2(limb: Limb, x: number, y: number): number {
  const widest = Math.max(limb.from, limb.to);
  const ex = x - limb.x;
  const ey = y - limb.y;
  if (ex < -widest || ex > limb.dx + widest) return 0;
  const length2 = limb.dx * limb.dx + limb.dy * limb.dy;
  const along = Math.min(1, Math.max(0, (ex * limb.dx + ey * limb.dy) / length2));
  const fx = ex - along * limb.dx;
  const fy = ey - along * limb.dy;
  const radius = limb.from + along * (limb.to - limb.from);
  const rest = radius * radius - fx * fx - fy * fy;
  return rest > 0 ? limb.depth * limb.depth * rest : 0;
}

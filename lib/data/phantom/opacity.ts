import { invertPose, type Pose } from "./plate.ts";
import type { SoftTissue } from "./soft_tissue.ts";

/** A place in the lungs. */
export interface LungPlace {
  /** -1 in the patient's right lung (the film's left), 1 in the left. */
  side: number;
  /** 0 at the midline, 1 at the chest wall. */
  across: number;
  /** 0 at the apex, 1 at the lowest point. */
  down: number;
  /** Body coordinates, for texture. */
  x: number;
  y: number;
}

/** Share of the air that fluid has replaced at a place, in `[0, 1]`. */
export type Opacity = (place: LungPlace) => number;

/**
 * Works out where an opacity lies on a film.
 *
 * @param opacity The opacity.
 * @param tissue The film's thickness maps.
 * @param film Pose on the film and size in pixels.
 * @returns Share of the air replaced by fluid, `[0, 1]`; 0 outside the lungs: `[size * size]`.
 */
export function opacityOnFilm(
  opacity: Opacity,
  tissue: SoftTissue,
  { pose, size }: { pose: Pose; size: number },
): Float32Array {
  const shares = new Float32Array(size * size);
  const body = invertPose(pose);
  const place: LungPlace = { side: 0, across: 0, down: 0, x: 0, y: 0 };
  for (let row = 0, i = 0; row < size; row++) {
    for (let column = 0; column < size; column++, i++) {
      if (tissue.air[i] === 0) continue;
      place.x = body.a * (column + 0.5) + body.b * (row + 0.5) + body.c;
      place.y = body.d * (column + 0.5) + body.e * (row + 0.5) + body.f;
      place.side = place.x < 0 ? -1 : 1;
      place.across = tissue.across[i];
      place.down = tissue.down[i];
      shares[i] = opacity(place);
    }
  }
  return shares;
}

import type { Anatomy } from "./anatomy.ts";
import type { Plate } from "./plate.ts";
import { profileAt } from "./profile.ts";
import { lungBorder, type Thorax, vertebraAt } from "./thorax.ts";
import { addTube, type TubePoint } from "./tube.ts";

/** How far round the chest each rib goes, as an angle from the spine: π is the breastbone. */
const ENDS = [2.5, 2.6, 2.65, 2.6, 2.55, 2.45, 2.3, 2.1, 1.95, 1.8, 1.3, 0.9];

const PIECES = 26;

/**
 * Adds twelve pairs of ribs.
 *
 * A rib is a pipe along half an ellipse seen from the front: its back part runs almost level, turns
 * at the side, where rays meet it end-on and it is brightest, and comes down in front.
 *
 * @param plate Drawn on; changed in place.
 * @param thorax Outlines of the chest.
 * @param patient The patient's measures and a source of random numbers.
 */
export function addRibs(
  plate: Plate,
  thorax: Thorax,
  { anatomy, random }: { anatomy: Anatomy; random: () => number },
): void {
  for (const side of [-1, 1]) {
    for (let k = 0; k < ENDS.length; k++) {
      addTube(plate, ribAxis(thorax, anatomy, { k, side, jitter: 0.008 * (random() - 0.5) }), 0.22);
    }
  }
}

function ribAxis(
  thorax: Thorax,
  anatomy: Anatomy,
  { k, side, jitter }: { k: number; side: number; jitter: number },
): TubePoint[] {
  const head = vertebraAt(thorax, k);
  const spine = profileAt(thorax.spine, head);
  const height = thorax.floor - thorax.apex;
  const drop = height * anatomy.slope * Math.min(0.4, 0.185 + 0.055 * k);
  const floating = k >= 10;
  const border = Math.min(
    lungBorder(thorax, side, head + drop / 2),
    k < 2 ? 0.35 + 0.15 * k : 2,
  );
  const reach = (border + 0.012) * (floating ? 0.97 : 1);
  const size = anatomy.rib * (k < 2 ? 0.85 : 1);
  const arch = k < 7 ? 0.05 : 0.03;
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const angle = 0.1 + (ENDS[k] - 0.1) * i / PIECES;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const front = (1 - cos) / 2; // 0 at the back, 1 at the breastbone
    const endOn = 0.6 * sin / Math.hypot(0.6 * sin, cos, 0.35 * sin);
    const fade = Math.min(1, 4 * (1 - i / PIECES) + (floating ? 0.3 : 0.1)); // into cartilage
    return {
      x: spine + (thorax.front - spine) * front + side * reach * Math.pow(sin, 0.85),
      y: head + drop * front + jitter - arch * Math.sin(Math.min(angle, 1) * Math.PI),
      radius: size * (0.86 + 0.3 * front),
      strength: anatomy.bone * 0.42 * fade * (1 - 0.35 * front) / Math.sqrt(1.15 - endOn * endOn),
    };
  });
}

import { seededRandom } from "../../random/seeded.ts";
import { drawConsolidation } from "./consolidation.ts";
import { drawGroundGlass } from "./ground_glass.ts";
import type { Opacity } from "./opacity.ts";

/** What each class of films holds that the others must make up for. */
export type Disease = "none" | "consolidation" | "ground-glass";

/** A value per place of a lung, the same on both sides: `[DOWN * ACROSS]`, row by row. */
type LungTable = Float64Array;

const ACROSS = 12;
const DOWN = 16;
const DRAWS = 400;

/** How white fluid makes a lung: the S-shaped film curve, from clear lung (0) to solid (1). */
const CLEAR = -1.1;
const RANGE = 3.5;
const BLACK = logistic(CLEAR);
const WHITE = logistic(CLEAR + RANGE);

/**
 * How much of its whiteness a disease shows at the midline and at the chest wall, measured on films:
 * near the hilum fluid also hides white vessels, and opens dark airways.
 */
const LOBAR_SEEN = [0.83, 1.12] as const;
const GLASS_SEEN = [0.95, 1.06] as const;

let tables: Record<Disease, LungTable> | undefined;

/**
 * Reads how much whiter the lungs of a class must become, at one place and on average over many
 * films, so that all classes are equally white there.
 *
 * Without it, lungs would be darker in normal films, and a glance from afar would tell the classes
 * apart. A network must find edges and texture instead.
 *
 * @param disease What the class holds of its own.
 * @param across 0 at the midline, 1 at the chest wall.
 * @param down 0 at the apex, 1 at the lowest point.
 * @returns Missing whiteness, in `[0, 1]`.
 */
export function missingWhiteness(disease: Disease, across: number, down: number): number {
  tables ??= balance();
  const table = tables[disease];
  const u = Math.min(ACROSS - 1.001, Math.max(0, across * ACROSS - 0.5));
  const v = Math.min(DOWN - 1.001, Math.max(0, down * DOWN - 0.5));
  const left = Math.floor(u);
  const i = Math.floor(v) * ACROSS + left;
  const upper = table[i] + (table[i + 1] - table[i]) * (u - left);
  const j = i + ACROSS;
  const lower = table[j] + (table[j + 1] - table[j]) * (u - left);
  return upper + (lower - upper) * (v - Math.floor(v));
}

/**
 * Adds whiteness to a lung.
 *
 * @param share Share of the air that fluid replaces already, in `[0, 1]`.
 * @param white How much whiter the lung shall be, from 0 to 1.
 * @returns The share that makes it so, 1 at most.
 *
 * @example
 * ```ts
 * import { whiten } from "lib/data/phantom/balance.ts";
 * whiten(0, 1); // about 1
 * ```
 */
export function whiten(share: number, white: number): number {
  const level = Math.min(WHITE, logistic(CLEAR + RANGE * share) + white * (WHITE - BLACK));
  return (Math.log(level / (1 - level)) - CLEAR) / RANGE;
}

function balance(): Record<Disease, LungTable> {
  const lobar = averageWhiteness(drawConsolidation, LOBAR_SEEN);
  const glass = averageWhiteness(drawGroundGlass, GLASS_SEEN);
  const most = lobar.map((value, i) => Math.max(value, glass[i]));
  return {
    none: most,
    consolidation: most.map((value, i) => value - lobar[i]),
    "ground-glass": most.map((value, i) => value - glass[i]),
  };
}

/** Draws a disease many times and averages how white it makes each place of the lungs. */
function averageWhiteness(
  draw: (random: () => number) => Opacity,
  visible: readonly [midline: number, wall: number],
): LungTable {
  const table = new Float64Array(ACROSS * DOWN);
  const random = seededRandom(1);
  for (let n = 0; n < DRAWS; n++) {
    const opacity = draw(random);
    for (let i = 0; i < table.length; i++) {
      const across = (i % ACROSS + 0.5) / ACROSS;
      const down = (Math.floor(i / ACROSS) + 0.5) / DOWN;
      const seen = visible[0] + (visible[1] - visible[0]) * across;
      for (const side of [-1, 1]) {
        const share = opacity({ side, across, down, x: 0.7 * side * across, y: 1.3 * down - 0.7 });
        const white = (logistic(CLEAR + RANGE * share) - BLACK) / (WHITE - BLACK);
        table[i] += seen * white / (2 * DRAWS);
      }
    }
  }
  return table;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

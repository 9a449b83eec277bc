import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";

/** Settings of {@linkcode drawGroups}. */
export interface DrawGroupsOptions {
  /** Share of each label to draw, `[0, 1)`. */
  fraction: number;
  /** Seed of the draw. */
  seed: number;
  /** Groups never to draw; their rows count for the share all the same. */
  except?: ReadonlySet<string>;
}

/**
 * Draws whole groups until about the given share of every label is drawn (a stratified hold-out).
 *
 * Groups are taken in a random order, each where it brings the counts nearer to the share.
 *
 * @param rows Label and group of every row.
 * @param options Share, seed and groups to leave.
 * @returns For every row whether it is drawn.
 * @throws {RangeError} Where the share is not in `[0, 1)`.
 *
 * @example
 * ```ts
 * import { drawGroups } from "lib/data/draw_groups.ts";
 * const rows = [{ label: "a", group: "1" }, { label: "a", group: "2" }];
 * drawGroups(rows, { fraction: 0.5, seed: 1 }).filter((drawn) => drawn).length; // 1
 * ```
 */
export function drawGroups(
  rows: readonly { label: string; group: string }[],
  { fraction, seed, except }: DrawGroupsOptions,
): boolean[] {
  if (!(fraction >= 0 && fraction < 1)) {
    throw new RangeError(`Cannot draw a share of ${fraction}: expected [0, 1)`);
  }
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  const countsOf = new Map<string, number[]>();
  const missing = labels.map(() => 0);
  for (const { label, group } of rows) {
    const counts = countsOf.get(group) ?? labels.map(() => 0);
    counts[labels.indexOf(label)]++;
    countsOf.set(group, counts);
    missing[labels.indexOf(label)] += fraction;
  }
  const drawn = new Set<string>();
  for (const group of shuffle([...countsOf.keys()].sort(), seededRandom(seed))) {
    if (except?.has(group)) continue;
    const counts = countsOf.get(group)!;
    let change = 0;
    counts.forEach((count, i) => change += (missing[i] - count) ** 2 - missing[i] ** 2);
    if (change >= 0) continue;
    drawn.add(group);
    counts.forEach((count, i) => missing[i] -= count);
  }
  return rows.map(({ group }) => drawn.has(group));
}

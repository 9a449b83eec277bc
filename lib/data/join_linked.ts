/**
 * Joins items that are linked, directly or over others (connected components, by union-find).
 *
 * @param count How many items there are.
 * @param links Pairs of indices.
 * @returns For every item the smallest index that it is joined to; its own where alone.
 *
 * @example
 * ```ts
 * import { joinLinked } from "lib/data/join_linked.ts";
 * joinLinked(4, [[3, 1], [2, 3]]); // [0, 1, 1, 1]
 * ```
 */
export function joinLinked(count: number, links: Iterable<readonly [number, number]>): number[] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const [a, b] of links) {
    const [first, second] = [find(a), find(b)];
    parent[Math.max(first, second)] = Math.min(first, second);
  }
  return parent.map((_, i) => find(i));
}

/**
 * Lists the links between items that share a key.
 *
 * @param keys One key an item; items with an empty key stay alone.
 * @returns Pairs of indices for `joinLinked`.
 *
 * @example
 * ```ts
 * import { linkEqual } from "lib/data/join_linked.ts";
 * linkEqual(["ieee:1", "", "ieee:1", ""]); // [[0, 2]]
 * ```
 */
export function linkEqual(keys: readonly string[]): [number, number][] {
  const first = new Map<string, number>();
  const links: [number, number][] = [];
  keys.forEach((key, i) => {
    if (key === "") return;
    if (first.has(key)) links.push([first.get(key)!, i]);
    else first.set(key, i);
  });
  return links;
}

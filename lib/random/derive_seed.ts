/**
 * Derives a seed of its own for one use (a fold, an epoch, a layer) from a run's seed.
 *
 * Different keys give unrelated seeds; the same keys give the same seed on every machine
 * (FNV-1a over the keys' text, then the finaliser of MurmurHash3).
 *
 * @param seed The run's seed, an integer.
 * @param keys What the seed is for.
 * @returns An integer in `[0, 2³²)`.
 *
 * @example
 * ```ts
 * import { deriveSeed } from "lib/random/derive_seed.ts";
 * deriveSeed(1, "shuffle", 3) !== deriveSeed(1, "shuffle", 4); // true
 * ```
 */
export function deriveSeed(seed: number, ...keys: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of [seed, ...keys].join("\u0000")) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

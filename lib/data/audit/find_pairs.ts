import { findDuplicates } from "../duplicates.ts";
import { linkEqual } from "../join_linked.ts";
import type { Film } from "../manifest.ts";

/** Two films of the same picture. */
export interface AuditPair {
  /** Path of the first film. */
  a: string;
  /** Path of the second. */
  b: string;
  /** Correlation of their thumbnails, `[0.98, 1]`; 1 for the same bytes. */
  correlation: number;
  /** Whether the published files are the same, byte for byte. */
  identical: boolean;
  /** Parts of the split, sorted: `train`, or `test + train` where they lie across. */
  splits: string;
  /** Whether one is in the test and the other is not. */
  acrossTest: boolean;
  /** Classes, sorted: one, or two joined by ` + `. */
  classes: string;
}

/**
 * Finds the pairs of films that show the same picture: from pixels, and from hashes.
 *
 * @param films The set's films.
 * @param thumbnails Their thumbnails, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns Pairs, those that reach into the test first, then by correlation.
 *
 * @example
 * ```ts
 * import { findPairs } from "lib/data/audit/find_pairs.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = ["a", "b"].map((path) => makeFilm({ path, sha256: "1" }));
 * findPairs(films, new Uint8Array(2 * 64 * 64))[0].identical; // true
 * ```
 */
export function findPairs(films: readonly Film[], thumbnails: Uint8Array): AuditPair[] {
  const both = (a: string, b: string) => [...new Set([a, b])].sort().join(" + ");
  const found = new Map<string, AuditPair>();
  const add = (i: number, j: number, correlation: number) => {
    const key = `${Math.min(i, j)} ${Math.max(i, j)}`;
    if (found.has(key)) return;
    const [a, b] = [films[i], films[j]];
    found.set(key, {
      a: a.path,
      b: b.path,
      correlation,
      identical: areIdentical(a, b),
      splits: both(a.split || "no split", b.split || "no split"),
      acrossTest: (a.split === "test") !== (b.split === "test"),
      classes: both(a.className, b.className),
    });
  };
  for (const { a, b, correlation } of findDuplicates(thumbnails)) add(a, b, correlation);
  // Films of one flat grey correlate with nothing, but their bytes may be the same.
  for (const key of ["sha256", "originalSha256"] as const) {
    for (const [a, b] of linkEqual(films.map((film) => film[key]))) add(a, b, 1);
  }
  return [...found.values()].sort((p, q) =>
    Number(q.acrossTest) - Number(p.acrossTest) || q.correlation - p.correlation ||
    (p.a < q.a ? -1 : p.a > q.a ? 1 : p.b < q.b ? -1 : 1)
  );
}

function areIdentical(a: Film, b: Film): boolean {
  return (a.sha256 !== "" && a.sha256 === b.sha256) ||
    (a.originalSha256 !== "" && a.originalSha256 === b.originalSha256);
}

import type { AuditPair } from "../data/audit/find_pairs.ts";
import { loadPixels } from "../data/load_pixels.ts";
import type { FilmSet } from "../data/read_films.ts";
import type { ImageGrid } from "../display/image_grid.ts";
import { suspectPairsSheet } from "../display/suspect_pairs_sheet.ts";

/** Options of {@linkcode drawSuspectPairs}. */
export interface DrawSuspectPairsOptions {
  /** Folder of decoded films. */
  cacheDir: string;
  /** Most pairs shown, the gravest first. @default 40 */
  limit?: number;
  signal?: AbortSignal;
}

/** Side of the pictures, pixels. */
const SIDE = 320;

/**
 * Draws the sheet of a set's suspect pairs. It shows patients' films: write it only into the user's
 * own outputs.
 *
 * @param set The set.
 * @param pairs Pairs that the audit found, the gravest first.
 * @param options See {@linkcode DrawSuspectPairsOptions}.
 * @returns The sheet; `undefined` where there are no pairs.
 * @throws {Error} Where a film can no longer be read.
 *
 * @example
 * ```ts
 * import { drawSuspectPairs } from "lib/report/audit_pairs.ts";
 * const set = { root: ".", name: "mine", films: [] };
 * await drawSuspectPairs(set, [], { cacheDir: await Deno.makeTempDir() }); // undefined
 * ```
 */
export async function drawSuspectPairs(
  set: Pick<FilmSet, "root" | "name" | "films">,
  pairs: readonly AuditPair[],
  { cacheDir, limit = 40, signal }: DrawSuspectPairsOptions,
): Promise<ImageGrid | undefined> {
  if (pairs.length === 0) return undefined;
  const shown = pairs.slice(0, limit);
  const byPath = new Map(set.films.map((film) => [film.path, film]));
  const films = shown.flatMap(({ a, b }) => [byPath.get(a)!, byPath.get(b)!]);
  const pixels = await loadPixels({ root: set.root, films }, {
    imageSize: [SIDE, SIDE],
    cacheDir,
    signal,
  });
  const title = shown.length === pairs.length
    ? `${set.name}: pairs of one picture`
    : `${set.name}: ${shown.length} of ${pairs.length} pairs of one picture`;
  return suspectPairsSheet(
    shown.map((pair, i) => ({ ...pair, films: [films[2 * i], films[2 * i + 1]] as const })),
    pixels,
    { title, caption: "Red: in two parts of the split or two classes. Not for publication." },
  );
}

import { borderBlocks, type BorderRegion } from "../../data/border_blocks.ts";
import { firstOfGroups } from "../../data/first_of_groups.ts";
import { takeFilms } from "../../data/take_films.ts";
import { rankSearch } from "../../evaluation/rank_search.ts";
import { deriveSeed } from "../../random/derive_seed.ts";

/** What one part of the films' border tells about the class. */
export interface BorderFinding {
  region: BorderRegion;
  /** The class that stands out most there. */
  className: string;
  /** How well the best small block of the region alone tells that class from the rest, `[0.5, 1]`. */
  auc: number;
  /** Chance of a block as telling anywhere on the border if classes did not differ, `(0, 1]`. */
  pValue: number;
  /** Whether that is a shortcut: hardly by chance, and telling enough to be worth a network's while. */
  found: boolean;
}

/** Options of {@linkcode searchBorders}. */
export interface SearchBordersOptions {
  /** `[n]`, class indices. */
  ys: readonly number[];
  /** `[n]`, patients (or groups of copies): one film of each takes part. */
  groups: readonly string[];
  classNames: readonly string[];
  seed: number;
  /** Number of permutations, 499 where left out. */
  permutations?: number;
}

/** From these on a part of the border counts as a shortcut. */
const LEAST_AUC = 0.7;
const MOST_P = 0.01;

/** More films would only lengthen the permutations. */
const MAX_FILMS = 1000;

/**
 * Searches corners and edges for what gives the class away in one place: a burnt-in letter, a
 * marker, a shutter.
 *
 * Each small block's mean and brightest point are ranked over the films, one film a patient, and
 * compared between each class and the rest; permuted labels tell what the best of all blocks reaches by chance.
 * A corner is named where that is unlikely and the block alone has an AUC of .7 or more.
 *
 * @param thumbnails Grey levels, `[n, 64, 64]`, flat, `[0, 255]`.
 * @param options See {@linkcode SearchBordersOptions}.
 * @returns One finding a region, the most telling first.
 * @throws {RangeError} Where lengths differ.
 *
 * @example
 * ```ts
 * import { searchBorders } from "lib/experiments/audit/border_search.ts";
 * const films = new Uint8Array(8 * 64 * 64);
 * const ys = [0, 0, 0, 0, 1, 1, 1, 1];
 * ys.forEach((label, i) => films[i * 64 * 64] = 255 * label); // the first pixel tells
 * const options = { ys, groups: [..."abcdefgh"], classNames: ["Normal", "COVID-19"], seed: 1 };
 * searchBorders(films, options)[0].region; // "top left corner"
 * ```
 */
export function searchBorders(
  thumbnails: Uint8Array,
  { ys, groups, classNames, seed, permutations = 499 }: SearchBordersOptions,
): BorderFinding[] {
  const kept = onePerGroup(groups).slice(0, MAX_FILMS);
  const size = thumbnails.length / ys.length;
  const films = takeFilms(thumbnails, { places: kept, size });
  const { regions, columns } = borderBlocks(films);
  const differences = rankSearch(columns, {
    ys: kept.map((i) => ys[i]),
    numClasses: classNames.length,
    seed: deriveSeed(seed, "borders"),
    permutations,
  });
  const byRegion = Map.groupBy(differences, ({ column }) => regions[column]);
  return [...byRegion].map(([region, inside]): BorderFinding => {
    const best = inside.reduce((a, b) => Math.abs(b.z) > Math.abs(a.z) ? b : a);
    const auc = Number.isNaN(best.auc) ? NaN : Math.max(best.auc, 1 - best.auc);
    return {
      region,
      className: classNames[best.classIndex],
      auc,
      pValue: best.pValue,
      found: auc >= LEAST_AUC && best.pValue <= MOST_P,
    };
  }).sort((a, b) => b.auc - a.auc);
}

/** The films in an order that mixes the classes evenly, one of each group. */
function onePerGroup(groups: readonly string[]): number[] {
  const firsts = firstOfGroups(groups);
  const stride = Math.max(1, Math.ceil(firsts.length / MAX_FILMS));
  return Array.from({ length: stride }, (_, start) => firsts.filter((_, i) => i % stride === start))
    .flat();
}

/** By what films are parted. */
export type SubgroupKey = "view" | "sex" | "age" | "source";

/** What of a film decides its subgroup; `""` and `NaN` where unknown. */
export interface SubgroupFilm {
  /** `PA`, `AP`, … */
  view: string;
  /** `F` or `M`. */
  sex: string;
  /** Years. */
  age: number;
  /** Data set. */
  source: string;
}

/** Films that have something in common. */
export interface Subgroup {
  /** Such as `view=AP`, `age=40-59` or `sex=unknown`. */
  name: string;
  /** Indices of its films. */
  films: number[];
  /** Fewer than {@linkcode FEWEST_FILMS}: no figure of it means anything. */
  isTooFew: boolean;
}

/** A subgroup of fewer films gets no figures. */
export const FEWEST_FILMS = 10;

/** Upper ends of the age bands, in years, the last open. */
const BANDS: readonly [name: string, below: number][] = [
  ["0-17", 18],
  ["18-39", 40],
  ["40-59", 60],
  ["60-79", 80],
  ["80+", Infinity],
];

/**
 * Parts films by what is known of them.
 *
 * @param films Films in any number.
 * @param keys By what, one after the other.
 * @returns Subgroups by key, then name, unknown ones last. Where nothing is known of any film, or all
 *   films fall into one subgroup, there is none of that key.
 *
 * @example
 * ```ts
 * import { subgroupsOf } from "lib/evaluation/subgroups.ts";
 * const film = { view: "AP", sex: "F", age: 40, source: "a" };
 * subgroupsOf([film, { ...film, view: "PA" }], ["view"]).map(({ name }) => name); // ["view=AP", "view=PA"]
 * ```
 */
export function subgroupsOf(
  films: readonly SubgroupFilm[],
  keys: readonly SubgroupKey[],
): Subgroup[] {
  return keys.flatMap((key) => {
    const parts = Map.groupBy(films.keys(), (i) => partOf(films[i], key));
    if (parts.size < 2) return [];
    return [...parts]
      .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, "en", { numeric: true }))
      .map(([part, members]) => ({
        name: `${key}=${part}`,
        films: members,
        isTooFew: members.length < FEWEST_FILMS,
      }));
  });
}

function partOf(film: SubgroupFilm, key: SubgroupKey): string {
  if (key === "age") return BANDS.find(([, below]) => film.age < below)?.[0] ?? UNKNOWN;
  return film[key].trim() || UNKNOWN;
}

function rank(part: string): number {
  return Number(part === UNKNOWN);
}

const UNKNOWN = "unknown";

import { drawGroups } from "../data/draw_groups.ts";
import { findLungMasks, type LungMaskFile } from "../data/lung_masks.ts";
import { deriveSeed } from "../random/derive_seed.ts";

/** A set as `readFilms` or `openStudy` gives it, or part of one. */
export interface OutlinedSet {
  root: string;
  name: string;
  films: readonly SetFilm[];
}

/** What is needed of a film. */
export interface SetFilm {
  path: string;
  sha256: string;
  className: string;
  group: string;
  /** Copies of one picture; the file's own content where left out. */
  copyGroup?: string;
}

/** Fewest films with outlines from which something is held out. */
export const LEAST_OUTLINED = 20;

/** Where an outlined film is used. */
export type OutlinedPart = "train" | "validation" | "test";

/** A film and its outline. */
export interface OutlinedFilm {
  film: SetFilm;
  mask: LungMaskFile;
}

/**
 * Finds a set's films that have outlines; of copies of one picture one is taken.
 *
 * @param set The set.
 * @returns Films with their outlines.
 * @throws {RangeError} Where there are fewer than 20.
 *
 * @example
 * ```ts ignore
 * import { outlinedFilms } from "lib/protocol/outlined_set.ts";
 * (await outlinedFilms(set)).length; // 410
 * ```
 */
export async function outlinedFilms(set: OutlinedSet) {
  const masks = await findLungMasks(set);
  const byPath = new Map(set.films.map((film) => [film.path, film]));
  const pictures = new Map<string, OutlinedFilm>();
  for (const mask of masks) {
    const film = byPath.get(mask.film)!;
    const picture = film.copyGroup || film.sha256;
    if (!pictures.has(picture)) pictures.set(picture, { film, mask });
  }
  const films = [...pictures.values()];
  if (films.length >= LEAST_OUTLINED) return films;
  throw new RangeError(
    `Cannot train a lung network on ${set.name}: expected at least ${LEAST_OUTLINED} films with an ` +
      `outline in a folder "lung-masks" but found ${films.length}`,
  );
}

/** How outlined films are dealt. */
export interface DealOutlinedOptions {
  seed: number;
  /** Share of the films held out to measure on. @default 0.2 */
  testFraction?: number;
  /** Share of the others that chooses the epoch. @default 0.12 */
  validationFraction?: number;
}

/**
 * Deals outlined films by group, so that no patient stands on two sides.
 *
 * @param films Films with their outlines.
 * @param options See {@linkcode DealOutlinedOptions}.
 * @returns A part a film.
 *
 * @example
 * ```ts
 * import { dealOutlined } from "lib/protocol/outlined_set.ts";
 * dealOutlined([], { seed: 1 }); // []
 * ```
 */
export function dealOutlined(
  films: readonly OutlinedFilm[],
  { seed, testFraction = 0.2, validationFraction = 0.12 }: DealOutlinedOptions,
): OutlinedPart[] {
  const rows = films.map(({ film }) => ({
    label: film.className,
    group: film.group || film.sha256,
  }));
  const isTest = drawGroups(rows, {
    fraction: testFraction,
    seed: deriveSeed(seed, "lungs-test"),
  });
  const isValidation = drawGroups(rows, {
    fraction: validationFraction,
    seed: deriveSeed(seed, "lungs-validation"),
    except: new Set(rows.filter((_, i) => isTest[i]).map(({ group }) => group)),
  });
  return rows.map((_, i) => isTest[i] ? "test" : isValidation[i] ? "validation" : "train");
}

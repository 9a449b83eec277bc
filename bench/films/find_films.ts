import { join } from "@std/path";
import { drawPhantomFilms, type DrawPhantomFilmsOptions } from "./phantom_films.ts";
import { PHANTOM_PLANS } from "./phantom_plans.ts";

/** Options of {@linkcode findFilms}. */
export interface FindFilmsOptions extends Omit<DrawPhantomFilmsOptions, "plan"> {
  /** Folder that holds named data sets. */
  data: string;
  /** Folder in which phantom films are kept. */
  cache: string;
}

/** Where a row's films are. */
export interface FoundFilms {
  /** Folder that holds the set under its name. */
  data: string;
  /** What the films are, for the results: the set's name, or that they are phantoms. */
  label: string;
}

/**
 * Finds the films of a row; draws phantom films of the same number and size where they are missing.
 *
 * @param name `synthetic` for rows that make their own, or the name of a set.
 * @param options See {@linkcode FindFilmsOptions}.
 * @returns Where they are and what they are.
 *
 * @example
 * ```ts
 * import { findFilms } from "./find_films.ts";
 * (await findFilms("synthetic", { data: "data/films", cache: "cache" })).label; // "synthetic"
 * ```
 */
export async function findFilms(
  name: string,
  { data, cache, ...options }: FindFilmsOptions,
): Promise<FoundFilms> {
  if (name === "synthetic") return { data, label: name };
  const info = await Deno.stat(join(data, name)).catch(() => undefined);
  if (info?.isDirectory) return { data, label: name };
  const phantoms = join(cache, "phantom");
  await drawPhantomFilms(join(phantoms, name), { ...options, plan: PHANTOM_PLANS[name] });
  return { data: phantoms, label: `phantoms for ${name}` };
}

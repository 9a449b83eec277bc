import type { Film } from "./manifest.ts";
import { parseCsv } from "./csv.ts";

/** What has been found out about a film of a public set. */
export type KnownFilm = Pick<Film, "patientId" | "finding" | "view" | "licence">;

/**
 * Reads the table of films whose patient or diagnosis has been traced to their source, by the
 * SHA-256 of the published file. `data/README.md` says how they were traced, and how surely.
 *
 * @returns What is known, by SHA-256 in hex.
 * @throws {Error} Where `data/known_films.csv` cannot be read.
 *
 * @example
 * ```ts
 * import { readKnownFilms } from "lib/data/known_films.ts";
 * (await readKnownFilms()).size > 500; // true
 * ```
 */
export async function readKnownFilms(): Promise<Map<string, KnownFilm>> {
  const text = await Deno.readTextFile(new URL("../../data/known_films.csv", import.meta.url));
  return new Map(
    parseCsv(text).map((row) => [row.sha256, {
      patientId: row.patient_id,
      finding: row.finding,
      view: row.view,
      licence: row.licence,
    }]),
  );
}

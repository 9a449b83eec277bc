import type { TaskFilm } from "./task_films.ts";

/** Letters of a hash that a bundle keeps. */
const LETTERS = 16;

/**
 * What a bundle keeps of the films that a model was trained or chosen on, so that an exact copy among
 * films from elsewhere is known again: no pixel, no path.
 *
 * @param films Films of the run.
 * @returns First 16 letters of the SHA-256 of each film outside the test, sorted; `undefined` where a
 *   film has none.
 *
 * @example
 * ```ts
 * import { filmHashes } from "lib/experiments/film_hashes.ts";
 * const film = { path: "1.png", sha256: "ab".repeat(32), group: "", className: "Normal" };
 * filmHashes([{ ...film, part: "train" }]); // ["abababababababab"]
 * ```
 */
export function filmHashes(
  films: readonly Pick<TaskFilm, "sha256" | "part">[],
): string[] | undefined {
  const seen = films.filter(({ part }) => part !== "test").map(({ sha256 }) => sha256);
  if (!seen.every((sha256) => /^[0-9a-f]{64}$/.test(sha256))) return undefined;
  return seen.map((sha256) => sha256.slice(0, LETTERS)).sort();
}

import { classColors } from "./class_colors.ts";
import { imageGrid } from "./image_grid.ts";
import { Note } from "./note.ts";
import { table } from "./table.ts";

/** What is read of a set of films, as `readFilms` gives it. */
export interface FilmSetLike {
  name: string;
  layout: string;
  films: readonly { className: string; split: string }[];
  /** `[n, 64, 64]`, flat, in [0, 255]. */
  thumbnails: Uint8Array;
  skipped: readonly unknown[];
}

/**
 * Tells whether a value is a set of films.
 *
 * @param value Anything.
 * @returns Whether it has films and thumbnails as `readFilms` gives them.
 *
 * @example
 * ```ts
 * import { isFilmSet } from "lib/display/film_set_view.ts";
 * isFilmSet({ films: [] }); // false
 * ```
 */
export function isFilmSet(value: unknown): value is FilmSetLike {
  const set = value as Partial<FilmSetLike> | null;
  return typeof set === "object" && set !== null && Array.isArray(set.films) &&
    set.thumbnails instanceof Uint8Array && Array.isArray(set.skipped);
}

/**
 * Shows a set of films: how many of each class in each part, and a strip of some.
 *
 * @param set The set.
 * @returns What a notebook shows.
 *
 * @example
 * ```ts
 * import { filmSetView } from "lib/display/film_set_view.ts";
 * const films = [{ className: "Normal", split: "train" }];
 * const thumbnails = new Uint8Array(64 * 64);
 * filmSetView({ name: "mine", layout: "class folders", films, thumbnails, skipped: [] });
 * ```
 */
export function filmSetView(set: FilmSetLike): Note {
  const { name, layout, films, skipped } = set;
  const classes = [...new Set(films.map((film) => film.className))].sort();
  const splits = ["train", "validation", "test", ""].filter((split) =>
    films.some((film) => film.split === split)
  );
  const count = (className: string, split?: string) =>
    films.filter((film) =>
      film.className === className && (split === undefined || film.split === split)
    ).length;
  const rows = classes.map((className) => ({
    class: className,
    ...Object.fromEntries(splits.map((split) => [split || "no split", count(className, split)])),
    films: count(className),
  }));
  const left = skipped.length > 0 ? `, ${skipped.length} files left out` : "";
  const caption = `${name}: ${films.length} films, ${layout}${left}`;
  const counts = table(rows, { caption });
  return new Note(`<div>${counts.html}${strip(set, classes)}</div>`, counts.text);
}

const SIDE = 64;
const IN_STRIP = 12;

/** As many films of each class as fit, drawn evenly from the list. */
function strip({ films, thumbnails }: FilmSetLike, classes: readonly string[]): string {
  const each = Math.max(1, Math.floor(IN_STRIP / classes.length));
  const shown = classes.slice(0, IN_STRIP).flatMap((className) => {
    const own = films.flatMap((film, i) => film.className === className ? [i] : []);
    return own.filter((_, i) => i % Math.ceil(own.length / each) === 0).slice(0, each);
  }).filter((i) => (i + 1) * SIDE * SIDE <= thumbnails.length);
  if (shown.length === 0) return "";
  const pictures = shown.map((i) => ({
    data: thumbnails.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE),
    width: SIDE,
    height: SIDE,
  }));
  const colors = classColors(shown.map((i) => films[i].className));
  const grid = imageGrid(pictures, { columns: IN_STRIP, cellSize: SIDE, colors });
  return `<img src="${grid.toDataURL()}" alt="films of each class" style="max-width:100%">`;
}

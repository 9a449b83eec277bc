import type { Film } from "../manifest.ts";

/** A film as a layout tells of it, before its file is opened. */
export type ListedFilm = Partial<Film> & Pick<Film, "path" | "className" | "split">;

/** A file that is left out, and why. */
export interface SkippedFile {
  /** Path relative to the set's root; a folder ends in `/`. */
  path: string;
  /** Why, in a few words. */
  reason: string;
}

/** What a folder holds, read by one of the layouts. */
export interface Layout {
  /** The layout's form, for people: `<split>/<class>/*`. */
  name: string;
  /** Films, their files not yet opened. */
  films: ListedFilm[];
  /** Files left out. */
  skipped: SkippedFile[];
  /** What a user should know. */
  notes: string[];
}

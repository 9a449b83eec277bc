import { deriveSeed } from "../random/derive_seed.ts";
import { dealFolds, type DealFoldsOptions } from "./deal_folds.ts";
import { drawGroups } from "./draw_groups.ts";
import type { SplitRow } from "./split.ts";

/** Which fold of which dealing is the test. */
export interface FoldOptions extends DealFoldsOptions {
  /** The fold that is held out, from 0. */
  fold: number;
  /** Share of the other folds' films that becomes validation; 0 for none. @default 0.15 */
  validationFraction?: number;
}

/**
 * Deals all films into folds, the published split left aside, and holds one fold out as the test.
 *
 * @param split Rows of a split, as `splitFilms` gives them.
 * @param options See {@linkcode FoldOptions}.
 * @returns The rows in the same order, `split` anew. In a grouped dealing every test film is clean;
 *   in a random one `clean` and `patient` say whose group also stands outside of the test.
 * @throws {RangeError} Where there is no such fold, or there are fewer groups than folds.
 *
 * @example
 * ```ts
 * import { foldSplit } from "lib/data/fold_split.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * const films = ["a", "b", "c", "d"].map((path) => makeFilm({ path, className: "Normal" }));
 * const split = splitFilms({ films }, { seed: 1, testFraction: 0, validationFraction: 0 });
 * const rows = foldSplit(split, { k: 4, fold: 0, seed: 1, validationFraction: 0 });
 * rows.filter((row) => row.split === "test").length; // 1
 * ```
 */
export function foldSplit(split: readonly SplitRow[], options: FoldOptions): SplitRow[] {
  const { k = 5, fold, repeat = 0, seed, deal = "grouped", validationFraction = 0.15 } = options;
  if (!(Number.isInteger(fold) && fold >= 0 && fold < k)) {
    throw new RangeError(`There is no fold ${fold} of ${k}: expected 0 to ${k - 1}`);
  }
  const groupOf = (row: SplitRow) => deal === "grouped" ? row.group || row.path : row.path;
  const folds = dealFolds(split, { k, repeat, seed, deal });
  const rest = split.filter((_, i) => folds[i] !== fold);
  const isValidation = drawGroups(
    rest.map((row) => ({ label: row.className, group: groupOf(row) })),
    { fraction: validationFraction, seed: deriveSeed(seed, "fold-validation", repeat, fold) },
  );
  const validation = new Set(rest.filter((_, i) => isValidation[i]));
  const outside = new Set(rest.map(({ group, path }) => group || path));
  return split.map((row, i) => {
    const isTest = folds[i] === fold;
    const isApart = !isTest || !outside.has(row.group || row.path);
    return {
      ...row,
      split: isTest ? "test" : validation.has(row) ? "validation" : "train",
      clean: isApart,
      patient: isApart,
    };
  });
}

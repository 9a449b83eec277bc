import { createHash } from "node:crypto";
import type { SplitRow } from "../data/split.ts";
import type { RecipeChanges } from "../experiments/train_recipe.ts";
import type { SweepSpec } from "./sweep_spec.ts";

/** One training of a sweep: a recipe on one fold with one seed. */
export interface SweepUnit {
  /** Id of an experiment, or `<experiment>:<backbone>`. */
  recipe: string;
  profile: string;
  /** Settings that are others than the recipe's. */
  changes: RecipeChanges;
  /** Which fold is held out; the published split where left out. */
  folds?: { k: number; fold: number; repeat: number; deal: "grouped" | "random" };
  seed: number;
}

/** What a unit's result depends on besides the unit. */
export interface UnitBasis {
  /** Fingerprint of the code, as `codeFingerprint` gives it. */
  code: string;
  /** Fingerprint of the films, as {@linkcode filmsFingerprint} gives it. */
  films: string;
  /** Fingerprint of the backbone's weights; `""` without a pretrained one. */
  weights: string;
}

/**
 * Lists a sweep's units: recipe by recipe and setting by setting, in them seed by seed.
 *
 * @param spec What the sweep runs.
 * @returns The units, in the order in which they are begun.
 *
 * @example
 * ```ts
 * import { parseSweepSpec } from "lib/sweep/sweep_spec.ts";
 * import { listUnits } from "lib/sweep/sweep_unit.ts";
 * listUnits(parseSweepSpec('{ "recipes": ["A", "E"] }', "sweep.json")).length; // 50: 2 × 5 × 5
 * ```
 */
export function listUnits(
  { recipes, settings, profile, folds: k, repeats, deal, seeds }: SweepSpec,
): SweepUnit[] {
  const dealings = k === 0 ? [undefined] : Array.from({ length: repeats * k }, (_, i) => ({
    k,
    fold: i % k,
    repeat: Math.floor(i / k),
    deal,
  }));
  return recipes.flatMap((recipe) =>
    settings.flatMap((changes) =>
      seeds.flatMap((seed) => dealings.map((folds) => ({ recipe, profile, changes, folds, seed })))
    )
  );
}

/**
 * Names a unit's result: the same name means the same result, wherever it was computed.
 *
 * @param unit The unit.
 * @param basis What else its result depends on.
 * @returns A folder's name: recipe, fold and seed for people, then 16 hexadecimal digits of a
 *   SHA-256 over everything.
 *
 * @example
 * ```ts
 * import { unitName } from "lib/sweep/sweep_unit.ts";
 * const unit = { recipe: "A", profile: "full", changes: {}, seed: 1 };
 * unitName(unit, { code: "", films: "", weights: "" }); // "A-seed-1-…"
 * ```
 */
export function unitName(unit: SweepUnit, { code, films, weights }: UnitBasis): string {
  const { recipe, profile, changes, folds, seed } = unit;
  const { epochs, batchSize, learningRate } = changes;
  const key = sha256(JSON.stringify([
    ...[1, code, films, weights, recipe, profile, epochs, batchSize, learningRate, seed],
    ...(folds ? [folds.k, folds.fold, folds.repeat, folds.deal] : []),
  ]));
  const fold = folds ? `-repeat-${folds.repeat}-fold-${folds.fold}` : "";
  const readable = `${recipe}${fold}-seed-${seed}`.replace(/[^\w.+-]+/g, "-");
  return `${readable}-${key.slice(0, 16)}`;
}

/**
 * Identifies a set of films by what is in its split: files by their content, classes, patients,
 * groups and published parts.
 *
 * @param split Rows of a split, in the films' order; `split` itself does not count.
 * @returns SHA-256 in hexadecimal.
 *
 * @example
 * ```ts
 * import { filmsFingerprint } from "lib/sweep/sweep_unit.ts";
 * filmsFingerprint([]).length; // 64
 * ```
 */
export function filmsFingerprint(split: readonly SplitRow[]): string {
  return sha256(JSON.stringify(
    split.map((
      row,
    ) => [row.path, row.sha256, row.className, row.patientId, row.group, row.published]),
  ));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

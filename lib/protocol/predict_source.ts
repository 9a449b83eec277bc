import { join } from "@std/path";
import type { SplitRow } from "../data/split.ts";
import type { FoldsOutcome } from "../evaluation/folds_outcome.ts";
import type { Task } from "../experiments/task.ts";
import { crossValidate, type CrossValidateOptions } from "./cross_validate.ts";
import type { FoldRecipe } from "./fold_recipe.ts";

/** A film with where it comes from. */
export interface SourcedRow extends SplitRow {
  /** Set, hospital or collection; `""` where unknown. */
  source: string;
}

/** Options of {@linkcode predictSources}. */
export interface PredictSourcesOptions extends Omit<CrossValidateOptions, "split"> {
  /** Makes the recipe for a question of its own: which source a film of one class is from. */
  recipeFor: (task: Task) => FoldRecipe;
  /** Fewest groups of films (patients) that a source needs to be counted. @default 20 */
  leastGroups?: number;
}

/** Whether the source shows within one class. */
export interface SourceOutcome {
  className: string;
  /** Sources with enough films, and how many films each has; copies that two sources share are out. */
  sources: Record<string, number>;
  /** Out-of-fold answers, the sources as classes. */
  outcomes: FoldsOutcome[];
  /** Why it cannot be asked; `""` where it was. */
  reason: string;
}

/**
 * Asks within each class which source a film is from, with the same network, retrained by grouped
 * cross-validation. Within a class there is nothing to find but the clinic, its machine and habits;
 * where that works, a model of films whose classes come from different sources can live on it.
 *
 * @param rows Films of the task's classes; `className` as the task names it.
 * @param options See {@linkcode PredictSourcesOptions}.
 * @returns One outcome a class, in the alphabet's order.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts
 * import { predictSources } from "lib/protocol/predict_source.ts";
 * const recipeFor = () => { throw new Error("never asked"); };
 * const options = { recipeFor, out: "", repeats: 1, seed: 1 };
 * await predictSources([], options); // []
 * ```
 */
export async function predictSources(
  rows: readonly SourcedRow[],
  { recipeFor, leastGroups = 20, k = 5, ...options }: PredictSourcesOptions,
): Promise<SourceOutcome[]> {
  const classNames = [...new Set(rows.map(({ className }) => className))].sort();
  const outcomes: SourceOutcome[] = [];
  for (const className of classNames) {
    const films = withoutShared(rows.filter((row) => row.className === className));
    const bySource = Map.groupBy(films, ({ source }) => source);
    const enough = [...bySource].filter(([source, own]) =>
      source !== "" && new Set(own.map(groupOf)).size >= leastGroups
    ).sort(([a], [b]) => a < b ? -1 : 1);
    const sources = Object.fromEntries(enough.map(([source, own]) => [source, own.length]));
    if (enough.length < 2) {
      const names = [...bySource.keys()].filter((name) => name !== "");
      const reason = names.length < 2
        ? `cannot be done: all films of ${className} come from one source`
        : `cannot be done: of ${className} fewer than two sources have ${leastGroups} patients`;
      outcomes.push({ className, sources, outcomes: [], reason });
      continue;
    }
    const names = Object.keys(sources);
    const task: Task = {
      id: `source-of-${className}`,
      classNames: names,
      classMap: Object.fromEntries(names.map((name) => [name, name])),
    };
    using recipe = recipeFor(task);
    const split = films.filter(({ source }) => source in sources)
      .map((row): SplitRow => ({ ...row, className: row.source, split: "train" }));
    const out = join(options.out, className.replaceAll(/[^\w-]+/g, "_"));
    const found = await crossValidate(recipe, { ...options, out, k, split });
    outcomes.push({ className, sources, outcomes: found, reason: "" });
  }
  return outcomes;
}

/** A picture that two sources have says nothing of either. */
function withoutShared(rows: readonly SourcedRow[]): SourcedRow[] {
  const sources = new Map<string, Set<string>>();
  for (const row of rows) {
    const group = groupOf(row);
    if (!sources.has(group)) sources.set(group, new Set());
    sources.get(group)!.add(row.source);
  }
  return rows.filter((row) => sources.get(groupOf(row))!.size === 1);
}

function groupOf(row: SplitRow): string {
  return row.group || row.path;
}

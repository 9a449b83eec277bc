import type { Film } from "../data/manifest.ts";
import { evaluatePredictions } from "../evaluation/evaluate_predictions.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { FEWEST_FILMS, type SubgroupKey, subgroupsOf } from "../evaluation/subgroups.ts";
import type { ModelPredictions } from "./collect_results.ts";
import type { Study } from "./study.ts";

/** Options of {@linkcode subgroupResults}. */
export interface SubgroupResultsOptions {
  /** Films with what is known of view, sex and age. */
  films: readonly Pick<Film, "path" | "view" | "sex" | "age" | "source">[];
  /** By what films are parted; view, sex and age where left out. */
  keys?: readonly SubgroupKey[];
  profile: string;
  /** Git commit of the code, or `""`. */
  commit?: string;
}

/** What is told of a subgroup: shares, which have an interval without any drawing. */
const TOLD = /^(accuracy|sensitivity|specificity|recall:|support:)/;

/**
 * Evaluates models on the clean test by subgroup: accuracy and recalls with Wilson's interval.
 *
 * @param models As `readModels` reads them.
 * @param study The study that they belong to.
 * @param options See {@linkcode SubgroupResultsOptions}.
 * @returns Rows of the long results table, `subgroup` such as `sex=F`; a subgroup of fewer than ten
 *   films has one row, metric `films`, and no figure. Nothing where nothing parts the films.
 *
 * @example
 * ```ts ignore
 * import { readFilms } from "lib/data/read_films.ts";
 * import { readModels } from "lib/experiments/collect_results.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * import { subgroupResults } from "lib/experiments/subgroup_results.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const { films } = await readFilms(study.set.root);
 * subgroupResults(await readModels(study.out), study, { films, profile: "quick" });
 * ```
 */
export function subgroupResults(
  models: readonly ModelPredictions[],
  { set, split }: Pick<Study, "set" | "split">,
  { films, keys = ["view", "sex", "age"], profile, commit }: SubgroupResultsOptions,
): ResultRow[] {
  const known = new Map(films.map((film) => [film.path, film]));
  const clean = new Set(
    split.filter((row) => row.split === "test" && row.clean).map(({ path }) => path),
  );
  const nothing = { view: "", sex: "", age: NaN, source: "" };
  return models.flatMap((model) => {
    const tested = model.predictions.filter((film) =>
      film.split === "test" && clean.has(film.path)
    );
    const parts = subgroupsOf(tested.map(({ path }) => known.get(path) ?? nothing), keys);
    return parts.flatMap(({ name, films: members, isTooFew }) => {
      const rows = evaluatePredictions({
        ...model,
        ...{ data: set.name, profile, commit, subgroup: name, resamples: 0 },
        predictions: members.map((i) => tested[i]),
        splitRows: split,
      }).filter((row) => row.split === "test-clean");
      if (!isTooFew) return rows.filter(({ metric }) => TOLD.test(metric));
      const [first] = rows;
      const bare = { metric: "films", value: members.length, ciMethod: "" };
      return [{ ...first, ...bare, ciLow: NaN, ciHigh: NaN }];
    });
  });
}

/**
 * Shows accuracies by subgroup in a table's rows.
 *
 * @param rows As {@linkcode subgroupResults} gives them.
 * @returns One row an experiment, seed and subgroup; "too few" below ten films.
 *
 * @example
 * ```ts
 * import { subgroupTable } from "lib/experiments/subgroup_results.ts";
 * subgroupTable([]); // []
 * ```
 */
export function subgroupTable(rows: readonly ResultRow[]) {
  return rows.filter(({ metric }) => metric === "accuracy" || metric === "films").map((row) => {
    const percent = (share: number) => (100 * share).toFixed(1);
    return {
      experiment: row.experiment,
      seed: row.seed,
      subgroup: row.subgroup,
      films: row.n,
      accuracy: row.n < FEWEST_FILMS ? "too few" : `${percent(row.value)} %`,
      "95 % interval": row.n < FEWEST_FILMS
        ? ""
        : `${percent(row.ciLow)} to ${percent(row.ciHigh)} %`,
    };
  });
}

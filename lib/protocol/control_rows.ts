import type { SplitRow } from "../data/split.ts";
import { bareMetric } from "../evaluation/bare_metric.ts";
import { compareControls } from "../evaluation/compare_controls.ts";
import { evaluateFolds } from "../evaluation/evaluate_folds.ts";
import type { Metric } from "../evaluation/evaluate_films.ts";
import { alignFolds, type FoldsOutcome } from "../evaluation/folds_outcome.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import type { SourceOutcome } from "./predict_source.ts";
import type { ControlsOutcome } from "./run_controls.ts";

/** Options of {@linkcode controlRows}. */
export interface ControlRowsOptions {
  /** Name of the data set. */
  data: string;
  split: readonly SplitRow[];
  /** Seed of the dealings and of the bootstrap. */
  seed: number;
  profile: string;
  commit: string;
  /** Number of bootstrap draws. @default 2000 */
  resamples?: number;
}

/**
 * Turns controls into figures: every control's own metrics, how far whole films lie above it, and
 * whether sources can be told apart within a class.
 *
 * @param outcome What `runControls` gave.
 * @param sources What `predictSources` gave.
 * @param options See {@linkcode ControlRowsOptions}.
 * @returns Rows of topic `controls`, means over the dealings. `control` is `""` for whole films,
 *   which the verdict is held against; a source's row has the class as its subgroup.
 *
 * @example
 * ```ts ignore
 * import { controlRows } from "lib/protocol/control_rows.ts";
 * const rows = controlRows(outcome, sources, { ...study, data: set.name, profile, commit, seed });
 * ```
 */
export function controlRows(
  outcome: ControlsOutcome,
  sources: readonly SourceOutcome[],
  options: ControlRowsOptions,
): ResultRow[] {
  const { split, seed, resamples, data, profile, commit } = options;
  const { experiment, model, full, controls } = outcome;
  const groups = new Map(split.map(({ path, group }) => [path, group || path]));
  const groupOf = (path: string) => groups.get(path) ?? path;
  const judge = (outcomes: readonly FoldsOutcome[], place: Pick<ResultRow, Place>) => {
    const folds = alignFolds(outcomes);
    const positiveIndex = positiveOf(folds.classNames);
    const metrics = evaluateFolds(folds, {
      groups: folds.paths.map(groupOf),
      positiveIndex,
      seed,
      resamples,
    });
    const compared = place.control !== "" && place.control !== "source"
      ? compareControls(full, outcomes, { groupOf, positiveIndex, seed, resamples })
      : [];
    const n = folds.paths.length;
    return [...metrics, ...compared].map((metric) => toRow(metric, { ...place, n }));
  };
  const toRow = (metric: Metric, place: Pick<ResultRow, Place | "n">) =>
    resultRow({
      ...{ experiment, model, data, seed, profile, commit, ...place, ...metric },
      split: "out-of-fold-grouped",
    });
  const undone = bareMetric("auc", NaN);
  return [
    ...judge(full, { control: "", subgroup: "" }),
    ...controls.flatMap(({ mask, outcomes }) => judge(outcomes, { control: mask, subgroup: "" })),
    ...sources.flatMap(({ className, outcomes, reason }) => {
      const place = { control: "source", subgroup: `class=${className}` };
      return reason === "" ? judge(outcomes, place) : [toRow(undone, { ...place, n: 0 })];
    }),
  ];
}

type Place = "control" | "subgroup";

/** The class that AUC of two is about: the second; COVID-19 where there are more. */
function positiveOf(classNames: readonly string[]): number {
  return classNames.length === 2 ? 1 : Math.max(0, classNames.indexOf("COVID-19"));
}

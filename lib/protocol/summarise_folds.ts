import { bareMetric } from "../evaluation/bare_metric.ts";
import { calibrateFolds, temperFolds } from "../evaluation/calibrate_folds.ts";
import { compareFolds } from "../evaluation/compare_folds.ts";
import type { Metric } from "../evaluation/evaluate_films.ts";
import { holm } from "../evaluation/holm.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { writeTopic } from "../experiments/topic_results.ts";
import { TASKS } from "../experiments/task.ts";
import { breathe } from "../training/breathe.ts";
import { correctLabels } from "./corrected_labels.ts";
import { type AlignedModel, alignModel, foldRows, type RowContext, toRow } from "./fold_rows.ts";
import { BEST_MODELS } from "./best_models.ts";
import { mergeTopic } from "./merge_topic.ts";
import { readFolds } from "./read_folds.ts";

/** Options of {@linkcode summariseFolds}. */
export interface SummariseFoldsOptions extends Omit<RowContext, "data"> {
  /** Folder of the results. */
  out: string;
  set: { name: string };
  /** Diagnoses at the films' sources, by path; with them figures against corrected labels, too. */
  findings?: ReadonlyMap<string, string>;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** What the folds of a folder of results came to. */
export interface FoldsSummary {
  folds: ResultRow[];
  comparisons: ResultRow[];
  calibration: ResultRow[];
}

/**
 * Evaluates all that was cross-validated into a folder of results, and writes the topics `folds`,
 * `comparisons`, `calibration`, and `nested` for nested recipes.
 *
 * Compared are, on identical grouped folds, all models and floors of a task with each other, but for
 * floors among themselves; Holm's correction is over all of them. Calibration stands as it came, and
 * with control `temperature` after a temperature fitted on the other folds.
 *
 * @param options See {@linkcode SummariseFoldsOptions}.
 * @returns The rows; none where nothing was cross-validated.
 * @throws {RangeError} Where the folds are of another split.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts
 * import { summariseFolds } from "lib/protocol/summarise_folds.ts";
 * const study = { out: await Deno.makeTempDir(), set: { name: "mine" }, split: [] };
 * (await summariseFolds({ ...study, profile: "quick" })).folds; // []
 * ```
 */
export async function summariseFolds(options: SummariseFoldsOptions): Promise<FoldsSummary> {
  const { out, split, onProgress, signal } = options;
  const models = (await readFolds(out)).map((model) => alignModel(model, split));
  const context = { ...options, data: options.set.name };
  const pairs = pairsOf(models);
  const total = 2 * models.length + pairs.length;
  let done = 0;
  const step = async (text: string) => {
    onProgress?.(++done, total, text);
    await breathe(signal);
  };
  const folds: ResultRow[] = [];
  const calibration: ResultRow[] = [];
  for (const aligned of models) {
    folds.push(...foldRows(aligned, context), ...correctedRows(aligned, context));
    await step(`${aligned.model.experiment}: metrics`);
    calibration.push(...calibrationRows(aligned, context));
    await step(`${aligned.model.experiment}: calibration`);
  }
  const compared: { pair: readonly AlignedModel[]; metrics: Metric[] }[] = [];
  for (const pair of pairs) {
    const [a, b] = pair;
    const { groups, positiveIndex, model: { seed } } = a;
    const settings = { groups, positiveIndex, seed, resamples: options.resamples };
    compared.push({ pair, metrics: compareFolds(a.folds, b.folds, settings) });
    await step(`${nameOf(pair)}`);
  }
  const comparisons = withHolm(compared).flatMap(({ pair, metrics }) =>
    metrics.map((metric) => toRow(metric, pair[0], { ...context, experiment: nameOf(pair) }))
  );
  // Those of `train best` come from folds of its own.
  const isBest = ({ experiment }: ResultRow) => BEST_MODELS.some(({ id }) => id === experiment);
  await mergeTopic(out, "folds", folds, (row) => !isBest(row));
  await writeTopic(out, "comparisons", comparisons);
  await writeTopic(out, "calibration", calibration);
  const isNested = ({ experiment }: ResultRow) => /^nested(:|$)/.test(experiment);
  const nested = folds.filter(isNested).map((row) => ({ ...row, split: `nested-${row.split}` }));
  if (nested.length > 0) await mergeTopic(out, "nested", nested, isNested);
  return { folds, comparisons, calibration };
}

/** Models of one task and one dealing, no floor against a floor. */
function pairsOf(models: readonly AlignedModel[]): [AlignedModel, AlignedModel][] {
  const grouped = models.filter(({ model }) => model.deal === "grouped");
  const isFloor = ({ model }: AlignedModel) => model.experiment.startsWith("floor-");
  const ordered = [
    ...grouped.filter((model) => !isFloor(model)),
    ...grouped.filter(isFloor),
  ];
  return ordered.flatMap((a, i) =>
    ordered.slice(i + 1).flatMap((b): [AlignedModel, AlignedModel][] =>
      isFloor(a) || !areAlike(a, b) ? [] : [[a, b]]
    )
  );
}

/** Whether two models judged the same films on the same folds. */
function areAlike({ model: a }: AlignedModel, { model: b }: AlignedModel): boolean {
  return a.task === b.task && a.k === b.k && a.seed === b.seed &&
    a.outcomes.length === b.outcomes.length;
}

function nameOf([a, b]: readonly AlignedModel[]): string {
  return `${a.model.experiment} vs ${b.model.experiment}`;
}

/** Adds p-values that mind how many comparisons were made, test by test. */
function withHolm<T extends { metrics: Metric[] }>(compared: readonly T[]): T[] {
  const corrected = compared.map(({ metrics }) => [...metrics]);
  for (const test of ["mcnemar:p", "delong:p"]) {
    const known = compared.flatMap(({ metrics }, i) => {
      const value = metrics.find(({ metric }) => metric === test)?.value ?? NaN;
      return Number.isNaN(value) ? [] : [{ i, value: Math.min(1, value) }];
    });
    const values = holm(known.map(({ value }) => value));
    known.forEach(({ i }, j) => {
      corrected[i].push(bareMetric(`${test}-holm`, values[j]));
    });
  }
  return compared.map((entry, i) => ({ ...entry, metrics: corrected[i] }));
}

/** Means against the sources' diagnoses, subgroup `labels=corrected`. */
function correctedRows(
  aligned: AlignedModel,
  { findings, ...context }: RowContext & Pick<SummariseFoldsOptions, "findings">,
): ResultRow[] {
  const task = TASKS.find(({ id }) => id === aligned.model.task);
  const corrected = task && findings && correctLabels(aligned, { task, findings });
  if (!corrected) return [];
  return foldRows(corrected.aligned, context)
    .filter(({ repeat }) => Number.isNaN(repeat))
    .map((row) => ({ ...row, subgroup: "labels=corrected" }));
}

function calibrationRows(aligned: AlignedModel, context: RowContext): ResultRow[] {
  const { folds, groups, model } = aligned;
  const { resamples = 2000 } = context;
  const settings = { groups, seed: model.seed, resamples };
  const raw = calibrateFolds(folds, settings).map((metric) => toRow(metric, aligned, context));
  const { folds: tempered, temperatures } = temperFolds(folds);
  const all = temperatures.flat();
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const temperature = bareMetric("temperature", mean);
  const control = "temperature";
  return [
    ...raw,
    ...[temperature, ...calibrateFolds(tempered, settings)]
      .map((metric) => toRow(metric, aligned, { ...context, control })),
  ];
}

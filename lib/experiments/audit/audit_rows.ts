import { type ResultRow, resultRow } from "../../evaluation/result_row.ts";
import type { SetAudit } from "./audit_set.ts";
import type { FoldFigure } from "./fold_figures.ts";
import type { FloorFigures } from "./judge_shortcuts.ts";

/** What every row carries. */
export interface AuditRowsOptions {
  /** `quick` or `full`. */
  profile?: string;
  /** Git commit of the code, or `""`. */
  commit?: string;
}

/**
 * Turns an audit into rows of the long results table: facts on the set as experiment `data`, the
 * floors as `floor-<floor>:<task>`.
 *
 * @param audit What `auditSet` found.
 * @param options See {@linkcode AuditRowsOptions}.
 * @returns Rows for the topic `audit`.
 *
 * @example
 * ```ts ignore
 * import { auditRows } from "lib/experiments/audit/audit_rows.ts";
 * import { auditSet } from "lib/experiments/audit/audit_set.ts";
 * import { openData } from "lib/experiments/open_data.ts";
 * import { writeTopic } from "lib/experiments/topic_results.ts";
 * const audit = await auditSet(await openData("phantom", { profile: "quick" }), { seed: 1 });
 * await writeTopic("outputs/mine", "audit", auditRows(audit));
 * ```
 */
export function auditRows(audit: SetAudit, options: AuditRowsOptions = {}): ResultRow[] {
  const { name: data, facts, findings, shift, properties, borders, floors, taskId } = audit;
  const row = (split: string, n: number) => (metric: string, value: number, subgroup = "") =>
    resultRow({ experiment: "data", data, split, n, metric, value, subgroup, ...options });
  const all = row("all", facts.films);
  const judged = row("all", audit.numJudged);
  const across = facts.pairs.filter(({ acrossTest }) => acrossTest);
  const ofPicture = facts.pairs.filter(({ identical }) => !identical);
  return [
    all("films", facts.films),
    all("films:left-out", audit.skipped.length),
    all("duplicates:bytes", facts.pairs.length - ofPicture.length),
    all("duplicates:near", ofPicture.length),
    all("duplicates:across-splits", across.length),
    all(
      "duplicates:across-classes",
      facts.pairs.filter(({ classes }) => classes.includes(" + ")).length,
    ),
    all("duplicates:test-films", facts.leaked.length),
    all("patients:across-splits", facts.patients.length),
    all("patients:across-classes", facts.tornPatients),
    all("patients:unknown", facts.unknownPatients),
    all("labels:contradicted", facts.labels.length),
    ...facts.facts.map(({ fact, missing }) => all(`missing:${fact}`, missing)),
    ...(["red", "amber"] as const).map((light) =>
      all(`findings:${light}`, findings.filter((finding) => finding.light === light).length)
    ),
    ...priors(audit).flatMap(({ split, n, shares }) =>
      shares.map(([className, share]) => row(split, n)(`prior:${className}`, share))
    ),
    all("prior-shift:distance", shift.distance),
    all("prior-shift:p", shift.pValue),
    ...properties.flatMap(({ property, balancedAccuracy, auc, pValue }) => [
      judged(`property:${property}:balanced-accuracy`, balancedAccuracy),
      judged(`property:${property}:auc`, auc),
      judged(`property:${property}:p-holm`, pValue),
    ]),
    ...borders.flatMap(({ region, className, auc, pValue }) => [
      judged(`border:${region}:auc`, auc, `class=${className}`),
      judged(`border:${region}:p`, pValue, `class=${className}`),
    ]),
    ...floors.flatMap((floor) => floorRows(floor, { ...options, data, taskId })),
  ];
}

/**
 * Turns a floor's figures under grouped folds into rows.
 *
 * @param floor The floor and its figures.
 * @param options Name of the set and id of the task.
 * @returns One row a figure; `repeat` is `NaN` for the means.
 *
 * @example
 * ```ts
 * import { floorRows } from "lib/experiments/audit/audit_rows.ts";
 * import { FLOORS } from "lib/experiments/floors.ts";
 * floorRows({ floor: FLOORS[0], figures: [] }, { data: "mine", taskId: "three-classes" }); // []
 * ```
 */
export function floorRows(
  { floor, figures }: FloorFigures,
  { data, taskId, ...options }: AuditRowsOptions & { data: string; taskId: string },
): ResultRow[] {
  return figures.map((figure: FoldFigure) =>
    resultRow({
      experiment: `floor-${floor.name}:${taskId}`,
      model: floor.method,
      data,
      split: "out-of-fold-grouped",
      ...figure,
      ...options,
    })
  );
}

/** Each class's share in the whole set and in each published part. */
function priors({ facts }: SetAudit) {
  const names = [...new Set(facts.counts.map(({ className }) => className))];
  const parts = [...new Set(facts.counts.map(({ split }) => split))].filter((part) => part !== "");
  return ["all", ...parts].map((split) => {
    const inside = facts.counts.filter((count) => split === "all" || count.split === split);
    const n = inside.reduce((sum, { films }) => sum + films, 0);
    const shares = names.map((className): [string, number] => [
      className,
      inside.filter((count) => count.className === className)
        .reduce((sum, { films }) => sum + films, 0) / n,
    ]);
    return { split, n, shares };
  });
}

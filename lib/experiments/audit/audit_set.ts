import { type Audit, auditFilms } from "../../data/audit.ts";
import { countOf, type Finding, type Light, weighFindings } from "../../data/audit/finding.ts";
import { auditVerdict } from "../../data/audit_verdict.ts";
import { dealFolds } from "../../data/deal_folds.ts";
import type { FilmSet } from "../../data/read_films.ts";
import { splitFilms, type SplitRow } from "../../data/split.ts";
import { breathe } from "../../training/breathe.ts";
import { crossValidateFloor, type Floor, FLOORS } from "../floors.ts";
import type { Task } from "../task.ts";
import { type AuditTask, auditTask } from "./audit_task.ts";
import { type BorderFinding, searchBorders } from "./border_search.ts";
import { type FoldFigure, foldFigures } from "./fold_figures.ts";
import { type PriorShift, priorShift } from "./prior_shift.ts";
import { type PropertyFinding, searchProperties } from "./property_search.ts";
import { shortcutFindings } from "./shortcut_findings.ts";

/** What one floor reaches. */
export interface FloorFigures {
  floor: Floor;
  figures: FoldFigure[];
}

/** All that an audit knows of a set. */
export interface SetAudit {
  /** Name of the set, and how its folder is laid out. */
  name: string;
  layout: string;
  /** Files left out of it. */
  skipped: { path: string; reason: string }[];
  /** Counts, copies, patients, labels, files. */
  facts: Audit;
  /** Classes that the classifiers tell apart; none where there are too few films. */
  classNames: string[];
  /** Id of their task. */
  taskId: string;
  /** Films that take part in it. */
  numJudged: number;
  floors: FloorFigures[];
  properties: PropertyFinding[];
  borders: BorderFinding[];
  shift: PriorShift;
  /** What a reader has to know of the audit itself. */
  notes: string[];
  /** The gravest finding's light, and all findings, the gravest first. */
  light: Light;
  findings: Finding[];
}

/** Options of {@linkcode auditSet}. */
export interface AuditSetOptions {
  seed: number;
  /** Dealings of the floors' cross-validation. @default 5 */
  repeats?: number;
  /** Number of folds. @default 5 */
  k?: number;
  /** Most films that the classifiers judge; copies and patients are sought among all. @default 2000 */
  maxFilms?: number;
  /** Rows of `split.csv`, for the floors to share a study's folds; drawn anew where left out. */
  split?: readonly SplitRow[];
  onProgress?: (done: number, total: number, text?: string) => void;
  /** Stops before the next fold. */
  signal?: AbortSignal;
}

/**
 * Audits a set of films: copies, patients, labels and missing facts; then what tells the classes
 * apart without lungs (floors, files, corners), in repeated grouped cross-validation.
 *
 * @param set A set as `readFilms` gives it; its thumbnails are all that is looked at.
 * @param options See {@linkcode AuditSetOptions}.
 * @returns Everything found, with a verdict in words and a light.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { auditSet } from "lib/experiments/audit/audit_set.ts";
 * const films = [makeFilm({ path: "1.png", className: "Normal" })];
 * const set = { name: "mine", layout: "<class>/*", films, thumbnails: new Uint8Array(64 * 64) };
 * (await auditSet({ ...set, root: ".", skipped: [], notes: [] }, { seed: 1 })).floors; // []
 * ```
 */
export async function auditSet(set: FilmSet, options: AuditSetOptions): Promise<SetAudit> {
  const { seed, k = 5, maxFilms = 2000, split, onProgress, signal } = options;
  onProgress?.(0, NaN, "copies and patients");
  await breathe(signal);
  const facts = auditFilms(set);
  const chosen = auditTask(split ?? splitFilms(set, { seed }), { k, maxFilms, seed });
  const shortcuts = chosen
    ? await judgeShortcuts(set, chosen, options)
    : { floors: [], properties: [], borders: [] };
  const audit = {
    name: set.name,
    layout: set.layout,
    skipped: set.skipped,
    facts,
    classNames: chosen?.task.classNames ?? [],
    taskId: chosen?.task.id ?? "",
    numJudged: chosen?.rows.length ?? 0,
    ...shortcuts,
    shift: priorShift(facts.counts),
    notes: [
      ...leftOut(set),
      ...set.notes,
      ...(chosen?.notes ?? [
        `There are not two classes with ${k} patients or more each: no classifier can be tried`,
      ]),
    ],
  };
  const found = [...auditVerdict(facts), ...(chosen ? shortcutFindings(audit) : [])];
  return { ...audit, ...weighFindings(found) };
}

/** How many files were left out, and mostly why. */
function leftOut({ skipped }: FilmSet): string[] {
  if (skipped.length === 0) return [];
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)]
    .sort(([, a], [, b]) => b.length - a.length);
  const [reason, files] = reasons[0];
  return [
    `${countOf(skipped.length, "file")} left out, ${files.length} because of: ${reason}`,
  ];
}

async function judgeShortcuts(
  set: FilmSet,
  { task, rows }: AuditTask,
  { seed, repeats = 5, k = 5, onProgress, signal }: AuditSetOptions,
): Promise<Pick<SetAudit, "floors" | "properties" | "borders">> {
  const { films, thumbnails } = inOrder(set, rows);
  const total = FLOORS.length * repeats * k + 2;
  const floors: FloorFigures[] = [];
  for (const [i, floor] of FLOORS.entries()) {
    const { outcomes } = await crossValidateFloor(floor, task, {
      set: { films, thumbnails },
      split: rows,
      k,
      repeats,
      seed,
      signal,
      onProgress: (done, _, text) => onProgress?.(i * repeats * k + done, total, text),
    });
    floors.push({ floor, figures: foldFigures(outcomes, { split: rows, seed }) });
  }
  const ys = films.map(({ className }) => classIndex(task, className));
  const common = { ys, groups: rows.map(({ group }) => group), classNames: task.classNames, seed };
  await breathe(signal);
  const properties = searchProperties(films, {
    ...common,
    thumbnails,
    folds: dealFolds(rows, { k, seed }),
  });
  onProgress?.(total - 1, total, "properties of the files");
  await breathe(signal);
  const borders = searchBorders(thumbnails, common);
  onProgress?.(total, total, "corners and edges");
  return { floors, properties, borders };
}

function classIndex({ classMap, classNames }: Task, className: string): number {
  return classNames.indexOf(classMap[className]);
}

/** The rows' films with their thumbnails, in the rows' order. */
function inOrder({ films, thumbnails }: FilmSet, rows: readonly SplitRow[]) {
  const indices = new Map(films.map(({ path }, i) => [path, i]));
  const kept = rows.map(({ path }) => indices.get(path)!);
  const length = thumbnails.length / films.length;
  const pixels = new Uint8Array(kept.length * length);
  kept.forEach((i, j) => pixels.set(thumbnails.subarray(i * length, (i + 1) * length), j * length));
  return { films: kept.map((i) => films[i]), thumbnails: pixels };
}

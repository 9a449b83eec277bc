import { type Audit, auditFilms } from "../../data/audit.ts";
import { countOf, type Finding, type Light, weighFindings } from "../../data/audit/finding.ts";
import { auditVerdict } from "../../data/audit_verdict.ts";
import type { FilmSet } from "../../data/read_films.ts";
import { splitFilms, type SplitRow } from "../../data/split.ts";
import { breathe } from "../../training/breathe.ts";
import { auditTask } from "./audit_task.ts";
import { judgeShortcuts, type Shortcuts } from "./judge_shortcuts.ts";
import { priorShift } from "./prior_shift.ts";
import { shortcutFindings } from "./shortcut_findings.ts";

/** All that an audit knows of a set. */
export interface SetAudit extends Shortcuts {
  /** Name of the set, and how its folder is laid out. */
  name: string;
  layout: string;
  /** Files left out of it. */
  skipped: { path: string; reason: string }[];
  /** Counts, copies, patients, labels, files. */
  facts: Audit;
  /** Id of their task. */
  taskId: string;
  /** Films that take part in it. */
  numJudged: number;
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
    : { floors: [], properties: [], borders: [], classNames: [] };
  const audit = {
    name: set.name,
    layout: set.layout,
    skipped: set.skipped,
    facts,
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

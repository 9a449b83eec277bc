import { drawGroups } from "../../data/draw_groups.ts";
import type { SplitRow } from "../../data/split.ts";
import { classOf, type Task, threeClasses } from "../task.ts";

/** What an audit lets its classifiers tell apart. */
export interface AuditTask {
  task: Task;
  /** Rows of the films that take part, all counted as films to learn from. */
  rows: SplitRow[];
  /** What a reader has to know: classes left out, films drawn. */
  notes: string[];
}

/** Options of {@linkcode auditTask}. */
export interface AuditTaskOptions {
  /** Number of folds; a class needs that many patients. */
  k: number;
  /** Most films that take part; more are drawn down to that number, by patient. */
  maxFilms: number;
  seed: number;
}

/**
 * Picks what an audit's classifiers tell apart: the set's classes as they are, but for those of too
 * few patients to be dealt into folds.
 *
 * @param split Rows of a split.
 * @param options See {@linkcode AuditTaskOptions}.
 * @returns The task and its films; `undefined` where fewer than two classes are left.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { auditTask } from "lib/experiments/audit/audit_task.ts";
 * const films = Array.from({ length: 20 }, (_, i) =>
 *   makeFilm({ path: `${i}.png`, className: i % 2 ? "Normal" : "COVID-19" }));
 * const found = auditTask(splitFilms({ films }, { seed: 1 }), { k: 5, maxFilms: 2000, seed: 1 });
 * found?.task.classNames; // ["Normal", "COVID-19"]
 * ```
 */
export function auditTask(
  split: readonly SplitRow[],
  { k, maxFilms, seed }: AuditTaskOptions,
): AuditTask | undefined {
  const byClass = Map.groupBy(split, ({ className }) => className);
  const numGroups = (rows: readonly SplitRow[]) => new Set(rows.map(({ group }) => group)).size;
  const kept = [...byClass].filter(([, rows]) => numGroups(rows) >= k).map(([name]) => name).sort();
  if (kept.length < 2) return undefined;
  const notes = [...byClass].filter(([name]) => !kept.includes(name)).sort().map(([name, rows]) =>
    `${name}: ${rows.length} films of fewer than ${k} patients, too few for the classifiers`
  );
  let rows = split.filter(({ className }) => kept.includes(className));
  if (rows.length > maxFilms) {
    notes.push(`The classifiers judge ${maxFilms} of ${rows.length} films, drawn by patient`);
    const drawn = drawGroups(
      rows.map(({ className, group }) => ({ label: className, group })),
      { fraction: maxFilms / rows.length, seed },
    );
    rows = rows.filter((_, i) => drawn[i]);
  }
  return {
    task: taskOf(kept),
    rows: rows.map((row) => ({ ...row, split: "train" })),
    notes,
  };
}

/** The three-class task where the classes are its own, one each; else the classes as they are. */
function taskOf(classNames: string[]): Task {
  const mapped = classNames.map((name) => classOf(threeClasses, name));
  const isThree = classNames.length === 3 && new Set(mapped).size === 3 &&
    !mapped.includes(undefined);
  if (isThree) return threeClasses;
  const ordered = classNames.length === 2 && classNames[1] === "Normal"
    ? classNames.toReversed() // with two, the second is the positive one
    : classNames;
  return {
    id: "all-classes",
    classNames: ordered,
    classMap: Object.fromEntries(ordered.map((name) => [name, name])),
  };
}

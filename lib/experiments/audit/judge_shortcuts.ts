import { dealFolds } from "../../data/deal_folds.ts";
import type { FilmSet } from "../../data/read_films.ts";
import type { SplitRow } from "../../data/split.ts";
import { takeFilms } from "../../data/take_films.ts";
import { breathe } from "../../training/breathe.ts";
import { crossValidateFloor, type Floor, FLOORS } from "../floors.ts";
import type { Task } from "../task.ts";
import type { AuditTask } from "./audit_task.ts";
import { type BorderFinding, searchBorders } from "./border_search.ts";
import { type FoldFigure, foldFigures } from "./fold_figures.ts";
import type { PriorShift } from "./prior_shift.ts";
import { type PropertyFinding, searchProperties } from "./property_search.ts";

/** What one floor reaches. */
export interface FloorFigures {
  floor: Floor;
  figures: FoldFigure[];
}

/** What tells the classes of a set apart without lungs. */
export interface Shortcuts {
  /** Classes that the classifiers tell apart; none where there are too few films. */
  classNames: string[];
  floors: FloorFigures[];
  properties: PropertyFinding[];
  borders: BorderFinding[];
  /** How the classes' shares differ between the published test and the rest. */
  shift: PriorShift;
}

/** Options of {@linkcode judgeShortcuts}. */
export interface JudgeShortcutsOptions {
  seed: number;
  /** Dealings of the floors' cross-validation. @default 5 */
  repeats?: number;
  /** Number of folds. @default 5 */
  k?: number;
  onProgress?: (done: number, total: number, text?: string) => void;
  /** Stops before the next fold. */
  signal?: AbortSignal;
}

/**
 * Lets classifiers without lungs try a task: floors in repeated grouped cross-validation, single
 * properties of the files, small spots of the border.
 *
 * @param set Films and thumbnails.
 * @param chosen The task and the rows of its films.
 * @param options See {@linkcode JudgeShortcutsOptions}.
 * @returns What each reaches.
 * @throws {RangeError} Where a class has too few films for the folds.
 *
 * @example
 * ```ts ignore
 * import { auditTask } from "lib/experiments/audit/audit_task.ts";
 * import { judgeShortcuts } from "lib/experiments/audit/judge_shortcuts.ts";
 * import { openData } from "lib/experiments/open_data.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * const set = await openData("phantom", { profile: "quick" });
 * const chosen = auditTask(splitFilms(set, { seed: 1 }), { k: 5, maxFilms: 2000, seed: 1 });
 * (await judgeShortcuts(set, chosen!, { seed: 1 })).floors.length; // 5
 * ```
 */
export async function judgeShortcuts(
  set: Pick<FilmSet, "films" | "thumbnails">,
  { task, rows }: Pick<AuditTask, "task" | "rows">,
  { seed, repeats = 5, k = 5, onProgress, signal }: JudgeShortcutsOptions,
): Promise<Omit<Shortcuts, "shift">> {
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
  return { floors, properties, borders, classNames: task.classNames };
}

function classIndex({ classMap, classNames }: Task, className: string): number {
  return classNames.indexOf(classMap[className]);
}

/** The rows' films with their thumbnails, in the rows' order. */
function inOrder(
  { films, thumbnails }: Pick<FilmSet, "films" | "thumbnails">,
  rows: readonly SplitRow[],
) {
  const indices = new Map(films.map(({ path }, i) => [path, i]));
  const places = rows.map(({ path }) => indices.get(path)!);
  const size = thumbnails.length / films.length;
  return {
    films: places.map((i) => films[i]),
    thumbnails: takeFilms(thumbnails, { places, size }),
  };
}

import type { FilmSet } from "../../data/read_films.ts";
import type { SplitRow } from "../../data/split.ts";
import { crossValidateFloor, FLOORS } from "../floors.ts";
import type { Task } from "../task.ts";
import { foldFigures } from "./fold_figures.ts";
import type { FloorFigures } from "./judge_shortcuts.ts";

/** One floor's figures for one task. */
export interface TaskFloor extends FloorFigures {
  task: Task;
}

/** Options of {@linkcode taskFloors}. */
export interface TaskFloorsOptions {
  set: Pick<FilmSet, "films" | "thumbnails">;
  /** Rows of `split.csv`; its parts are left aside. */
  split: readonly SplitRow[];
  repeats: number;
  seed: number;
  onProgress?: (done: number, total: number, text?: string) => void;
  signal?: AbortSignal;
}

/**
 * Cross-validates the two quick floors, thumbnail and frame, for several tasks: what a network of
 * each task has to beat on the same folds.
 *
 * @param tasks Tasks whose classes the set has.
 * @param options See {@linkcode TaskFloorsOptions}.
 * @returns One entry a task and floor.
 * @throws {RangeError} Where a class has no film, or there are fewer groups than folds.
 *
 * @example
 * ```ts
 * import { taskFloors } from "lib/experiments/audit/task_floors.ts";
 * const set = { films: [], thumbnails: new Uint8Array() };
 * await taskFloors([], { set, split: [], repeats: 1, seed: 1 }); // []
 * ```
 */
export async function taskFloors(
  tasks: readonly Task[],
  { split, seed, onProgress, ...options }: TaskFloorsOptions,
): Promise<TaskFloor[]> {
  const floors = FLOORS.filter(({ method }) => method === "logistic-regression");
  const found: TaskFloor[] = [];
  for (const task of tasks) {
    for (const floor of floors) {
      const { outcomes } = await crossValidateFloor(floor, task, { ...options, split, seed });
      found.push({ task, floor, figures: foldFigures(outcomes, { split, seed }) });
      onProgress?.(found.length, tasks.length * floors.length, `${task.id}: ${floor.title}`);
    }
  }
  return found;
}

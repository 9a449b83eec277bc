import type { TaskFilm } from "../experiments/task_films.ts";
import type { Task } from "../experiments/task.ts";

/** What a recipe says of the films that a fold holds out. */
export interface FoldAnswer {
  /** One row a film whose part is `test`, in the films' order; each with sum 1. */
  probabilities: number[][];
  /** What was chosen on the way, for the record; it must survive JSON. */
  notes?: Record<string, unknown>;
}

/** How a fold is fitted. */
export interface FitFoldOptions {
  /** Seed of this fold's training. */
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** A way from films to a classifier that cross-validation can repeat: a network, a head, a floor. */
export interface FoldRecipe {
  /** Short name, as in `results.csv`: `A+`, `frozen-mobilenet-v1`, `floor-frame:three-classes`. */
  id: string;
  title: string;
  /** `cnn`, the backbone's name, or the method. */
  model: string;
  task: Task;
  /** All that its predictions depend on besides films and seed; a change trains anew. */
  settings: unknown;
  /** Whether some of the other folds' films are held out to watch the training. */
  holdOutValidation: boolean;
  /**
   * Learns from the films of the parts `train` and `validation` and judges those of `test`. The
   * films are always those of the task, in one order; only their parts change.
   */
  fitFold(films: readonly TaskFilm[], options: FitFoldOptions): Promise<FoldAnswer>;
  /** Lets networks and features go. */
  [Symbol.dispose](): void;
}

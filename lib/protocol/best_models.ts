import { covidOrNot, threeClasses } from "../experiments/task.ts";

/** The models that `deno task train best` makes, where the films have their classes. */
export const BEST_MODELS = [
  { id: "best", task: threeClasses },
  { id: "best-covid", task: covidOrNot },
] as const;

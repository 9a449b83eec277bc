import type { Experiment } from "./experiment.ts";
import { experimentA, experimentAPlus } from "./experiment_a.ts";
import { experimentB1, experimentB1Plus } from "./experiment_b1.ts";
import { experimentC, experimentCPlus } from "./experiment_c.ts";
import { experimentD, experimentDPlus } from "./experiment_d.ts";
import { experimentE, experimentEPlus } from "./experiment_e.ts";

/** Every experiment that trains a network from scratch, by its id. */
export const EXPERIMENTS: Readonly<Record<string, Experiment>> = Object.fromEntries(
  [
    experimentA,
    experimentAPlus,
    experimentB1,
    experimentB1Plus,
    experimentC,
    experimentCPlus,
    experimentD,
    experimentDPlus,
    experimentE,
    experimentEPlus,
  ].map((experiment) => [experiment.id, experiment]),
);

/**
 * Finds an experiment by its id.
 *
 * @param id `A`, `B1+`, ….
 * @returns The experiment.
 * @throws {RangeError} Where there is none of that name, listing those there are.
 *
 * @example
 * ```ts
 * import { experimentOf } from "lib/experiments/catalogue.ts";
 * experimentOf("C").task.id; // "covid-or-normal"
 * ```
 */
export function experimentOf(id: string): Experiment {
  if (Object.hasOwn(EXPERIMENTS, id)) return EXPERIMENTS[id];
  throw new RangeError(
    `Unknown recipe "${id}": expected one of ${Object.keys(EXPERIMENTS).join(", ")}`,
  );
}

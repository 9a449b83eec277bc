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

import { experimentC } from "lib/experiments/experiment_c.ts";
import { trainingSpeed } from "./training_speed.ts";

if (import.meta.main) await trainingSpeed(experimentC, { warmUpSteps: 2, steps: 12 });

import { experimentD } from "lib/experiments/experiment_d.ts";
import { trainingSpeed } from "./training_speed.ts";

if (import.meta.main) await trainingSpeed(experimentD, { warmUpSteps: 2, steps: 8 });

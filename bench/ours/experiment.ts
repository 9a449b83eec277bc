import { parseArgs } from "node:util";
import { EXPERIMENTS } from "lib/experiments/catalogue.ts";
import { runExperiment } from "lib/experiments/run_experiment.ts";
import { runNotebook } from "./run_notebook.ts";

const { values, positionals: [id] } = parseArgs({
  options: { films: { type: "string" }, epochs: { type: "string" } },
  allowPositionals: true,
});

await runNotebook(values.films!, (study, cacheDir) =>
  runExperiment(EXPERIMENTS[id], {
    ...study,
    cacheDir,
    seed: 1,
    profile: "full",
    changes: { epochs: Number(values.epochs) },
  }));

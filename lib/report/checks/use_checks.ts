import type { ResultRow } from "../../evaluation/result_row.ts";
import { ASSESSMENTS } from "../assessments/assessments.ts";
import type { StudyFacts } from "../study_facts.ts";
import { type Check, done, notDone, percent } from "./check.ts";

/** D7 and D26: runs. D22, D23: looking inside. D27 to D29, D31, D32: use. */
export const USE_CHECKS: readonly Check[] = [
  {
    id: "D7",
    question:
      "Was it cross-validated by group again and again, and were models compared on the same folds?",
    proof: "results/folds.csv and results/comparisons.csv; notebook 04",
    judge: ({ rows }) => {
      const grouped = rows.filter(({ split, metric, experiment, control }) =>
        split === "out-of-fold-grouped" && metric === "accuracy" && control === "" &&
        !experiment.startsWith("floor-")
      );
      const repeats = [...Map.groupBy(grouped, ({ experiment }) => experiment)]
        .map(([experiment, own]) => ({
          experiment,
          n: new Set(own.map(({ repeat }) => repeat).filter((repeat) => !Number.isNaN(repeat)))
            .size,
        }))
        .filter(({ n }) => n >= 5);
      const make = '"deno task protocol" makes it';
      if (repeats.length === 0) {
        return notDone(`no model has five repeats of grouped folds: ${make}`);
      }
      const compared = rows.filter(({ experiment, metric }) =>
        experiment.includes(" vs ") && metric.startsWith("difference:")
      );
      const names = repeats.map(({ experiment, n }) => `${experiment} (${n} repeats)`).join(", ");
      return compared.length === 0
        ? notDone(`${names}; but no two models were compared on their folds: ${make}`)
        : done(
          `${names}; ${new Set(compared.map(({ experiment }) => experiment)).size} comparisons`,
        );
    },
  },
  {
    id: "D26",
    question: "Was every model trained from five seeds?",
    proof: "experiments/*/seed-*/run.json; results.csv, seed; notebook 05",
    judge: ({ runs }) => {
      if (runs.length === 0) return notDone("no model was trained");
      const seeds = Map.groupBy(runs, ({ model }) => model.experiment);
      const few = [...seeds].filter(([, own]) =>
        new Set(own.map(({ model }) => model.seed)).size < 5
      );
      return few.length === 0
        ? done(`${seeds.size} experiments, five seeds or more each`)
        : notDone(`fewer than five: ${
          few.map(([id, own]) => `${id} ${own.length}`).join(", ")
        }; "deno task run-all --seeds 5" trains them`);
    },
  },
  {
    id: "D22",
    question: "Do maps of where a network looks follow its weights, and lie in the lungs?",
    proof:
      "results/explanation.csv: ssim-after-randomising:*, energy-in-lungs, lung-area; notebook 04",
    judge: ({ rows }) => {
      const has = (start: string) => rows.filter(({ metric }) => metric.startsWith(start));
      const energy = has("energy-in-lungs"), area = has("lung-area");
      const lacking = ["ssim-after-randomising", "energy-in-lungs", "lung-area"]
        .filter((start) => has(start).length === 0);
      return lacking.length > 0
        ? notDone(`${lacking.join(", ")} missing: lib/protocol/explain_study.ts makes them`)
        : done(
          `${percent(energy[0])} of a map's energy lies in the lungs, which are ${
            percent(area[0])
          } of the film (${energy[0].experiment})`,
        );
    },
  },
  {
    id: "D23",
    question: "Is every test error shown, with its probability and map?",
    proof: "maps/<experiment>/seed-<n>.json and predictions.csv; the errors in notebook 05",
    judge: ({ errorMaps }) => {
      const whole = errorMaps.filter(({ errors, mapped }) => mapped === errors);
      if (whole.length > 0) {
        return done(
          `${
            whole.map(({ experiment, seed, errors }) =>
              `${experiment}, seed ${seed}: ${errors} test errors`
            ).join("; ")
          }, each with its map`,
        );
      }
      return notDone(
        errorMaps.length === 0
          ? "no test error has a map: lib/protocol/error_maps.ts makes them"
          : errorMaps.map(({ experiment, errors, mapped }) =>
            `${experiment}: ${mapped} of ${errors} test errors have a map`
          ).join("; "),
      );
    },
  },
  { id: "D27", question: "Does it stay silent about what is no chest film?", ...gateCheck() },
  {
    id: "D28",
    question: "What do JPEG quality, resizing, gamma, inversion and rotation do to it?",
    proof: "results/robustness.csv, control <change>=<strength>; notebook 04",
    judge: ({ rows }) => {
      const told = rows.filter(({ control, metric }) =>
        control.includes("=") && metric === "accuracy"
      );
      const names = new Set(told.map(({ control }) => control.split("=")[0]));
      const lacking = Object.entries(CHANGES).filter(([name]) => !names.has(name));
      return lacking.length === 0
        ? done(`${[...names].sort().join(", ")}, ${told.length} figures`)
        : notDone(
          `no curve of ${lacking.map(([, words]) => words).join(", ")}: ` +
            "lib/protocol/robustness_study.ts makes them",
        );
    },
  },
  {
    id: "D29",
    question: "Has every model a card made from the results?",
    proof: "cards/<experiment>.md; bundle.json, card; deno task predict --card",
    judge: ({ runs, cards }) => {
      const ids = [...new Set(runs.map(({ model }) => model.experiment))];
      if (ids.length === 0) return notDone("no model was trained");
      const lacking = ids.filter((id) => !cards.has(cardName(id)));
      return lacking.length === 0
        ? done(`${ids.length} cards`)
        : notDone(`none of ${lacking.join(", ")}: notebook 05 or "deno task cards" writes them`);
    },
  },
  {
    id: "D31",
    question: "Was the work judged by CLAIM, TRIPOD+AI and PROBAST+AI, with an honest no?",
    proof: "self-assessment/*.md; notebook 05",
    judge: ({ files }) => {
      const lacking = ASSESSMENTS.filter(({ name }) => !files.has(`self-assessment/${name}.md`));
      return lacking.length === 0
        ? done(ASSESSMENTS.map(({ title }) => title).join(", "))
        : notDone(
          `${lacking.map(({ title }) => title).join(", ")} missing: notebook 05 or ` +
            '"deno task cards" writes them',
        );
    },
  },
  {
    id: "D32",
    question: 'Does "not for diagnosis" stand wherever a model answers?',
    proof: "bundle.json, notice; cards/*.md; the page, deno task predict and evaluate (tested)",
    judge: ({ runs, cards }) => {
      if (runs.length === 0) return notDone("no model was trained");
      const bare = runs.filter(({ notice }) => !/not for diagnosis/i.test(notice)).length +
        [...cards.values()].filter((text) => !/not for diagnosis/i.test(text)).length;
      return bare === 0
        ? done(`in ${runs.length} bundles and ${cards.size} cards`)
        : notDone(`${bare} bundles or cards do not say so`);
    },
  },
];

/** What has to be among the changes, as `CORRUPTIONS` names them. */
const CHANGES: Record<string, string> = {
  "jpeg-quality": "JPEG quality",
  "longest-side": "resizing",
  "gamma": "gamma",
  "inversion": "inversion",
  "rotation": "rotation",
};

/**
 * Name of an experiment's card, without what a file's name cannot hold.
 *
 * @param experiment Id of the experiment.
 * @returns Name without `.md`.
 *
 * @example
 * ```ts
 * import { cardName } from "lib/report/checks/use_checks.ts";
 * cardName("B2:vgg16"); // "B2_vgg16"
 * ```
 */
export function cardName(experiment: string): string {
  return experiment.replaceAll(/[:\\/]/g, "_");
}

function gateCheck(): Pick<Check, "proof" | "judge"> {
  return {
    proof: "results/gate.csv, refused by kind of picture; bundle.json, gate; deno task predict",
    judge: ({ rows, runs }: StudyFacts) => {
      const gates = runs.filter(({ info }) => info && info.gate !== null).length;
      if (gates === 0) {
        return notDone("no model carries a gate: without a study's films it has none");
      }
      const refused = rows.filter(({ experiment, metric }) =>
        experiment === "gate" && metric === "refused"
      );
      const isReal = ({ subgroup }: ResultRow) => subgroup.startsWith("real");
      const others = refused.filter((row) => !isReal(row)), real = refused.filter(isReal);
      if (others.length === 0 || real.length === 0) {
        return notDone(
          `${gates} of ${runs.length} models carry a gate; but what it refuses was not ` +
            "measured (results/gate.csv)",
        );
      }
      const told = [...others, ...real].map((row) => `${row.subgroup} ${percent(row)}`).join(", ");
      return done(`${gates} of ${runs.length} models carry a gate; it refuses ${told}`);
    },
  };
}

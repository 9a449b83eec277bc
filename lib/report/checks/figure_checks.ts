import { DECODING } from "../../data/decode_film.ts";
import { evaluatePredictions } from "../../evaluation/evaluate_predictions.ts";
import type { ResultRow } from "../../evaluation/result_row.ts";
import type { StudyFacts } from "../study_facts.ts";
import {
  cannotBeDone,
  type Check,
  type CheckOutcome,
  done,
  figure,
  notDone,
  percent,
} from "./check.ts";

const EVALUATE = '"deno task evaluate --model … --data …" makes them';

/** D8 to D14, D21 and D25: the figures. */
export const FIGURE_CHECKS: readonly Check[] = [
  {
    id: "D8",
    question: "Was a frozen model asked about films of another set?",
    proof: "results/external.csv; docs/evaluate.md",
    judge: ({ rows, data }) => {
      const sets = [...new Set(external(rows).map((row) => row.data))].filter((name) =>
        name !== data
      );
      return sets.length === 0
        ? notDone(`figures on another set are missing: ${EVALUATE}`)
        : done(`on ${sets.join(", ")}`);
    },
  },
  {
    id: "D9",
    question: "Do floors and controls stand beside every figure from elsewhere?",
    proof: "results/external.csv, floor-*; results/controls.csv; the page of deno task evaluate",
    judge: ({ rows }) => {
      const told = external(rows).filter(({ experiment }) => !experiment.startsWith("floor-"));
      if (told.length === 0) return notDone("there is no figure from elsewhere");
      const hasFloors = (row: ResultRow) =>
        rows.some((floor) =>
          floor.data === row.data && floor.experiment.startsWith("floor-") &&
          floor.split === "external-asked"
        );
      const bare = [...new Set(told.filter((row) => !hasFloors(row)).map((row) => row.data))];
      if (bare.length > 0) return notDone(`floors are missing on ${bare.join(", ")}`);
      const control = rows.find((row) =>
        row.control === "frame-only" || row.control === "lungs-erased"
      );
      return control
        ? done("floors on the same films, controls of the training set")
        : notDone('floors stand there, but no control was run: "deno task controls" runs them');
    },
  },
  {
    id: "D10",
    question: "Has every share an interval that holds at the edge, and every area a bootstrap's?",
    proof: "results.csv, ci_low, ci_high and ci_method; notebook 05",
    judge: ({ rows, runs }) => {
      const own = ofRuns(rows, runs);
      const shares = own.filter(({ metric }) => metric === "accuracy");
      if (shares.length === 0) return notDone("results.csv is missing: notebook 05 writes it");
      const bare = shares.filter(({ ciMethod }) => !ciMethod.startsWith("wilson")).length;
      if (bare > 0) return notDone(`${bare} accuracies have no Wilson interval`);
      const areas = own.filter(({ metric }) => metric === "auc" || metric === "macro_auc");
      const some = areas.filter(({ ciMethod }) => ciMethod === "bca").length;
      return some === 0 ? notDone("no area under the curve has a bootstrap interval") : done(
        `${shares.length} accuracies with Wilson's, wider where patients repeat; ${some} of ` +
          `${areas.length} areas with a BCa bootstrap of groups (none where all draws agree)`,
      );
    },
  },
  {
    id: "D11",
    question: "Are all usual metrics there, not just the flattering one?",
    proof:
      "results.csv, metrics; equal to scikit-learn's to 1e-12 in tests/evaluation; notebook 05",
    judge: ({ rows, runs }) => {
      if (runs.length === 0) return notDone("no model was trained");
      const own = ofRuns(rows, runs);
      const lacking = runs.flatMap(({ model: { experiment, seed, classNames } }) => {
        const names = new Set(
          own.filter((row) => row.experiment === experiment && row.seed === seed)
            .map(({ metric }) => metric),
        );
        const wanted = ["accuracy", "balanced_accuracy", "mcc"]
          .concat(classNames.length === 2 ? ["auc"] : ["macro_auc", "micro_auc"])
          .concat(
            classNames.flatMap((name) =>
              ["precision", "recall", "f1", "support"].map((metric) => `${metric}:${name}`)
                .concat(classNames.map((other) => `confusion:${name}>${other}`))
            ),
          );
        return wanted.some((name) => !names.has(name)) ? [`${experiment} (seed ${seed})`] : [];
      });
      return lacking.length === 0 ? done(`all of them, for ${runs.length} models`) : notDone(
        `figures of ${lacking.slice(0, 5).join(", ")}${
          lacking.length > 5 ? ` and ${lacking.length - 5} more` : ""
        } are missing: notebook 05 writes them`,
      );
    },
  },
  {
    id: "D12",
    question: "Is there a prediction per film, so that shuffling a loader changes nothing?",
    proof: "experiments/*/seed-*/predictions.csv; worked out anew in another order for this line",
    judge: shuffled,
  },
  {
    id: "D13",
    question: "Is there one preprocessing for training, test and prediction?",
    proof: "bundle.json, preprocessing; scaling is a layer of the network; docs/model_bundle.md",
    judge: ({ runs }) => {
      if (runs.length === 0) return notDone("no model was trained");
      const others = runs.filter(({ info }) => info?.preprocessing.decoding !== DECODING);
      return others.length === 0 ? done(`${runs.length} models, all by "${DECODING}"`) : notDone(
        `${others.length} of ${runs.length} models have no bundle, or one of another decoding`,
      );
    },
  },
  {
    id: "D14",
    question: "Was the threshold chosen on validation films and frozen?",
    proof: "bundle.json, threshold; results/folds.csv, sensitivity_at_90_specificity; notebook 02",
    judge: ({ runs, rows }) => {
      const binary = runs.filter(({ model }) => model.classNames.length === 2);
      const chosen = binary.filter(({ info }) =>
        /validation films$/.test(info?.thresholdBasis ?? "") &&
        !/^no /.test(info!.thresholdBasis)
      );
      if (chosen.length === 0) {
        return notDone("no model of two classes carries a threshold chosen on validation films");
      }
      const at90 = figure(rows, { metric: "sensitivity_at_90_specificity" });
      return at90
        ? done(
          `${chosen.length} of ${binary.length} models of two classes carry one, the others .5, ` +
            `all frozen; sensitivity at 90 % specificity out of fold: ${
              percent(at90)
            } (${at90.experiment})`,
        )
        : notDone(
          `${chosen.length} of ${binary.length} models of two classes carry one; sensitivity at ` +
            '90 % specificity is missing: "deno task protocol" makes it',
        );
    },
  },
  {
    id: "D21",
    question:
      "Is calibration told from films out of fold, beside what chance shows, temperature bounded?",
    proof: "results/calibration.csv; notebook 05",
    judge: ({ rows, runs }) => {
      const own = rows.filter(({ experiment, control, split }) =>
        !experiment.startsWith("floor-") && control === "" && split.startsWith("out-of-fold")
      );
      const has = (name: string) => own.some(({ metric }) => metric.split(":")[0] === name);
      const wanted = ["brier", "slope", "intercept", "ece", "ece-by-chance"];
      const lacking = wanted.filter((start) => !has(start));
      if (lacking.length > 0) {
        return notDone(`${lacking.join(", ")} out of fold missing: "deno task protocol" makes it`);
      }
      const temperatures = runs.map(({ info }) => info?.temperature ?? 1);
      const inside = temperatures.every((value) => value >= 0.25 && value <= 10);
      const slopes = own.filter(({ metric, value }) =>
        metric.startsWith("slope:") && Number.isFinite(value)
      );
      const [least, most] = [Math.min, Math.max].map((f) => f(...slopes.map(({ value }) => value)));
      return inside
        ? done(
          `slopes of the models' classes from ${least.toFixed(2)} to ${
            most.toFixed(2)
          }; temperatures within bounds`,
        )
        : notDone("a model's temperature is outside of .25 to 10");
    },
  },
  {
    id: "D25",
    question: "Are subgroups (view, sex, age) told, with their number and too few below ten?",
    proof:
      "results.csv and results/external.csv, column subgroup; results/audit.csv, missing:view …",
    judge: ({ rows }) => {
      const parts = rows.filter(({ subgroup }) => /^(view|sex|age)=/.test(subgroup));
      if (parts.length > 0) {
        const names = [...new Set(parts.map(({ subgroup }) => subgroup))];
        return done(
          `${names.length} subgroups: ${names.slice(0, 6).join(", ")}${
            names.length > 6 ? " …" : ""
          }`,
        );
      }
      const unknown = ["view", "sex", "age"].map((fact) =>
        figure(rows, { metric: `missing:${fact}`, experiment: "data" })
      );
      return unknown.every((row) => row && row.value === row.n)
        ? cannotBeDone("neither view nor sex nor age is known of any film")
        : notDone("no figure by view, sex or age: notebook 05 or deno task evaluate makes them");
    },
  },
];

/** Works figures out from a model's predictions in their order and in the opposite one. */
function shuffled({ runs, split }: StudyFacts): CheckOutcome {
  if (runs.length === 0) return notDone("no model was trained");
  const { model } = runs[0];
  const test = model.predictions.filter((film) => film.split === "test");
  if (test.length === 0) return notDone("no test film has a prediction");
  const paths = new Set(split.map(({ path }) => path));
  if (!test.every(({ path }) => paths.has(path))) {
    return notDone("predictions and split.csv differ");
  }
  const figures = (predictions: typeof test) =>
    JSON.stringify(evaluatePredictions({
      ...{ experiment: "", model: "", data: "", seed: 1, profile: "", resamples: 20 },
      classNames: model.classNames,
      predictions,
      splitRows: split,
    }));
  return figures(test) === figures([...test].reverse())
    ? done(
      `${runs.length} files of predictions; figures of ${model.experiment} are the same, to the ` +
        "last bit, in the opposite order",
    )
    : notDone("figures change with the order of the films");
}

function ofRuns(rows: readonly ResultRow[], runs: StudyFacts["runs"]): ResultRow[] {
  const ids = new Set(runs.map(({ model }) => model.experiment));
  return rows.filter(({ experiment, control, split }) =>
    ids.has(experiment) && control === "" && split.startsWith("test")
  );
}

function external(rows: readonly ResultRow[]): ResultRow[] {
  return rows.filter(({ split, metric }) => split === "external" && metric === "accuracy");
}

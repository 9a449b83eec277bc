import type { SplitRow } from "lib/data/split.ts";
import type { Prediction } from "lib/evaluation/predictions.ts";
import type { ModelPredictions } from "lib/experiments/collect_results.ts";

/** A split's row of which only some things matter. */
export function splitRow(known: Partial<SplitRow> & { path: string }): SplitRow {
  return {
    className: "Normal",
    patientId: "",
    group: known.path,
    sha256: "",
    published: "",
    split: "test",
    clean: true,
    patient: true,
    ...known,
  };
}

/** A film of class `Normal` or `COVID-19`, of which a model is .9 sure, rightly or wrongly. */
export function prediction(
  path: string,
  { split = "test", trueClass = "Normal", isRight = true } = {},
): Prediction {
  const isNormal = (trueClass === "Normal") === isRight;
  return { path, split, trueClass, probabilities: isNormal ? [0.9, 0.1] : [0.1, 0.9] };
}

/** A model of the task `covid-or-normal`. */
export function madeModel(
  experiment: string,
  predictions: Prediction[],
  seed = 1,
): ModelPredictions {
  return {
    experiment,
    model: "cnn",
    task: "covid-or-normal",
    title: "",
    seed,
    classNames: ["Normal", "COVID-19"],
    predictions,
    seconds: NaN,
  };
}

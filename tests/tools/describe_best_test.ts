import assert from "node:assert/strict";
import { bestFoldRows } from "lib/protocol/best_rows.ts";
import type { BestModel } from "lib/protocol/train_best.ts";
import { describeBest } from "../../tools/train/describe_best.ts";

const RUN = {
  ...{ experiment: "best", model: "mobilenet-v1", task: "three-classes", title: "restyled" },
  ...{ data: "made", profile: "full", seed: 1, settings: {}, epoch: 1, numParams: 3 },
  ...{ fingerprint: "f", trainingSeconds: 1, seconds: 2 },
};

/** A model that calls every film rightly as it is, and the first one wrongly restyled. */
function madeBest(classNames: string[], leftOut: BestModel["leftOut"] = []): BestModel {
  const yTrue = classNames.flatMap((_, k) => [k, k]);
  const sure = (label: number) => classNames.map((_, k) => k === label ? 0.8 : 0.1);
  const plain = yTrue.map(sure);
  return {
    run: { run: RUN, dir: "out/best", classNames, history: [], predictions: [] },
    c: 3,
    threshold: 0.5,
    outOfFold: {
      paths: yTrue.map((_, i) => `${i}.png`),
      groups: yTrue.map(String),
      ...{ yTrue, plain, restyled: [sure(classNames.length - 1), ...plain.slice(1)] },
    },
    leftOut,
  };
}

const describe = (model: BestModel) =>
  describeBest(model, bestFoldRows(model, { profile: "full", resamples: 0 }));

Deno.test("describeBest() shows accuracy and AUC of three classes, as they are and restyled", () => {
  const lines = describe(madeBest(["COVID-19", "Normal", "Pneumonia"]));
  assert.equal(lines[0], "best: restyled, on mobilenet-v1 (penalty 1/3)");
  assert.deepEqual(
    lines.slice(1, -1).map((line) => line.match(/^ {2}(\S+) +(\S+).* of 6 (.*), out/)?.slice(1)),
    [
      ["accuracy", "1.000", "films"],
      ["macro_auc", "1.000", "films"],
      ["accuracy", "0.833", "restyled films"],
      ["macro_auc", "0.875", "restyled films"],
    ],
  );
  assert.equal(lines.at(-1), "  Model: out/best/model");
});

Deno.test("describeBest() shows two classes' figures, and what sources left out came to", () => {
  const share = { value: 0.5, n: 4, interval: [0.1, 0.9] as [number, number] };
  const source = { provenance: "there", threshold: 0.5, falseAlarms: share, sensitivity: share };
  const lines = describe(madeBest(["Normal", "COVID-19"], [source]));
  const metrics = lines.slice(1, 5).map((line) => line.trim().split(" ")[0]);
  assert.deepEqual(metrics, ["accuracy", "auc", "sensitivity", "specificity"]);
  assert.deepEqual(lines.slice(-4, -1), [
    "  Never having seen there:",
    "    healthy called COVID-19  0.500 (0.100 to 0.900) of 4",
    "    COVID-19 found in hospitals held out  0.500 (0.100 to 0.900) of 4",
  ]);
});

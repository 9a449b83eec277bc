import assert from "node:assert/strict";
import {
  evaluatePredictions,
  type EvaluatePredictionsOptions,
} from "lib/evaluation/evaluate_predictions.ts";
import { type Prediction, readPredictions, writePredictions } from "lib/evaluation/predictions.ts";
import { readResults, writeResults } from "lib/evaluation/results.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { CLASSES, PROBABILITIES, Y_TRUE } from "./golden.ts";
import { tempFile } from "./temp_file.ts";

const SPLITS = ["train", "validation", "test"];

/** The golden films, once in each split; test film 0 is no clean one, 0 and 1 no patient ones. */
function options(changes: Partial<EvaluatePredictionsOptions> = {}): EvaluatePredictionsOptions {
  const films = SPLITS.flatMap((split) => Y_TRUE.map((label, i) => ({ split, label, i })));
  const pathOf = (split: string, i: number) => `${split}/${i}.png`;
  return {
    experiment: "A",
    model: "conv5",
    data: "phantom",
    seed: 1,
    profile: "quick",
    commit: "abc",
    seconds: 1.5,
    classNames: CLASSES,
    predictions: films.map(({ split, label, i }) => ({
      path: pathOf(split, i),
      split,
      trueClass: CLASSES[label],
      probabilities: PROBABILITIES[i],
    })),
    splitRows: films.map(({ split, i }) => ({
      path: pathOf(split, i),
      split,
      clean: split !== "test" || i > 0,
      patient: split !== "test" || i > 1,
      group: `${split} ${i >> 1}`,
    })),
    resamples: 200,
    ...changes,
  };
}

function find(rows: ReturnType<typeof evaluatePredictions>, split: string, metric: string) {
  return rows.find((row) => row.split === split && row.metric === metric)!;
}

Deno.test("evaluatePredictions() evaluates every split and the test three times", () => {
  const rows = evaluatePredictions(options());
  const sizes = new Map(rows.map(({ split, n }) => [split, n]));
  assert.deepEqual([...sizes], [
    ["train", 20],
    ["validation", 20],
    ["test", 20],
    ["test-clean", 19],
    ["test-patient", 18],
  ]);
  // 17 of 20 are right; film 0 is wrong, film 1 is right.
  assert.equal(find(rows, "test", "accuracy").value, 17 / 20);
  assert.equal(find(rows, "test-clean", "accuracy").value, 17 / 19);
  assert.equal(find(rows, "test-patient", "accuracy").value, 16 / 18);
  assert.equal(find(rows, "test", "accuracy").ciMethod, "wilson-cluster");
  assert.equal(find(rows, "test", "confusion:COVID-19>Viral Pneumonia").value, 1);
});

Deno.test("evaluatePredictions() fills in every column", () => {
  const [row] = evaluatePredictions(options({ control: "frame-only", fold: 2, repeat: 3 }));
  assert.deepEqual(
    { ...row, ciLow: 0, ciHigh: 0 },
    {
      experiment: "A",
      model: "conv5",
      data: "phantom",
      split: "train",
      fold: 2,
      repeat: 3,
      seed: 1,
      control: "frame-only",
      subgroup: "",
      n: 20,
      metric: "accuracy",
      value: 0.85,
      ciLow: 0,
      ciHigh: 0,
      ciMethod: "wilson-cluster",
      profile: "quick",
      commit: "abc",
      seconds: 1.5,
    },
  );
});

Deno.test("evaluatePredictions() gives the same rows whatever the order of films", () => {
  const { predictions, splitRows, ...others } = options();
  const expected = evaluatePredictions({ ...others, predictions, splitRows });
  for (let seed = 0; seed < 3; seed++) {
    const random = seededRandom(seed);
    const shuffled = evaluatePredictions({
      ...others,
      predictions: shuffle(predictions, random),
      splitRows: shuffle(splitRows, random),
    });
    assert.deepEqual(shuffled, expected);
  }
});

Deno.test("evaluatePredictions() writes the same bytes for the same predictions", async () => {
  const predictionsFile = await tempFile("predictions.csv");
  const resultsFile = await tempFile("results.csv");
  const { classNames, predictions, ...others } = options();
  const texts = [];
  for (const order of [predictions, predictions.toReversed()]) {
    await writePredictions(predictionsFile, classNames, order);
    const read = await readPredictions(predictionsFile);
    const rows = evaluatePredictions({ ...others, ...read });
    await writeResults(resultsFile, rows);
    assert.deepEqual(await readResults(resultsFile), rows);
    texts.push(await Deno.readTextFile(resultsFile));
  }
  assert.equal(texts[0], texts[1]);
});

Deno.test("evaluatePredictions() calls a film positive from the threshold on", () => {
  const classNames = ["COVID-19", "Normal"];
  const probabilities = [[0.3, 0.7], [0.35, 0.65], [0.2, 0.8], [0.5, 0.5]];
  const films = probabilities.map((_, i) => ({ path: `${i}.png`, split: "test" }));
  const predictions: Prediction[] = films.map((film, i) => ({
    ...film,
    trueClass: classNames[Number(i === 2)],
    probabilities: probabilities[i],
  }));
  const binary = {
    classNames,
    predictions,
    splitRows: films.map((film) => ({ ...film, clean: true, patient: true, group: "" })),
    positiveClass: "COVID-19",
  };
  const sensitivity = (threshold?: number) =>
    find(evaluatePredictions(options({ ...binary, threshold })), "test", "sensitivity").value;
  assert.equal(sensitivity(), 1 / 3);
  assert.equal(sensitivity(0.35), 2 / 3);
  assert.equal(sensitivity(0.3), 1);
  assert.equal(sensitivity(0.6), 0);
});

Deno.test("evaluatePredictions() leaves out splits without films and films without prediction", () => {
  const { predictions } = options();
  const train = predictions.filter(({ split }) => split === "train").slice(0, 10);
  const rows = evaluatePredictions(options({ predictions: train }));
  assert.deepEqual([...new Set(rows.map(({ split, n }) => `${split} ${n}`))], ["train 10"]);
  assert.deepEqual(evaluatePredictions(options({ predictions: [] })), []);
});

Deno.test("evaluatePredictions() takes a fold's name as a split of its own", () => {
  const predictions = options().predictions.map((prediction) => ({
    ...prediction,
    split: "fold-0",
  }));
  const rows = evaluatePredictions(options({ predictions: predictions.slice(0, 20) }));
  assert.deepEqual(new Set(rows.map(({ split }) => split)), new Set(["fold-0"]));
});

Deno.test("evaluatePredictions() names a film that split.csv has otherwise or not at all", () => {
  const { splitRows } = options();
  assert.throws(() => evaluatePredictions(options({ splitRows: splitRows.slice(1) })), {
    name: "RangeError",
    message: 'Cannot evaluate film "train/0.png": it has no split row; use the split.csv it was ' +
      "predicted with",
  });
  const moved = splitRows.map((row, i) => i === 0 ? { ...row, split: "test" } : row);
  assert.throws(() => evaluatePredictions(options({ splitRows: moved })), {
    message:
      'Cannot evaluate film "train/0.png": predicted as train but split.csv has it in test; ' +
      "use the split.csv it was predicted with",
  });
  assert.throws(() => evaluatePredictions(options({ positiveClass: "Flu" })), {
    message: 'Cannot evaluate class "Flu": expected one of COVID-19, Normal, Viral Pneumonia',
  });
});

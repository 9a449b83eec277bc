import { join } from "@std/path";
import assert from "node:assert/strict";
import { foldSplit } from "lib/data/fold_split.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { readPredictions } from "lib/evaluation/predictions.ts";
import { crossValidateFloor, FLOORS, runFloor, writeFloor } from "lib/experiments/floors.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { tempDir } from "../data/test_films.ts";
import { splitRow } from "./made_models.ts";

const [MAJORITY, THUMBNAIL, FRAME, HISTOGRAM, METADATA] = FLOORS;
const PIXELS = 64 * 64;

interface MadeFilm {
  className: string;
  split?: "train" | "validation" | "test";
  /** Its own where left out. */
  group?: string;
  /** Mean grey level of the thumbnail; the noise about it is ±40. */
  grey?: number;
  width?: number;
}

function makeData(made: MadeFilm[], seed = 1) {
  const random = seededRandom(seed);
  const films = made.map(({ className, width = 100 }, i) =>
    makeFilm({ path: `${i}.png`, className, originalWidth: width, originalHeight: 100 })
  );
  const thumbnails = Uint8Array.from(
    { length: made.length * PIXELS },
    (_, i) => (made[Math.floor(i / PIXELS)].grey ?? 128) + 80 * (random() - 0.5),
  );
  const split = made.map(({ className, split = "train", group }, i) =>
    splitRow({ path: `${i}.png`, className, split, group: group ?? `${i}` })
  );
  return { set: { films, thumbnails }, split, seed: 1 };
}

const repeat = (n: number, film: MadeFilm): MadeFilm[] => Array.from({ length: n }, () => film);

/** Films whose class shows, or does not show, in their brightness. */
const planted = (covid: Partial<MadeFilm>, normal: Partial<MadeFilm>) =>
  makeData(["train", "test"].flatMap((split) => [
    ...repeat(10, { className: "COVID-19", split: split as "train", ...covid }),
    ...repeat(10, { className: "Normal", split: split as "train", ...normal }),
  ]));

const testAccuracy = (run: ReturnType<typeof runFloor>) => {
  const test = run.predictions.filter(({ split }) => split === "test");
  const right = test.filter(({ trueClass, probabilities }) =>
    covidOrNormal.classNames[probabilities.indexOf(Math.max(...probabilities))] === trueClass
  );
  return right.length / test.length;
};

Deno.test("runFloor() predicts the training films' shares by majority", () => {
  const data = makeData([
    ...repeat(2, { className: "COVID-19" }),
    { className: "COVID-19", split: "validation" }, // Trained on: nothing is held out.
    { className: "Normal" },
    ...repeat(3, { className: "Normal", split: "test" }),
    { className: "Viral Pneumonia" }, // No class of the task.
  ]);
  const { predictions } = runFloor(MAJORITY, covidOrNormal, data);
  assert.equal(predictions.length, 7);
  for (const { probabilities } of predictions) assert.deepEqual(probabilities, [0.25, 0.75]);
  assert.deepEqual(predictions.map(({ split }) => split), [
    ...Array(4).fill("train"),
    ...Array(3).fill("test"),
  ]);
});

Deno.test("runFloor() finds brightness that was planted, from pixels of every kind", () => {
  const data = planted({ grey: 150 }, { grey: 90 });
  for (const floor of [THUMBNAIL, FRAME, HISTOGRAM]) {
    assert.equal(testAccuracy(runFloor(floor, covidOrNormal, data)), 1, floor.name);
  }
  assert.equal(testAccuracy(runFloor(METADATA, covidOrNormal, data)), 0.5);
});

Deno.test("runFloor() finds file sizes that were planted, from metadata alone", () => {
  const data = planted({ width: 300 }, { width: 200 });
  assert.equal(testAccuracy(runFloor(METADATA, covidOrNormal, data)), 1);
  assert(testAccuracy(runFloor(THUMBNAIL, covidOrNormal, data)) < 0.9);
});

Deno.test("runFloor() gives the same from the same seed, and names a class that is missing", () => {
  const data = planted({ grey: 130 }, { grey: 126 });
  for (const floor of FLOORS) {
    const twice = [1, 2].map(() => runFloor(floor, covidOrNormal, data).predictions);
    assert.deepEqual(twice[0], twice[1], floor.name);
  }
  assert.throws(
    () => runFloor(MAJORITY, covidOrNormal, makeData(repeat(2, { className: "Normal" }))),
    {
      name: "RangeError",
      message:
        'Task covid-or-normal needs films of "COVID-19" but the data has Normal; no recipe is for these classes',
    },
  );
});

Deno.test("writeFloor() writes what readPredictions() reads, by task and floor", async () => {
  const out = await tempDir();
  const run = runFloor(MAJORITY, covidOrNormal, planted({}, {}));
  await writeFloor(out, run);
  const file = join(out, "floors", "covid-or-normal", "majority", "predictions.csv");
  const { classNames, predictions } = await readPredictions(file);
  assert.deepEqual(classNames, ["Normal", "COVID-19"]);
  assert.deepEqual(predictions, run.predictions);
});

Deno.test("crossValidateFloor() keeps groups together", async () => {
  const options = { k: 2, repeats: 3, seed: 4 };
  const films = (group?: string) => [
    ...repeat(6, { className: "Normal", group }),
    ...repeat(4, { className: "COVID-19" }),
  ];
  // Apart, each fold has three and two: the majority is right on six of ten.
  const alone = { ...makeData(films()), ...options };
  const apart = await crossValidateFloor(MAJORITY, covidOrNormal, alone);
  assert.deepEqual(apart.accuracies, [0.6, 0.6, 0.6]);
  // Six films of one patient stand in one fold with two of the others: what is fitted on the two
  // that are left calls everything COVID-19 (two right), the other way round Normal (none right).
  const together = { ...makeData(films("one patient")), ...options };
  const { accuracies } = await crossValidateFloor(MAJORITY, covidOrNormal, together);
  assert.deepEqual(accuracies, [0.2, 0.2, 0.2]);
});

Deno.test("crossValidateFloor() is the same from the same seed; repeats deal anew", async () => {
  const data = planted({ grey: 131 }, { grey: 129 });
  const measure = async (seed: number) => {
    const options = { ...data, k: 4, repeats: 3, seed };
    return (await crossValidateFloor(THUMBNAIL, covidOrNormal, options)).accuracies;
  };
  const accuracies = await measure(1);
  assert.deepEqual(await measure(1), accuracies);
  assert(new Set([...accuracies, ...await measure(2)]).size > 1);
  assert(accuracies.every((accuracy) => accuracy >= 0 && accuracy <= 1));
});

Deno.test("crossValidateFloor() holds out the films that foldSplit() holds out", async () => {
  const data = makeData(["COVID-19", "Normal"].flatMap((className) => [
    ...repeat(4, { className, group: `patient of ${className}` }),
    ...repeat(9, { className }),
  ]));
  const options = { ...data, k: 4, repeats: 2 };
  const { outcomes } = await crossValidateFloor(MAJORITY, covidOrNormal, options);
  assert.deepEqual(outcomes.map((outcome) => outcome.repeat), [0, 1]);
  for (const outcome of outcomes) {
    assert.deepEqual(
      outcome.predictions.map(({ path }) => path),
      data.split.map(({ path }) => path),
    );
    for (let fold = 0; fold < 4; fold++) {
      const rows = foldSplit(data.split, { k: 4, fold, repeat: outcome.repeat, seed: 1 });
      const train = rows.filter((row) => row.split !== "test");
      const share = train.filter((row) => row.className === "Normal").length / train.length;
      rows.forEach((row, i) => {
        if (row.split === "test") assert.equal(outcome.predictions[i].probabilities[0], share);
      });
    }
  }
});

Deno.test("crossValidateFloor() stops when it is told to", async () => {
  const options = { ...planted({}, {}), repeats: 1, signal: AbortSignal.abort() };
  const run = crossValidateFloor(MAJORITY, covidOrNormal, options);
  await assert.rejects(run, { name: "AbortError" });
});

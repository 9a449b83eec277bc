import { join } from "@std/path";
import assert from "node:assert/strict";
import { evaluateModels, readFloors, readModels } from "lib/experiments/collect_results.ts";
import { FLOORS, writeFloor } from "lib/experiments/floors.ts";
import { finishRun } from "lib/experiments/run.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import { tempDir } from "../data/test_films.ts";
import { madeModel, prediction, splitRow } from "./made_models.ts";

const PREDICTIONS = [
  prediction("a"),
  prediction("b", { trueClass: "COVID-19" }),
  prediction("v", { split: "train" }),
];

async function writeRun(out: string, id: string, seed: number) {
  return await finishRun(join(out, "experiments", id, `seed-${seed}`), {
    run: {
      experiment: id,
      model: "cnn",
      task: covidOrNormal.id,
      title: `experiment ${id}`,
      data: "made",
      profile: "quick",
      seed,
      settings: {},
      epoch: 1,
      numParams: 1,
      fingerprint: "",
      trainingSeconds: 7,
      seconds: 8,
    },
    classNames: covidOrNormal.classNames,
    history: [],
    predictions: PREDICTIONS,
  });
}

Deno.test("readModels() reads finished runs by experiment and seed, and floors last", async () => {
  const out = await tempDir();
  await writeFloor(out, { floor: FLOORS[1], task: covidOrNormal, predictions: PREDICTIONS });
  for (const [id, seed] of [["D", 1], ["C", 10], ["C", 2]] as const) await writeRun(out, id, seed);
  const models = await readModels(out);
  assert.deepEqual(models.map(({ experiment, seed }) => [experiment, seed]), [
    ["C", 2],
    ["C", 10],
    ["D", 1],
    ["floor-thumbnail:covid-or-normal", NaN],
  ]);
  const [first, , , floor] = models;
  assert.deepEqual(first.predictions, PREDICTIONS);
  assert.deepEqual([first.seconds, first.title, first.run?.run.seed], [7, "experiment C", 2]);
  assert.deepEqual([floor.model, floor.seconds, floor.run], [
    "logistic-regression",
    NaN,
    undefined,
  ]);
});

Deno.test("readModels() takes no folder for a run that has no run.json", async () => {
  const out = await tempDir();
  await writeRun(out, "C", 1);
  const stopped = join(out, "experiments", "C", "seed-2");
  await Deno.mkdir(stopped);
  await Deno.writeTextFile(join(stopped, "checkpoint.bin"), "");
  await Deno.mkdir(join(out, "experiments", "E"));
  await Deno.writeTextFile(join(out, "experiments", "notes.txt"), "");
  await Deno.rename(
    (await writeRun(out, "D", 1)).dir,
    join(out, "experiments", "D", ".seed-1.part"),
  );
  assert.deepEqual((await readModels(out)).map(({ experiment }) => experiment), ["C"]);
});

Deno.test("readModels() names the notebooks to run where there is no run", async () => {
  const out = await tempDir();
  await writeFloor(out, { floor: FLOORS[0], task: covidOrNormal, predictions: PREDICTIONS });
  await assert.rejects(readModels(out), {
    name: "Error",
    message: `No trained model in "${out}": run the notebooks 02 to 04 first`,
  });
  assert.equal((await readFloors(out)).length, 1);
  assert.deepEqual(await readFloors(join(out, "nowhere")), []);
});

Deno.test("evaluateModels() counts validation films as the model used them", () => {
  const study = {
    set: { root: "", name: "made" },
    split: [
      splitRow({ path: "a" }),
      splitRow({ path: "b", className: "COVID-19", patient: false }),
      splitRow({ path: "v", split: "validation" }),
    ],
  };
  const held = [...PREDICTIONS.slice(0, 2), prediction("v", { split: "validation" })];
  const models = [madeModel("C", PREDICTIONS), madeModel("C+", held)];
  const steps: number[] = [];
  const rows = evaluateModels(models, study, {
    profile: "quick",
    commit: "abc",
    resamples: 0,
    onProgress: (done) => void steps.push(done),
  });
  const accuracies = rows.filter(({ metric }) => metric === "accuracy");
  const parts = (id: string) =>
    accuracies.filter(({ experiment }) => experiment === id).map(({ split, n }) => `${split} ${n}`);
  assert.deepEqual(
    new Set(parts("C")),
    new Set(["train 1", "test 2", "test-clean 2", "test-patient 1"]),
  );
  assert(parts("C+").includes("validation 1"));
  assert(!parts("C+").some((part) => part.startsWith("train")));
  assert(
    rows.every(({ data, commit, profile }) => `${data} ${commit} ${profile}` === "made abc quick"),
  );
  assert.deepEqual(steps, [1, 2]);
});

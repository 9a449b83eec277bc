import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { completeRun } from "lib/experiments/complete_run.ts";
import { dataFingerprint, readRun } from "lib/experiments/run.ts";
import { covidOrNormal, type Task, threeClasses } from "lib/experiments/task.ts";
import type { TaskFilm } from "lib/experiments/task_films.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { tempDir } from "../data/test_films.ts";

type Row = [part: TaskFilm["part"], className: string, probabilities: number[]];

/** Completes a run of an untrained network with made probabilities. */
async function complete(task: Task, rows: Row[]) {
  await startEngine({ seed: 1 });
  const { dense, flatten } = tf.layers;
  const units = task.classNames.length;
  const model = sequence([flatten(), dense({ units, activation: "softmax" })], {
    imageSize: [4, 4],
    channels: 1,
  });
  const films = rows.map(([part, className], i): TaskFilm => ({
    path: `${i}.png`,
    sha256: `${i}`,
    group: `${i}`,
    className,
    part,
  }));
  const dir = join(await tempDir(), "seed-1");
  const run = await completeRun(dir, {
    experiment: { id: "T", title: "a test", task },
    model,
    modelName: "cnn",
    licence: "MIT",
    set: { name: "made" },
    films,
    imageSize: [4, 4],
    settings: { epochs: 1 },
    seed: 1,
    profile: "quick",
    fingerprint: "f",
    history: [],
    epoch: 1,
    probabilities: rows.map(([, , probabilities]) => probabilities),
    trainingSeconds: 2,
    started: 0,
  });
  model.dispose();
  const bundle = await loadBundle(join(dir, "model"));
  bundle.model.dispose();
  return { run, films, info: bundle.info, dir };
}

const covid = (part: TaskFilm["part"], p: number): Row => [part, "COVID-19", [1 - p, p]];
const normal = (part: TaskFilm["part"], p: number): Row => [part, "Normal", [1 - p, p]];

Deno.test("completeRun() chooses the threshold on validation films alone", async () => {
  const { info } = await complete(covidOrNormal, [
    normal("validation", 0.125),
    normal("validation", 0.25),
    covid("validation", 0.375),
    covid("validation", 0.875),
    normal("train", 0.9),
    covid("test", 0.1),
  ]);
  // Half-way between .25 and .375; films of other parts would move it.
  assert.equal(info.threshold, 0.3125);
});

Deno.test("completeRun() keeps .5 where no validation film can tell, and for three classes", async () => {
  const without = await complete(covidOrNormal, [normal("train", 0.125), covid("test", 0.25)]);
  assert.equal(without.info.threshold, 0.5);
  const oneClass = await complete(covidOrNormal, [normal("validation", 0.125)]);
  assert.equal(oneClass.info.threshold, 0.5);
  const three = await complete(threeClasses, [
    ["validation", "Normal", [0.25, 0.5, 0.25]],
    ["validation", "COVID-19", [0.5, 0.25, 0.25]],
  ]);
  assert.equal(three.info.threshold, 0.5);
});

Deno.test("completeRun() writes what readRun() reads, and what the bundle needs", async () => {
  const rows = [normal("train", 0.125), covid("train", 0.75), covid("test", 0.25)];
  const { run, films, info, dir } = await complete(covidOrNormal, rows);
  assert.deepEqual(await readRun(dir), run);
  assert.deepEqual(await readRun(dir, "f"), run);
  assert.equal(await readRun(dir, "another"), undefined);
  assert.deepEqual(run.predictions.map(({ split }) => split), ["train", "train", "test"]);
  assert.deepEqual(run.predictions[1].probabilities, [0.25, 0.75]);
  assert.equal(run.run.numParams, 4 * 4 * 2 + 2);
  assert.deepEqual(info.training, {
    data: "made",
    fingerprint: dataFingerprint(films),
    numFilms: 2,
    seed: 1,
    profile: "quick",
  });
});

Deno.test("completeRun() softens by the temperature of the validation films, in bundle and table", async () => {
  // One of four validation films is missed at .99: three of four are worth .75 (temperature 4.18…).
  const { info, run } = await complete(covidOrNormal, [
    normal("validation", 0.01),
    normal("validation", 0.01),
    normal("validation", 0.99),
    covid("validation", 0.99),
    covid("train", 0.99),
  ]);
  assert(Math.abs(info.temperature - Math.log(99) / Math.log(3)) < 1e-6, `${info.temperature}`);
  for (const { probabilities } of run.predictions) {
    assert(Math.abs(Math.max(...probabilities) - 0.75) < 1e-6, `${probabilities}`);
  }
});

Deno.test("completeRun() never sharpens, and leaves a network alone that held nothing out", async () => {
  const timid = [normal("validation", 0.45), covid("validation", 0.55), covid("train", 0.9)];
  assert.equal((await complete(covidOrNormal, timid)).info.temperature, 1);
  assert.equal((await complete(covidOrNormal, [covid("train", 0.9)])).info.temperature, 1);
});

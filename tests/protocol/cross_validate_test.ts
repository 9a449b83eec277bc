import { join } from "@std/path";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { FLOORS } from "lib/experiments/floors.ts";
import { crossValidateFloor } from "lib/experiments/floors.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import type { TransferExperiment } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { crossValidate } from "lib/protocol/cross_validate.ts";
import { floorRecipe } from "lib/protocol/floor_recipe.ts";
import { frozenRecipe } from "lib/protocol/frozen_recipe.ts";
import { readFolds } from "lib/protocol/read_folds.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const EXPERIMENT: TransferExperiment = {
  id: "made",
  title: "Made films",
  task: covidOrNormal,
  settings: { imageSize: [32, 32], hidden: [], epochs: 2, batchSize: 4, learningRate: 0.01 },
  quick: {},
};

async function makeStudy() {
  const files: Record<string, number> = {};
  ["Covid", "Normal"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`${i < 6 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
  });
  const set = await readFilms(await writeFolder(files));
  return { set, split: splitFilms(set, { seed: 1 }), out: await tempDir(), seed: 1 };
}

async function makeRecipe(set: { root: string }) {
  await startEngine();
  const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [32, 32] });
  const caches = { cacheDir: await tempDir(), featuresDir: await tempDir() };
  return {
    backbone,
    recipe: frozenRecipe(EXPERIMENT, { ...caches, set, backbone, profile: "full" }),
  };
}

Deno.test("crossValidate() judges each film once a dealing, and reads finished dealings", async () => {
  const study = await makeStudy();
  const { backbone, recipe } = await makeRecipe(study.set);
  const options = { ...study, k: 4, repeats: 2 };
  const first = await crossValidate(recipe, options);
  assert.equal(first.length, 2);
  for (const { predictions, classNames } of first) {
    assert.deepEqual(classNames, covidOrNormal.classNames);
    assert.deepEqual(predictions.map(({ path }) => path), study.split.map(({ path }) => path));
    assert.equal(new Set(predictions.map(({ split }) => split)).size, 4);
  }
  // Nothing is left to compute from: a second call can only read.
  for (const { path } of study.set.films) await Deno.remove(join(study.set.root, path));
  const other = await makeRecipe(study.set);
  assert.deepEqual(await crossValidate(other.recipe, options), first);
  await assert.rejects(crossValidate(other.recipe, { ...options, seed: 2 }), /Cannot/);
  const [read] = await readFolds(study.out);
  assert.deepEqual(read.outcomes, first);
  assert.equal(read.experiment, "made-vgg16-random");
  assert(read.seconds > 0);
  for (const { model } of [backbone, other.backbone]) model.dispose();
});

Deno.test("crossValidate() stops, keeps finished folds, and leaves no tensor behind", async () => {
  const study = await makeStudy();
  const { backbone, recipe } = await makeRecipe(study.set);
  const options = { ...study, k: 4, repeats: 2 };
  const tf = await startEngine();
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  const stopped = crossValidate(recipe, {
    ...options,
    signal: stop.signal,
    onProgress: (done, _total, text) => done === 6 && /fold/.test(text) && stop.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.equal(tf.memory().numTensors, before);
  const counted: number[] = [];
  const count = (films: unknown) => counted.push(Number(films));
  const counting = {
    ...recipe,
    fitFold: (...args: Parameters<typeof recipe.fitFold>) => (count(1), recipe.fitFold(...args)),
  };
  const again = await crossValidate(counting, options);
  assert.equal(counted.length, 2); // of eight folds six were there
  const fresh = await crossValidate(recipe, { ...options, out: await tempDir() });
  assert.deepEqual(again, fresh);
  backbone.model.dispose();
});

Deno.test("crossValidate() gives a floor the folds and probabilities of crossValidateFloor()", async () => {
  const study = await makeStudy();
  const [, thumbnail] = FLOORS;
  const options = { ...study, k: 3, repeats: 2 };
  const recipe = floorRecipe(thumbnail, covidOrNormal, study);
  const folds = await crossValidate(recipe, options);
  const { outcomes } = await crossValidateFloor(thumbnail, covidOrNormal, options);
  folds.forEach(({ predictions }, repeat) => {
    assert.deepEqual(
      predictions.map(({ path, probabilities }) => ({ path, probabilities })),
      outcomes[repeat].predictions.map(({ path, probabilities }) => ({ path, probabilities })),
    );
  });
  assert.equal((await readFolds(study.out))[0].experiment, "floor-thumbnail:covid-or-normal");
});

Deno.test("crossValidate() needs a film of every class", async () => {
  const study = await makeStudy();
  const split = study.split.filter(({ className }) => className === "Normal");
  const recipe = floorRecipe(FLOORS[0], covidOrNormal, study);
  await assert.rejects(
    crossValidate(recipe, { ...study, split, repeats: 1 }),
    /Task covid-or-normal needs films of "COVID-19"/,
  );
});

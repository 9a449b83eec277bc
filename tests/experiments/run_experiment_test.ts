import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { rankOnValidation } from "lib/experiments/best_on_validation.ts";
import { evaluateModels, readModels } from "lib/experiments/collect_results.ts";
import { experimentA, experimentAPlus } from "lib/experiments/experiment_a.ts";
import { FLOORS, runFloor, writeFloor } from "lib/experiments/floors.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { runExperiment, type RunExperimentOptions } from "lib/experiments/run_experiment.ts";
import { beginStudy, openStudy } from "lib/experiments/study.ts";
import { threeClasses } from "lib/experiments/task.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const CHANGES: RunExperimentOptions["changes"] = { imageSize: [48, 48], epochs: 2, batchSize: 8 };

/** A study of made films: 8 to train and 3 to test of each class. */
async function makeStudy() {
  const files: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 11; i++) {
      files[`${i < 8 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
    }
  });
  const set = await readFilms(await writeFolder(files));
  const split = splitFilms(set, { seed: 1, validationFraction: 0.25 });
  const study = await beginStudy({ out: await tempDir(), set, split });
  return { study, set, cacheDir: await tempDir() };
}

Deno.test("runExperiment() writes a run that is read, not run, the second time", async () => {
  const { study, cacheDir } = await makeStudy();
  const options = { ...study, cacheDir, seed: 1, profile: "quick", changes: CHANGES };
  const first = await runExperiment(experimentA, options);
  let batches = 0;
  const second = await runExperiment(experimentA, { ...options, onProgress: () => batches++ });
  assert.equal(batches, 0);
  assert.deepEqual(second, first);
  assert.equal(first.predictions.length, 33);
  assert.deepEqual(
    new Set(first.predictions.map(({ split }) => split)),
    new Set(["train", "test"]),
  );
  const other = await runExperiment(experimentA, { ...options, seed: 2 });
  assert.notDeepEqual(other.predictions, first.predictions);
});

Deno.test("runExperiment() gives the same predictions from the same seed elsewhere", async () => {
  const { study, cacheDir } = await makeStudy();
  const options = { ...study, cacheDir, seed: 5, profile: "quick", changes: CHANGES };
  const here = await runExperiment(experimentAPlus, options);
  const there = await runExperiment(experimentAPlus, { ...options, out: await tempDir() });
  assert.deepEqual(there.predictions, here.predictions);
  const text = (dir: string) => Deno.readTextFile(join(dir, "model", "bundle.json"));
  assert.equal(await text(there.dir), await text(here.dir));
});

Deno.test("runExperiment() goes on after a stop to the same weights", async () => {
  const { study, cacheDir } = await makeStudy();
  const options = { ...study, cacheDir, seed: 1, profile: "quick", changes: CHANGES };
  const through = await runExperiment(experimentA, options);
  const stop = new AbortController();
  const stopped = {
    ...options,
    out: await tempDir(),
    onEpoch: (history: unknown[]) => void (history.length === 1 && stop.abort()),
  };
  await assert.rejects(runExperiment(experimentA, { ...stopped, signal: stop.signal }), {
    name: "AbortError",
  });
  const resumed = await runExperiment(experimentA, { ...stopped, onEpoch: undefined });
  const weights = (dir: string) => Deno.readFile(join(dir, "model", "weights.bin"));
  assert.deepEqual(await weights(resumed.dir), await weights(through.dir));
  assert.deepEqual(resumed.predictions, through.predictions);
});

Deno.test("runExperiment() leaves no tensor behind", async () => {
  await startEngine();
  const before = tf.memory().numTensors;
  const { study, cacheDir } = await makeStudy();
  await runExperiment(experimentAPlus, {
    ...study,
    cacheDir,
    seed: 1,
    profile: "quick",
    changes: CHANGES,
  });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a study's models and floors are read and evaluated on every part", async () => {
  const { study, set, cacheDir } = await makeStudy();
  await assert.rejects(readModels(study.out), /run the notebooks 02 to 04 first/);
  const options = { ...study, cacheDir, seed: 1, profile: "quick", changes: CHANGES };
  await runExperiment(experimentA, options);
  await runExperiment(experimentAPlus, options);
  for (const floor of FLOORS) {
    await writeFloor(study.out, runFloor(floor, threeClasses, { ...study, set, seed: 1 }));
  }
  const models = await readModels(study.out);
  assert.deepEqual(models.map(({ experiment }) => experiment), [
    "A",
    "A+",
    ...FLOORS.map(({ name }) => `floor-${name}:three-classes`),
  ]);
  const rows = evaluateModels(models, study, { profile: "quick", resamples: 20 });
  const splitsOf = (id: string) =>
    new Set(rows.filter(({ experiment }) => experiment === id).map(({ split }) => split));
  assert.deepEqual(splitsOf("A"), new Set(["test", "test-clean", "test-patient", "train"]));
  assert(splitsOf("A+").has("validation"));
  assert.deepEqual(rankOnValidation(models).map(({ experiment }) => experiment), ["A+"]);
});

Deno.test("predictFilm() says of a film what the run said of it", async () => {
  const { study, cacheDir } = await makeStudy();
  const run = await runExperiment(experimentA, {
    ...study,
    cacheDir,
    seed: 1,
    profile: "quick",
    changes: CHANGES,
  });
  const bundle = await loadBundle(join(run.dir, "model"));
  assert.deepEqual(bundle.info.card!.results.map(({ split }) => split), [
    "test",
    "test-clean",
    "test-patient",
  ]);
  for (const { path, probabilities } of run.predictions.slice(0, 5)) {
    const answer = await predictFilm(bundle, join(study.set.root, path));
    answer.probabilities.forEach((p, k) => assert(Math.abs(p - probabilities[k]) < 1e-6));
  }
  bundle.model.dispose();
});

Deno.test("openStudy() names the notebook to run first", async () => {
  await assert.rejects(openStudy(await tempDir()), /run the notebook 01_explore_data first/);
});

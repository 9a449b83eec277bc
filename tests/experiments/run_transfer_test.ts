import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { readPredictions } from "lib/evaluation/predictions.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import type { FinishedRun } from "lib/experiments/run.ts";
import { runTransfer } from "lib/experiments/run_transfer.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import type { TransferExperiment } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import type { HistoryRow } from "lib/training/history.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const FROZEN: TransferExperiment = {
  id: "made",
  title: "Made films",
  task: covidOrNormal,
  settings: {
    imageSize: [32, 32],
    hidden: [],
    dropout: 0.25,
    standardise: true,
    epochs: 3,
    batchSize: 4,
    learningRate: 0.01,
    schedule: "cosine",
    balanceClasses: true,
    monitor: { monitor: "valLoss", restoreBest: true },
  },
  quick: { epochs: 2 },
};
const FINE_TUNED: TransferExperiment = {
  ...FROZEN,
  id: "tuned",
  settings: { ...FROZEN.settings, fineTune: { epochs: 2, batchSize: 4, learningRate: 1e-4 } },
};

/** Six films to train (two of them for validation) and two to test of each class. */
async function makeOptions() {
  const files: Record<string, number> = {};
  ["Covid", "Normal"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`${i < 6 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
  });
  const set = await readFilms(await writeFolder(files));
  const split = splitFilms(set, { seed: 1, validationFraction: 0.3 });
  await startEngine();
  const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [32, 32] });
  const dirs = { out: await tempDir(), cacheDir: await tempDir(), featuresDir: await tempDir() };
  return { ...dirs, set, split, backbone, seed: 1, profile: "full" };
}

/** The joined network says of each film's picture what the head said of its features. */
async function assertJoined(run: FinishedRun, root: string) {
  const { predictions } = await readPredictions(join(run.dir, "predictions.csv"));
  const bundle = await loadBundle(join(run.dir, "model"));
  for (const { path, probabilities } of predictions) {
    const answer = await predictFilm(bundle, join(root, path));
    answer.probabilities.forEach((p, k) => assert(Math.abs(p - probabilities[k]) < 1e-4, path));
  }
  bundle.model.dispose();
}

Deno.test("runTransfer() trains a head whose joined network says the same", async () => {
  const options = await makeOptions();
  const before = tf.memory().numTensors;
  const run = await runTransfer(FROZEN, options);
  assert.equal(run.run.experiment, "made-vgg16-random");
  assert.equal(run.run.model, "vgg16-random");
  assert.equal(run.history.length, 3);
  assert.deepEqual(
    Map.groupBy(run.predictions, ({ split }) => split).get("test")?.length,
    4,
  );
  assert.equal(run.run.numParams, 14_714_688 + 4 * 512 + (512 * 2 + 2)); // VGG16, standardising, head
  await assertJoined(run, options.set.root);
  assert.equal(tf.memory().numTensors, before);
  options.backbone.model.dispose();
});

Deno.test("runTransfer() is the same from the same seed, and is read the second time", async () => {
  const options = await makeOptions();
  const first = await runTransfer(FROZEN, options);
  let steps = 0;
  const again = await runTransfer(FROZEN, { ...options, onProgress: () => steps++ });
  assert.equal(steps, 0);
  assert.deepEqual(again, first);
  const elsewhere = { ...options, out: await tempDir(), featuresDir: await tempDir() };
  assert.deepEqual((await runTransfer(FROZEN, elsewhere)).predictions, first.predictions);
  const other = await runTransfer(FROZEN, { ...options, seed: 2 });
  assert.notDeepEqual(other.predictions, first.predictions);
  const quick = await runTransfer(FROZEN, { ...elsewhere, seed: 3, profile: "quick" });
  assert.equal(quick.history.length, 2);
  options.backbone.model.dispose();
});

Deno.test("runTransfer() fine-tunes the last block after the head, and counts its epochs on", async () => {
  const options = await makeOptions();
  const before = tf.memory().numTensors;
  const seen: number[][] = [];
  const onEpoch = (rows: HistoryRow[]) => void seen.push(rows.map(({ epoch }) => epoch));
  const run = await runTransfer(FINE_TUNED, { ...options, onEpoch });
  assert.deepEqual(seen.slice(-2), [[1, 2, 3, 4], [1, 2, 3, 4, 5]]);
  assert.deepEqual(run.history.map(({ epoch }) => epoch), [1, 2, 3, 4, 5]);
  assert(run.run.epoch > 3);
  await assertJoined(run, options.set.root);
  const frozen = await runTransfer(FROZEN, options);
  assert.deepEqual(
    run.history.slice(0, 3).map(({ loss }) => loss),
    frozen.history.map(({ loss }) => loss),
  );
  assert.notDeepEqual(run.predictions, frozen.predictions);
  assert.equal(tf.memory().numTensors, before);
  options.backbone.model.dispose();
});

Deno.test("runTransfer() names the class that the data lacks", async () => {
  const options = await makeOptions();
  const split = options.split.filter(({ className }) => className === "Normal");
  await assert.rejects(runTransfer(FROZEN, { ...options, split }), {
    name: "RangeError",
    message:
      'Task covid-or-normal needs films of "COVID-19" but the data has Normal; no recipe is for these classes',
  });
  options.backbone.model.dispose();
});

Deno.test("runTransfer() leaves no tensor behind where it is stopped", async () => {
  const options = await makeOptions();
  await runTransfer(FINE_TUNED, options); // The features of all layers are in the cache now.
  const before = tf.memory().numTensors;
  for (const phase of [1, 2]) { // The head's first batch, the last block's.
    const stop = new AbortController();
    let begun = 0;
    const onProgress = (done: number, _total: number, text: string) => {
      if (text.includes("epoch 1/") && done === 1 && ++begun === phase) stop.abort();
    };
    const stopped = { ...options, out: await tempDir(), onProgress, signal: stop.signal };
    await assert.rejects(runTransfer(FINE_TUNED, stopped), { name: "AbortError" });
    assert.equal(tf.memory().numTensors, before, `phase ${phase}`);
  }
  options.backbone.model.dispose();
});

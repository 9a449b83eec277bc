import { join } from "@std/path";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { crossValidateTransfer } from "lib/experiments/cross_validate_transfer.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import type { TransferExperiment } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const EXPERIMENT: TransferExperiment = {
  id: "made",
  title: "Made films",
  task: covidOrNormal,
  settings: { imageSize: [32, 32], hidden: [], epochs: 2, batchSize: 4, learningRate: 0.01 },
  quick: {},
};

async function makeOptions() {
  const files: Record<string, number> = {};
  ["Covid", "Normal"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`${i < 6 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
  });
  const set = await readFilms(await writeFolder(files));
  const split = splitFilms(set, { seed: 1 });
  await startEngine();
  const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [32, 32] });
  const dirs = { out: await tempDir(), cacheDir: await tempDir(), featuresDir: await tempDir() };
  return { ...dirs, set, split, backbone, k: 4, repeats: 2, seed: 1, profile: "full" };
}

Deno.test("crossValidateTransfer() predicts each film once a repeat, and reads finished repeats", async () => {
  const options = await makeOptions();
  const first = await crossValidateTransfer(EXPERIMENT, options);
  assert.equal(first.length, 2);
  for (const { predictions, classNames } of first) {
    assert.deepEqual(classNames, covidOrNormal.classNames);
    assert.deepEqual(
      predictions.map(({ path }) => path).sort(),
      options.set.films.map(({ path }) => path).sort(),
    );
  }
  // Nothing is left to compute from: a second call can only read.
  const films = options.set.films.map(({ path }) => join(options.set.root, path));
  for (const film of films) await Deno.remove(film);
  options.cacheDir = await tempDir();
  assert.deepEqual(await crossValidateTransfer(EXPERIMENT, options), first);
  await assert.rejects(crossValidateTransfer(EXPERIMENT, { ...options, seed: 2 }), /Cannot/);
  options.backbone.model.dispose();
});

Deno.test("crossValidateTransfer() stops, keeps finished repeats, and leaves no tensor behind", async () => {
  const options = await makeOptions();
  const tf = await startEngine();
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  const stopped = crossValidateTransfer(EXPERIMENT, {
    ...options,
    signal: stop.signal,
    onProgress: (done, _total, text) => done === 6 && /fold/.test(text) && stop.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.equal(tf.memory().numTensors, before);
  const again = await crossValidateTransfer(EXPERIMENT, options);
  const fresh = await crossValidateTransfer(EXPERIMENT, { ...options, out: await tempDir() });
  assert.deepEqual(again, fresh);
  options.backbone.model.dispose();
});

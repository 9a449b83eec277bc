import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { batchedFeatures } from "lib/training/batched_features.ts";
import type { FeatureNetwork } from "lib/training/feature_batch.ts";

await startEngine({ seed: 1 });

/** A network whose one feature of a film is the mean of its grey levels. */
function meanNetwork(): FeatureNetwork {
  const film = tf.input({ shape: [2, 2, 1] });
  const same = tf.layers.activation({ activation: "linear" }).apply(film) as tf.SymbolicTensor;
  const model = tf.model({ inputs: film, outputs: same });
  return { model, imageSize: [2, 2], pooling: "average", batchSize: 2, shape: [1], length: 1 };
}

const films = Array.from({ length: 5 }, (_, i) => new Uint8Array(4).fill(10 * i));

Deno.test("batchedFeatures() gives every film's features, the last batch's, too, and leaks none", async () => {
  const network = meanNetwork();
  const before = tf.memory().numTensors;
  const asked: number[][] = [];
  const steps: number[] = [];
  const values = await batchedFeatures(network, {
    numFilms: 5,
    filmsOf: (from, to) => {
      asked.push([from, to]);
      return Promise.resolve(films.slice(from, to));
    },
    onProgress: (done) => steps.push(done),
  });
  assert.deepEqual(values, Float32Array.of(0, 10, 20, 30, 40));
  assert.deepEqual(asked, [[0, 2], [2, 4], [4, 5]]);
  assert.deepEqual(steps, [2, 4, 5]);
  assert.equal(tf.memory().numTensors, before);
  network.model.dispose();
});

Deno.test("batchedFeatures() stops before the next batch", async () => {
  const network = meanNetwork();
  const controller = new AbortController();
  const steps: number[] = [];
  const stopped = batchedFeatures(network, {
    numFilms: 5,
    filmsOf: (from, to) => films.slice(from, to),
    onProgress: (done) => {
      steps.push(done);
      controller.abort();
    },
    signal: controller.signal,
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.deepEqual(steps, [2]);
  network.model.dispose();
});

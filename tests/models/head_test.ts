import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { randomState } from "lib/engine/random_state.ts";
import { startEngine } from "lib/engine/start.ts";
import { type Backbone, loadBackbone } from "lib/models/backbone.ts";
import { buildHead, joinHead } from "lib/models/head.ts";

const FILMS = [2, 40, 32, 1];

function random(): Promise<Backbone> {
  return loadBackbone("vgg16-random", { weightsDir: "", imageSize: [40, 32], seed: 1 });
}

Deno.test("buildHead() stacks standardising, hidden layers, dropout, logits, probabilities", async () => {
  await startEngine();
  const head = buildHead({
    numFeatures: 5,
    hidden: [4, 3],
    numClasses: 2,
    dropout: 0.5,
    standardise: { mean: [0, 1, 2, 3, 4], scale: [1, 1, 1, 1, 2] },
    seed: 1,
  });
  assert.deepEqual(head.layers.map(({ name }) => name), [
    "features",
    "standardise",
    "dropout_1",
    "hidden_1",
    "dropout_2",
    "hidden_2",
    "dropout_3",
    "logits",
    "probabilities",
  ]);
  // Dense: 5·4+4 + 4·3+3 + 3·2+2; standardising: 4·5, none of them trained.
  assert.equal(head.countParams(), 24 + 15 + 8 + 20);
  assert.equal(head.trainableWeights.length, 6);
  tf.tidy(() => {
    const [p] = (head.predict(tf.ones([1, 5])) as tf.Tensor2D).arraySync();
    assert(Math.abs(p[0] + p[1] - 1) < 1e-6);
  });
  head.dispose();
});

Deno.test("buildHead() standardises by mean and standard deviation, in training too", async () => {
  await startEngine();
  const standardise = { mean: [10, 20], scale: [2, 5] };
  const options = { numFeatures: 2, hidden: [], numClasses: 2, seed: 1 };
  const head = buildHead({ ...options, standardise });
  const plain = buildHead(options);
  tf.tidy(() => {
    const logits = (model: tf.LayersModel, xs: number[][]) =>
      (model.apply(tf.tensor2d(xs), { training: true }) as tf.Tensor).dataSync();
    const found = logits(head, [[12, 15], [10, 20]]);
    const expected = logits(plain, [[1, -1], [0, 0]]);
    expected.forEach((value, i) => assert(Math.abs(value - found[i]) < 1e-3));
  });
  head.dispose();
  plain.dispose();
});

Deno.test("buildHead() makes one output of two classes with sigmoid, and of no other number", async () => {
  await startEngine();
  const options = { numFeatures: 4, activation: "sigmoid", seed: 1 } as const;
  const head = buildHead({ ...options, numClasses: 2 });
  assert.deepEqual(head.outputs[0].shape, [null, 1]);
  head.dispose();
  assert.throws(() => buildHead({ ...options, numClasses: 3 }), {
    name: "RangeError",
    message: "Cannot build a sigmoid head for 3 classes: expected 2",
  });
});

Deno.test("buildHead() draws from its seed alone and leaks no tensor", async () => {
  await startEngine({ seed: 9 });
  const numTensors = tf.memory().numTensors;
  const weights = (seed: number) => {
    const head = buildHead({ numFeatures: 3, numClasses: 2, seed });
    const values = head.getWeights().map((weight) => [...weight.dataSync()]);
    head.dispose();
    return values;
  };
  const first = weights(1);
  const state = randomState();
  await startEngine({ seed: 10 });
  assert.deepEqual(weights(1), first);
  assert.notDeepEqual(weights(2), first);
  assert.deepEqual(state, { seed: 9, draws: 0 });
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("joinHead() answers as backbone, pooling and head do one after the other", async () => {
  await startEngine();
  const numTensors = tf.memory().numTensors;
  const backbone = await random();
  const head = buildHead({ numFeatures: 512, numClasses: 3, hidden: [8], seed: 2 });
  const model = await joinHead(backbone, head);
  tf.tidy(() => {
    const films = tf.randomUniform(FILMS, 0, 255, "float32", 1);
    const map = backbone.model.predict(films) as tf.Tensor;
    const expected = (head.predict(map.mean([1, 2])) as tf.Tensor).dataSync();
    const found = (model.predict(films) as tf.Tensor).dataSync();
    expected.forEach((value, i) => assert(Math.abs(value - found[i]) < 1e-6));
  });
  assert.equal(model.countParams(), backbone.model.countParams() + head.countParams());
  assert.equal(model.trainableWeights.length, 4); // the head's; the backbone is frozen
  backbone.model.dispose();
  head.dispose();
  tf.tidy(() => void model.predict(tf.zeros(FILMS))); // owns its weights
  model.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("joinHead() gives a flat network that survives saving, each layer's output at hand", async () => {
  await startEngine();
  const backbone = await random();
  const head = buildHead({ numFeatures: 512, numClasses: 3, hidden: [], seed: 2 });
  const model = await joinHead(backbone, head);
  for (const name of ["block5_conv3", "pooled_features", "logits"]) {
    assert(model.getLayer(name).output instanceof tf.SymbolicTensor);
  }
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    const modelArtifactsInfo = { dateSaved: new Date(0), modelTopologyType: "JSON" as const };
    return Promise.resolve({ modelArtifactsInfo });
  }));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  tf.tidy(() => {
    const films = tf.randomUniform(FILMS, 0, 255, "float32", 1);
    const [a, b] = [model, loaded].map((m) => (m.predict(films) as tf.Tensor).dataSync());
    assert.deepEqual(a, b);
  });
  for (const each of [backbone.model, head, model, loaded]) each.dispose();
});

Deno.test("joinHead() refuses a head for another number of features", async () => {
  await startEngine();
  const backbone = await random();
  const head = buildHead({ numFeatures: 7, numClasses: 2, seed: 1 });
  await assert.rejects(() => joinHead(backbone, head), {
    name: "RangeError",
    message: "Cannot join: the head expects 7 features but vgg16-random has 512",
  });
  backbone.model.dispose();
  head.dispose();
});

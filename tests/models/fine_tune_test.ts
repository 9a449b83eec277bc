import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { tailModel, unfreeze } from "lib/models/fine_tune.ts";
import { buildHead, joinHead } from "lib/models/head.ts";
import { copyWeights } from "lib/models/model_graph.ts";
import { buildVgg16 } from "lib/models/vgg16.ts";
import { fit } from "lib/training/fit.ts";
import { realWeights } from "../real_data.ts";

const weightsDir = realWeights(".");

/** Two films an example, 32×32, bright or dark. */
const TRAIN = {
  values: Uint8Array.from({ length: 4 * 32 * 32 }, (_, i) => i < 2 * 32 * 32 ? 40 + i % 7 : 200),
  shape: [32, 32, 1],
  labels: [0, 0, 1, 1],
};
const SETTINGS = { epochs: 1, batchSize: 4, learningRate: 1e-3, seed: 1 };

const weightsOf = (model: tf.LayersModel, layer: string) =>
  model.getLayer(layer).getWeights().map((weight) => [...weight.dataSync()]);

async function classifier(name: string): Promise<tf.LayersModel> {
  const options = { weightsDir: weightsDir ?? "", imageSize: [32, 32] as [number, number] };
  const backbone = await loadBackbone(name, options);
  const { numFeatures } = backbone;
  const head = buildHead({ numFeatures, numClasses: 2, hidden: [], seed: 1 });
  const model = await joinHead(backbone, head);
  backbone.model.dispose();
  head.dispose();
  return model;
}

Deno.test("unfreeze() thaws the last block and counts its parameters", async () => {
  await startEngine();
  const model = buildVgg16({ imageSize: [32, 32] });
  const lastBlock = 3 * (9 * 512 * 512 + 512);
  assert.equal(unfreeze(model, "block5_conv1"), lastBlock);
  assert.deepEqual(model.trainableWeights.map(({ originalName }) => originalName), [
    "block5_conv1/kernel",
    "block5_conv1/bias",
    "block5_conv2/kernel",
    "block5_conv2/bias",
    "block5_conv3/kernel",
    "block5_conv3/bias",
  ]);
  assert.equal(unfreeze(model, "block1_conv1"), 14_714_688);
  assert.throws(() => unfreeze(model, "block6"), {
    name: "RangeError",
    message: 'Cannot unfreeze from "block6": "vgg16" has no such layer',
  });
  model.dispose();
});

Deno.test("fit() changes only what unfreeze() thawed", async () => {
  await startEngine();
  const model = await classifier("vgg16-random");
  unfreeze(model, "block5_conv3");
  const layers = ["block1_conv1", "block5_conv2", "block5_conv3", "logits"];
  const before = layers.map((layer) => weightsOf(model, layer));
  await fit(model, TRAIN, SETTINGS);
  const changed = layers.map((layer, i) => String(weightsOf(model, layer)) !== String(before[i]));
  assert.deepEqual(changed, [false, false, true, true]);
  model.dispose();
});

Deno.test("tailModel() goes on where the network was cut", async () => {
  await startEngine();
  const numTensors = tf.memory().numTensors;
  const model = await classifier("vgg16-random");
  const tail = await tailModel(model, "block4_pool");
  assert.deepEqual(tail.inputs[0].shape, [null, 2, 2, 512]);
  assert.equal(tail.countParams(), 3 * (9 * 512 * 512 + 512) + 512 * 2 + 2);
  const output = model.getLayer("block4_pool").output as tf.SymbolicTensor;
  const trunk = tf.model({ inputs: model.inputs, outputs: output });
  tf.tidy(() => {
    const films = tf.randomUniform([2, 32, 32, 1], 0, 255, "float32", 1);
    const found = (tail.predict(trunk.predict(films) as tf.Tensor) as tf.Tensor).dataSync();
    assert.deepEqual(found, (model.predict(films) as tf.Tensor).dataSync());
  });
  model.dispose();
  tail.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("a tail that is trained and copied back is the network trained whole", async () => {
  await startEngine();
  const model = await classifier("vgg16-random");
  unfreeze(model, "block5_conv3");
  const tail = await tailModel(model, "block5_conv2");
  assert.equal(tail.trainableWeights.length, 4); // block5_conv3 and logits
  const output = model.getLayer("block5_conv2").output as tf.SymbolicTensor;
  const trunk = tf.model({ inputs: model.inputs, outputs: output });
  const values = tf.tidy(() => {
    const films = tf.tensor(Float32Array.from(TRAIN.values), [4, 32, 32, 1]);
    return (trunk.predict(films) as tf.Tensor).dataSync() as Float32Array;
  });
  await fit(tail, { ...TRAIN, values, shape: [2, 2, 512] }, SETTINGS);
  const whole = await classifier("vgg16-random");
  unfreeze(whole, "block5_conv3");
  await fit(whole, TRAIN, SETTINGS);
  copyWeights(tail, model);
  for (const layer of ["block5_conv3", "logits"]) {
    const [expected, found] = [whole, model].map((each) => weightsOf(each, layer).flat());
    const difference = expected.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - found[i])),
      0,
    );
    assert(difference < 1e-4, `${layer}: ${difference}`);
  }
  for (const each of [model, tail, whole]) each.dispose();
});

Deno.test("tailModel() refuses to cut where a later layer reads an earlier one", async () => {
  await startEngine();
  const inputs = tf.input({ shape: [4] });
  const first = tf.layers.dense({ units: 4, name: "first" }).apply(inputs);
  const second = tf.layers.dense({ units: 4, name: "second" }).apply(first);
  const outputs = tf.layers.add({ name: "sum" })
    .apply([first, second] as tf.SymbolicTensor[]) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs, name: "shortcut" });
  await assert.rejects(() => tailModel(model, "second"), {
    name: "RangeError",
    message: 'Cannot cut after "second": a layer behind it reads one before it',
  });
  await assert.rejects(() => tailModel(model, "third"), {
    name: "RangeError",
    message: 'Cannot cut at "third": "shortcut" has no such layer',
  });
  model.dispose();
});

Deno.test({
  name: "fine-tuning leaves MobileNet's batch normalisation as it is",
  ignore: weightsDir === undefined,
  fn: async () => {
    await startEngine();
    const model = await classifier("mobilenet-v1");
    // conv_pw_12: 1·1·512·1024 without bias; logits: 1024·2+2; its normalisation stays frozen.
    assert.equal(unfreeze(model, "conv_pw_12"), 512 * 1024 + 1024 * 2 + 2);
    const layers = ["conv1_bn", "conv_pw_12_bn", "conv_pw_12"];
    const before = layers.map((layer) => String(weightsOf(model, layer)));
    await fit(model, TRAIN, SETTINGS);
    const changed = layers.map((layer, i) => String(weightsOf(model, layer)) !== before[i]);
    assert.deepEqual(changed, [false, false, true]);
    model.dispose();
  },
});

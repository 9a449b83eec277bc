import { fromFileUrl, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { loadKerasWeights } from "lib/models/keras_weights.ts";
import { readModelFolder } from "lib/models/read_model_folder.ts";
import { VGG16_WEIGHTS } from "lib/models/vgg16.ts";
import { realWeights } from "../real_data.ts";

// Written by Keras itself: tests/fixtures/keras/make_fixtures.py
const FIXTURES = fromFileUrl(new URL("../fixtures/keras", import.meta.url));
const LAYOUTS = ["small_notop.h5", "small.weights.h5", "small_model.h5"];
const squeezenet = realWeights("squeezenet_1.1");

function small({ units = 2, depthwise = "depthwise" } = {}): tf.LayersModel {
  const inputs = tf.input({ shape: [null, null, 3] });
  const layers = [
    tf.layers.conv2d({
      filters: 4,
      kernelSize: 3,
      strides: 2,
      padding: "same",
      activation: "relu",
      name: "conv",
    }),
    tf.layers.batchNormalization({ name: "norm" }),
    tf.layers.depthwiseConv2d({ kernelSize: 3, padding: "same", name: depthwise }),
    tf.layers.globalAveragePooling2d({ name: "pool" }),
    tf.layers.dense({ units, name: "probe" }),
  ];
  const outputs = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, inputs);
  return tf.model({ inputs, outputs, name: "small" });
}

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

for (const file of LAYOUTS) {
  Deno.test(`loadKerasWeights() gives Keras's activations from ${file}`, async () => {
    await startEngine();
    const { image, activations } = JSON.parse(
      await Deno.readTextFile(join(FIXTURES, "small.json")),
    );
    const model = small();
    await loadKerasWeights(model, join(FIXTURES, file));
    for (const [name, expected] of Object.entries<number[]>(activations)) {
      const output = model.getLayer(name).output as tf.SymbolicTensor;
      const part = tf.model({ inputs: model.inputs, outputs: output });
      const found = tf.tidy(() => {
        const x = tf.tensor4d(image, [1, 6, 5, 3]).div(255);
        return (part.predict(x) as tf.Tensor).dataSync();
      });
      assert.equal(found.length, expected.length);
      const difference = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
      assert(difference < 1e-5, `${name}: ${difference}`);
    }
    model.dispose();
  });
}

Deno.test("loadKerasWeights() changes nothing where the file does not fit", async () => {
  await startEngine();
  const cases: [tf.LayersModel, string][] = [
    [
      small({ units: 3 }),
      'layer "probe" expects shapes 4x3, 3 but the file has 4x2, 2',
    ],
    [
      small({ depthwise: "other" }),
      'it has no weights for layer "other"; it holds "conv", "norm", "depthwise", "probe"',
    ],
  ];
  const path = join(FIXTURES, "small_notop.h5");
  for (const [model, reason] of cases) {
    const before = weightsOf(model);
    await assert.rejects(() => loadKerasWeights(model, path), {
      name: "RangeError",
      message: `Cannot load "${path}": ${reason}`,
    });
    assert.deepEqual(weightsOf(model), before);
    model.dispose();
  }
});

Deno.test("loadKerasWeights() refuses a file with layers that the model lacks", async () => {
  await startEngine();
  const model = small();
  const headless = tf.model({
    inputs: model.inputs,
    outputs: model.getLayer("pool").output as tf.SymbolicTensor,
    name: "headless",
  });
  await assert.rejects(() => loadKerasWeights(headless, join(FIXTURES, "small_notop.h5")), {
    name: "RangeError",
    message: /it holds layers that model "headless" lacks: "probe"; use the file that belongs/,
  });
  model.dispose();
});

Deno.test("loadKerasWeights() tells another checksum, naming both", async () => {
  await startEngine();
  const model = small();
  const path = join(FIXTURES, "small_notop.h5");
  await assert.rejects(() => loadKerasWeights(model, path, { md5: VGG16_WEIGHTS.md5 }), {
    name: "TypeError",
    message: /its MD5 is [0-9a-f]{32} \(21624 bytes\), not 6d6bbae143d832006294945121d1f1fc/,
  });
  model.dispose();
});

Deno.test("loadKerasWeights() leaks no tensor", async () => {
  await startEngine();
  const model = small();
  const numTensors = tf.memory().numTensors;
  await loadKerasWeights(model, join(FIXTURES, "small_notop.h5"));
  assert.equal(tf.memory().numTensors, numTensors);
  model.dispose();
});

Deno.test({
  name: "loadKerasWeights() reads SqueezeNet's published file as it was converted",
  ignore: squeezenet === undefined,
  fn: async () => {
    await startEngine();
    const artifacts = await readModelFolder(squeezenet!);
    const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const converted = weightsOf(model);
    model.setWeights(model.getWeights().map((weight) => tf.zerosLike(weight)));
    const file = "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5";
    await loadKerasWeights(model, join(squeezenet!, file));
    assert.equal(model.countParams(), 722_496);
    assert.deepEqual(weightsOf(model), converted);
    model.dispose();
  },
});

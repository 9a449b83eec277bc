import { fromFileUrl, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { loadKerasWeights, readKerasWeights } from "lib/models/keras_weights.ts";
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

async function scratchFile(bytes: Uint8Array): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".h5" });
  await Deno.writeFile(path, bytes);
  return path;
}

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

Deno.test("readKerasWeights() reads the same from all three layouts", async () => {
  const [first, ...others] = await Promise.all(
    LAYOUTS.map(async (file) => {
      const weights = await readKerasWeights(join(FIXTURES, file));
      return Object.fromEntries(
        [...weights].map(([layer, arrays]) => [
          layer,
          arrays.map(({ shape, values }) => ({
            shape,
            values,
          })),
        ]),
      );
    }),
  );
  assert.deepEqual(Object.keys(first), ["conv", "norm", "depthwise", "probe"]);
  assert.deepEqual(first.conv.map(({ shape }) => shape), [[3, 3, 3, 4], [4]]);
  for (const other of others) assert.deepEqual(other, first);
});

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

Deno.test("readKerasWeights() tells truncated files and other files from weights", async () => {
  const whole = await Deno.readFile(join(FIXTURES, "small_notop.h5"));
  for (const length of [8, 100, 2000, whole.length >> 1, whole.length - 1]) {
    const path = await scratchFile(whole.slice(0, length));
    await assert.rejects(() => readKerasWeights(path), {
      name: "TypeError",
      message: `Cannot read "${path}" (${length} bytes): the HDF5 file is damaged or truncated; ` +
        `fetch it again`,
    });
    await Deno.remove(path);
  }
  for (const text of ["", "<!DOCTYPE html><title>404</title>"]) {
    const path = await scratchFile(new TextEncoder().encode(text));
    await assert.rejects(() => readKerasWeights(path), {
      name: "TypeError",
      message: `Cannot read "${path}" (${text.length} bytes): not an HDF5 file; fetch it again`,
    });
    await Deno.remove(path);
  }
  await assert.rejects(() => readKerasWeights("missing.h5"), {
    name: "TypeError",
    message: /^Cannot read weights "missing.h5": No such file/,
  });
});

Deno.test("readKerasWeights() tells an HDF5 file without weights", async () => {
  const h5wasm = await import("h5wasm");
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File("other.h5", "w");
  file.create_dataset({ name: "temperatures", data: new Float32Array(3) });
  file.close();
  const path = await scratchFile(FS.readFile("other.h5") as Uint8Array);
  await assert.rejects(() => readKerasWeights(path), {
    name: "TypeError",
    message: /not Keras weights: no "layer_names" attribute .* it holds "temperatures"$/,
  });
  await Deno.remove(path);
});

Deno.test("readKerasWeights() needs leave to read and nothing else", async () => {
  const program = `
    import { readKerasWeights } from ${
    JSON.stringify(import.meta.resolve("lib/models/keras_weights.ts"))
  };
    console.log((await readKerasWeights(${JSON.stringify(join(FIXTURES, LAYOUTS[0]))})).size);`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, program);
  const config = fromFileUrl(new URL("../../deno.json", import.meta.url));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--config", config, "--allow-read", path],
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "4\n", new TextDecoder().decode(stderr));
  await Deno.remove(path);
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

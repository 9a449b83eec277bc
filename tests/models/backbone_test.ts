import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { randomState } from "lib/engine/random_state.ts";
import { startEngine } from "lib/engine/start.ts";
import { findWeights, loadBackbone } from "lib/models/backbone.ts";
import { tailModel, unfreeze } from "lib/models/fine_tune.ts";
import { PRETRAINED_BACKBONES } from "lib/models/pretrained_backbones.ts";
import { VGG16_WEIGHTS } from "lib/models/vgg16.ts";
import { realWeights } from "../real_data.ts";

// Published parameter counts, without scaling (which has none).
const EXPECTED = [
  { name: "mobilenet-v1", params: 2_162_880, map: [7, 7, 1024] },
  { name: "mobilenet-v2", params: 410_208, map: [7, 7, 1280] },
  { name: "squeezenet", params: 722_496, map: [13, 13, 512] },
];
const weightsDir = realWeights(".");

Deno.test("loadBackbone() puts the scaling of grey films before VGG16", async () => {
  await startEngine();
  const { model, ...backbone } = await loadBackbone("vgg16-random", {
    weightsDir: "",
    imageSize: [32, 48],
    seed: 3,
  });
  assert.equal(model.countParams(), 14_714_688);
  assert.deepEqual(model.inputs[0].shape, [null, 32, 48, 1]);
  assert.deepEqual(model.outputs[0].shape, [null, 1, 1, 512]);
  assert.deepEqual({ ...backbone, fingerprint: "" }, {
    name: "vgg16-random",
    title: "VGG16, random weights",
    imageSize: [32, 48],
    scale: "caffe",
    featureLayer: "block5_pool",
    lastBlock: { cut: "block4_pool", from: "block5_conv1" },
    numFeatures: 512,
    licence: "MIT",
    fingerprint: "",
  });
  const scaling = tf.model({
    inputs: model.inputs,
    outputs: model.getLayer("three_channels").output as tf.SymbolicTensor,
  });
  tf.tidy(() => {
    const pixel = scaling.predict(tf.fill([1, 32, 48, 1], 200)) as tf.Tensor;
    const expected = [200 - 103.939, 200 - 116.779, 200 - 123.68];
    const found = pixel.dataSync().slice(0, 3);
    expected.forEach((value, i) => assert(Math.abs(value - found[i]) < 1e-4));
  });
  model.dispose();
});

Deno.test("loadBackbone() feeds a network other pixels where it is told to", async () => {
  await startEngine();
  const options = { weightsDir: "", imageSize: [32, 32] as [number, number] };
  const { model, scale } = await loadBackbone("vgg16-random", { ...options, scale: "unit" });
  assert.equal(scale, "unit");
  const scaled = model.getLayer("three_channels").output as tf.SymbolicTensor;
  tf.tidy(() => {
    const part = tf.model({ inputs: model.inputs, outputs: scaled });
    const pixel = (part.predict(tf.fill([1, 32, 32, 1], 255)) as tf.Tensor).dataSync();
    assert.deepEqual([...pixel.slice(0, 3)], [1, 1, 1]);
  });
  model.dispose();
});

Deno.test("loadBackbone() leaves the engine's stream alone and leaks no tensor", async () => {
  await startEngine({ seed: 5 });
  const state = randomState();
  const numTensors = tf.memory().numTensors;
  const fingerprint = async (seed: number) => {
    const options = { weightsDir: "", imageSize: [32, 32] as [number, number], seed };
    const backbone = await loadBackbone("vgg16-random", options);
    backbone.model.dispose();
    return backbone.fingerprint;
  };
  const first = await fingerprint(1);
  assert.equal(await fingerprint(1), first);
  assert.notEqual(await fingerprint(2), first);
  assert.deepEqual(randomState(), state);
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("loadBackbone() names the folder and the remedy where weights are missing", async () => {
  const dir = await Deno.makeTempDir();
  await assert.rejects(() => loadBackbone("vgg16", { weightsDir: dir }), {
    name: "TypeError",
    message: `Cannot load backbone "vgg16": nothing at "${
      join(dir, "vgg16", VGG16_WEIGHTS.file)
    }"; fetch it with "deno task data vgg16", or name another folder with CXR_WEIGHTS or --weights`,
  });
  await assert.rejects(() => loadBackbone("squeezenet", { weightsDir: dir }), {
    name: "TypeError",
    message: /nothing at ".*squeezenet_1\.1"; put the TensorFlow\.js layers model there, or name/,
  });
  await assert.rejects(() => loadBackbone("resnet", { weightsDir: dir }), {
    name: "RangeError",
    message: 'Cannot load backbone "resnet": expected one of mobilenet-v1, mobilenet-v2, ' +
      "squeezenet, vgg16, vgg16-random",
  });
  await Deno.remove(dir, { recursive: true });
});

Deno.test("loadBackbone() calls no other file VGG16", async () => {
  await startEngine();
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(join(dir, VGG16_WEIGHTS.file), "something else");
  const numTensors = tf.memory().numTensors;
  await assert.rejects(() => loadBackbone("vgg16", { weightsDir: dir }), {
    name: "TypeError",
    message: /its MD5 is [0-9a-f]{32} \(14 bytes\), not 6d6bbae1.*remove it and fetch it again/,
  });
  assert.equal(tf.memory().numTensors, numTensors);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("findWeights() looks where the download puts VGG16, and beside the others", async () => {
  const dir = await Deno.makeTempDir();
  const there = async () =>
    (await findWeights(dir)).filter(({ isThere }) => isThere).map(({ path }) => path);
  assert.deepEqual(await there(), []);
  assert.deepEqual(
    (await findWeights(dir)).map(({ name }) => name),
    Object.keys(PRETRAINED_BACKBONES),
  );
  await Deno.mkdir(join(dir, "squeezenet_1.1"));
  await Deno.writeTextFile(join(dir, VGG16_WEIGHTS.file), "");
  const beside = join(dir, VGG16_WEIGHTS.file);
  assert.deepEqual(await there(), [join(dir, "squeezenet_1.1"), beside]);
  await Deno.mkdir(join(dir, "vgg16"));
  await Deno.rename(beside, join(dir, "vgg16", VGG16_WEIGHTS.file));
  const own = join(dir, "vgg16", VGG16_WEIGHTS.file);
  assert.deepEqual(await there(), [join(dir, "squeezenet_1.1"), own]);
  await Deno.remove(dir, { recursive: true });
});

for (const { name, params, map } of EXPECTED) {
  Deno.test({
    name: `loadBackbone() loads ${name}, at its own size and at another`,
    ignore: weightsDir === undefined,
    fn: async () => {
      await startEngine();
      const numTensors = tf.memory().numTensors;
      const backbone = await loadBackbone(name, { weightsDir: weightsDir! });
      const { model, numFeatures, featureLayer } = backbone;
      assert.equal(model.countParams(), params);
      assert.deepEqual(model.outputs[0].shape, [null, ...map]);
      assert.equal(numFeatures, map[2]);
      assert.equal(model.getLayer(featureLayer).outputShape.at(-1), numFeatures);
      tf.tidy(() => {
        const values = (model.predict(tf.fill([1, 224, 224, 1], 90)) as tf.Tensor).dataSync();
        assert(values.every(Number.isFinite) && values.some((value) => value > 0));
      });
      const tail = await tailModel(model, backbone.lastBlock.cut);
      assert.equal(tail.layers[1].name, backbone.lastBlock.from);
      assert(unfreeze(model, backbone.lastBlock.from) > 0);
      tail.dispose();
      const small = await loadBackbone(name, { weightsDir: weightsDir!, imageSize: [96, 64] });
      assert.deepEqual(small.model.inputs[0].shape, [null, 96, 64, 1]);
      assert.equal(small.fingerprint, backbone.fingerprint);
      model.dispose();
      small.model.dispose();
      assert.equal(tf.memory().numTensors, numTensors);
    },
  });
}

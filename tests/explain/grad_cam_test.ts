import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { resizeValues } from "lib/data/resize_values.ts";
import { startEngine } from "lib/engine/start.ts";
import { gradCam } from "lib/explain/grad_cam.ts";
import { splitNetwork } from "lib/explain/split_network.ts";
import { buildHead } from "lib/models/head.ts";
import { sequence } from "lib/models/sequence.ts";

const SIZE: [number, number] = [24, 24];

/** A film with a bright square at a row and column, in pixels. */
function film(row: number, column: number): Uint8Array {
  const pixels = new Uint8Array(24 * 24).fill(20);
  for (let y = 0; y < 6; y++) for (let x = 0; x < 6; x++) pixels[(row + y) * 24 + column + x] = 250;
  return pixels;
}

/** Weights of a 3×3 convolution to two channels: what is bright, and what is dark. */
function brightAndDark(): tf.Tensor[] {
  const kernel = Array.from({ length: 9 }, () => [[1, -1]]);
  return [tf.tensor4d(kernel.flat(2), [3, 3, 1, 2]), tf.tensor1d([-2, 1])];
}

/** A network that calls class 1 where anything is bright, made by hand. */
async function planted(
  end: "softmax" | "softmax layer" | "sigmoid",
  through: "average" | "flatten",
): Promise<tf.LayersModel> {
  await startEngine();
  const { activation, conv2d, dense, flatten, globalAveragePooling2d, maxPooling2d } = tf.layers;
  const conv = conv2d({ filters: 2, kernelSize: 3, padding: "same", activation: "relu" });
  const units = end === "sigmoid" ? 1 : 2;
  const last = dense({ units, activation: end === "softmax layer" ? undefined : end });
  const model = sequence([
    conv,
    maxPooling2d({ poolSize: 2 }),
    through === "average" ? globalAveragePooling2d({}) : flatten(),
    last,
    ...(end === "softmax layer" ? [activation({ activation: "softmax" })] : []),
  ], { imageSize: SIZE, channels: 1 });
  conv.setWeights(brightAndDark());
  const places = through === "average" ? 1 : 12 * 12;
  const row = end === "sigmoid" ? [1, -1] : [-1, 1, 1, -1]; // class 1 from bright, class 0 from dark
  const kernel = Array.from({ length: places }, () => row).flat();
  last.setWeights([tf.tensor2d(kernel, [2 * places, units]), tf.zeros([units])]);
  return model;
}

/** Share of a map's energy inside the square and three pixels around: a quarter of the film. */
function inside(values: Float32Array, [row, column]: [number, number]): number {
  let [sum, all] = [0, 0];
  values.forEach((value, i) => {
    const [y, x] = [Math.floor(i / 24), i % 24];
    all += value;
    if (y >= row - 3 && y < row + 9 && x >= column - 3 && x < column + 9) sum += value;
  });
  return sum / all;
}

for (const end of ["softmax", "softmax layer", "sigmoid"] as const) {
  for (const through of ["average", "flatten"] as const) {
    for (const method of ["grad-cam", "hires-cam"] as const) {
      Deno.test(`gradCam() lies on a planted signal: ${end}, ${through}, ${method}`, async () => {
        const model = await planted(end, through);
        for (const place of [[3, 3], [14, 12]] as [number, number][]) {
          const options = { imageSize: SIZE, method };
          const map = await gradCam(model, film(...place), { ...options, classIndex: 1 });
          assert.deepEqual([map.height, map.width, Math.max(...map.values)], [12, 12, 1]);
          const large = resizeValues(map, { height: 24, width: 24 });
          assert(inside(large.values, place) > 0.95);
          // What is dark speaks for the other class, and lies everywhere else.
          const other = await gradCam(model, film(...place), { ...options, classIndex: 0 });
          const { values } = resizeValues(other, { height: 24, width: 24 });
          assert(inside(values, place) < 0.2);
        }
        model.dispose();
      });
    }
  }
}

Deno.test("gradCam() in both ways is one where the map is averaged", async () => {
  const model = await planted("softmax", "average");
  const options = { imageSize: SIZE, classIndex: 1 };
  const published = await gradCam(model, film(4, 4), { ...options, method: "grad-cam" });
  const byPlace = await gradCam(model, film(4, 4), { ...options, method: "hires-cam" });
  published.values.forEach((value, i) => assert(Math.abs(value - byPlace.values[i]) < 1e-6));
});

Deno.test("gradCam() leaves no tensor behind, and the model as it was", async () => {
  const model = await planted("softmax", "flatten");
  const options = { imageSize: SIZE, classIndex: 1 };
  await gradCam(model, film(4, 4), options);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 5; i++) await gradCam(model, film(4, 4), options);
  assert.equal(tf.memory().numTensors, before);
  assert.equal(model.layers[1].outboundNodes.length, 1);
});

Deno.test("gradCam() is all 0 where nothing speaks for the class", async () => {
  const model = await planted("sigmoid", "average");
  const dark = new Uint8Array(24 * 24); // bright: relu(-2) = 0 everywhere
  const { values } = await gradCam(model, dark, { imageSize: SIZE, classIndex: 1 });
  assert(values.every((value) => value === 0));
});

Deno.test("gradCam() reads through the heads of transfer models", async () => {
  await startEngine({ seed: 1 });
  const { conv2d, globalAveragePooling2d } = tf.layers;
  const head = buildHead({ numFeatures: 4, numClasses: 3, seed: 1, dropout: 0.5 });
  const model = sequence([
    conv2d({ filters: 4, kernelSize: 3, activation: "relu", name: "map" }),
    globalAveragePooling2d({}),
    ...head.layers.slice(1),
  ], { imageSize: SIZE, channels: 3 });
  assert.equal(splitNetwork(model).layer, "map");
  const maps = [];
  for (const classIndex of [0, 1, 2]) {
    maps.push(await gradCam(model, film(4, 4), { imageSize: SIZE, classIndex }));
  }
  assert(maps.some(({ values }) => values.some((value) => value > 0)));
  await assert.rejects(
    gradCam(model, film(4, 4), { imageSize: SIZE, classIndex: 3 }),
    /Cannot explain class 3: the model has 3/,
  );
});

Deno.test("splitNetwork()'s parts give the model's own answer", async () => {
  const model = await planted("softmax layer", "flatten");
  const xs = tf.randomUniform([2, ...SIZE, 1], 0, 255, "float32", 1);
  const { features, logits } = splitNetwork(model);
  const parts = logits(features(xs)).softmax().dataSync();
  (model.predict(xs) as tf.Tensor).dataSync().forEach((p, i) =>
    assert(Math.abs(p - parts[i]) < 1e-6)
  );
});

Deno.test("splitNetwork() refuses networks without a map or with another end", async () => {
  await startEngine();
  const { conv2d, dense, flatten } = tf.layers;
  const flat = sequence([flatten(), dense({ units: 2, activation: "softmax" })], {
    imageSize: [1, 1],
    channels: 1,
  });
  assert.throws(() => splitNetwork(flat), /no layer's output is a map/);
  const linear = sequence([conv2d({ filters: 1, kernelSize: 3 }), flatten(), dense({ units: 2 })], {
    imageSize: [8, 8],
    channels: 1,
  });
  await assert.rejects(
    gradCam(linear, new Uint8Array(64), { imageSize: [8, 8], classIndex: 0 }),
    /expected a network that ends in softmax or sigmoid but found Dense/,
  );
});

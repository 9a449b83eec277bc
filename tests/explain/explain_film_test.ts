import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { resizeValues } from "lib/data/resize_values.ts";
import { startEngine } from "lib/engine/start.ts";
import { energyInside } from "lib/explain/energy_inside.ts";
import { explainFilm, EXPLANATIONS } from "lib/explain/explain_film.ts";
import { integratedGradients } from "lib/explain/integrated_gradients.ts";
import { occlusion } from "lib/explain/occlusion.ts";
import { randomiseWeights } from "lib/explain/randomise_weights.ts";
import { sequence } from "lib/models/sequence.ts";

const SIZE: [number, number] = [24, 24];

/** A film with a bright square at a row and column, in pixels. */
function film(row: number, column: number): Uint8Array {
  const pixels = new Uint8Array(24 * 24).fill(20);
  for (let y = 0; y < 6; y++) {
    pixels.fill(250, (row + y) * 24 + column, (row + y) * 24 + column + 6);
  }
  return pixels;
}

/** Square around that, 255 inside. */
function around(row: number, column: number): Uint8Array {
  return film(0, 0).map((_, i) => {
    const [y, x] = [Math.floor(i / 24), i % 24];
    return y >= row - 3 && y < row + 9 && x >= column - 3 && x < column + 9 ? 255 : 0;
  });
}

/** A network that calls class 1 where anything is bright, made by hand. */
async function planted(end: "softmax" | "sigmoid" = "softmax"): Promise<tf.LayersModel> {
  await startEngine();
  const { conv2d, dense, globalAveragePooling2d } = tf.layers;
  const conv = conv2d({ filters: 1, kernelSize: 3, padding: "same", activation: "relu" });
  const last = dense({ units: end === "sigmoid" ? 1 : 2, activation: end });
  const model = sequence([conv, globalAveragePooling2d({}), last], {
    imageSize: SIZE,
    channels: 1,
  });
  conv.setWeights([tf.ones([3, 3, 1, 1]), tf.tensor1d([-2])]);
  last.setWeights(
    end === "sigmoid"
      ? [tf.tensor2d([[5]]), tf.tensor1d([-1])]
      : [tf.tensor2d([[-2.5, 2.5]]), tf.tensor1d([0.5, -0.5])],
  );
  return model;
}

for (const method of EXPLANATIONS) {
  for (const end of ["softmax", "sigmoid"] as const) {
    Deno.test(`explainFilm() lies on a planted signal: ${method}, ${end}`, async () => {
      const model = await planted(end);
      for (const [row, column] of [[3, 3], [14, 12]]) {
        const options = { imageSize: SIZE, classIndex: 1, method };
        const map = await explainFilm(model, film(row, column), options);
        assert(Math.abs(Math.max(...map.values) - 1) < 1e-6 && Math.min(...map.values) === 0);
        const size = { height: 24, width: 24 };
        const { energy, area } = energyInside(map, around(row, column), size);
        assert.equal(area, 0.25);
        assert(energy > (method === "occlusion" ? 0.7 : 0.9), `${energy}`);
        assert.equal(resizeValues(map, size).values.length, 576);
      }
      model.dispose();
    });
  }
}

Deno.test("explainFilm() leaves no tensor behind, and hears the stop button", async () => {
  const model = await planted();
  const options = { imageSize: SIZE, classIndex: 1 };
  for (const method of EXPLANATIONS) {
    await explainFilm(model, film(4, 4), { ...options, method });
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) await explainFilm(model, film(4, 4), { ...options, method });
    assert.equal(tf.memory().numTensors, before, method);
    const signal = AbortSignal.abort(new Error("stopped"));
    await assert.rejects(explainFilm(model, film(4, 4), { ...options, method, signal }), /stopped/);
    await assert.rejects(
      explainFilm(model, film(4, 4), { ...options, method, classIndex: 2 }),
      /class 2: the model has 2/,
    );
  }
});

Deno.test("integratedGradients() shares out the whole difference (completeness)", async () => {
  const model = await planted();
  const options = { imageSize: SIZE, classIndex: 1, steps: 100 };
  for (const baseline of [0, 60]) {
    const map = await integratedGradients(model, film(8, 5), { ...options, baseline });
    const sum = map.values.reduce((a, b) => a + b, 0);
    assert(map.difference > 0.1);
    assert(Math.abs(sum - map.difference) < 0.02 * map.difference, `${sum}, ${map.difference}`);
  }
  const same = await integratedGradients(model, film(8, 5).fill(60), { ...options, baseline: 60 });
  assert(same.values.every((value) => value === 0));
  const other = await integratedGradients(model, film(8, 5), { ...options, classIndex: 0 });
  assert(other.difference < 0);
});

Deno.test("integratedGradients() is the share itself where the network is linear", async () => {
  await startEngine();
  const last = tf.layers.dense({ units: 1, activation: "sigmoid" });
  const pool = tf.layers.conv2d({ filters: 1, kernelSize: 1 });
  const model = sequence([pool, tf.layers.flatten(), last], { imageSize: [2, 2], channels: 1 });
  pool.setWeights([tf.ones([1, 1, 1, 1]), tf.zeros([1])]);
  last.setWeights([tf.tensor2d([[1], [2], [3], [-4]]), tf.tensor1d([7])]);
  const { values } = await integratedGradients(model, Uint8Array.of(255, 255, 0, 51), {
    imageSize: [2, 2],
    classIndex: 1,
    baseline: 0,
    steps: 2,
  });
  [1, 2, 0, -0.8].forEach((share, i) => assert(Math.abs(values[i] - share) < 1e-5));
});

Deno.test("occlusion() is the probability's fall, square by square, whatever the batch", async () => {
  const model = await planted("sigmoid");
  const ask = (pixels: Uint8Array) =>
    tf.tidy(() =>
      (model.predict(tf.tensor4d(Float32Array.from(pixels), [1, 24, 24, 1])) as tf.Tensor)
        .dataSync()[0]
    );
  const pixels = film(0, 0);
  const hidden = pixels.slice();
  for (let y = 0; y < 12; y++) hidden.fill(20, y * 24, y * 24 + 12);
  const options = { imageSize: SIZE, classIndex: 1, patch: 0.5, grey: 20 };
  const map = await occlusion(model, pixels, options);
  assert.deepEqual([map.height, map.width], [3, 3]);
  assert(Math.abs(map.values[0] - (ask(pixels) - ask(hidden))) < 1e-6);
  assert(Math.abs(map.values[8]) < 1e-6);
  const single = await occlusion(model, pixels, { ...options, batchSize: 1 });
  single.values.forEach((value, i) => assert(Math.abs(value - map.values[i]) < 1e-6));
  await assert.rejects(occlusion(model, pixels, { ...options, patch: 0 }), /hide 0 of a film/);
});

Deno.test("randomiseWeights() goes from the end to the beginning, and puts all back", async () => {
  await startEngine({ seed: 1 });
  const { conv2d, dense, flatten } = tf.layers;
  const layers = [
    conv2d({ filters: 3, kernelSize: 3, name: "first" }),
    conv2d({ filters: 3, kernelSize: 3, name: "second" }),
    flatten(),
    dense({ units: 2, activation: "softmax", name: "end" }),
  ];
  const model = sequence(layers, { imageSize: SIZE, channels: 1 });
  const weights = () => model.getWeights().map((weight) => [...weight.dataSync()]);
  const before = weights();
  const numTensors = tf.memory().numTensors;
  const visited: string[] = [];
  const shuffled: boolean[][] = [];
  await randomiseWeights(model, (layer) => {
    visited.push(layer);
    const now = weights();
    shuffled.push([0, 2, 4].map((k) => now[k].join() !== before[k].join()));
    const size = (values: number[]) => Math.hypot(...values) / Math.sqrt(values.length);
    now.forEach((values, k) =>
      assert(Math.abs(size(values) - size(before[k])) < 0.4 * size(before[k]) + 1e-9)
    );
    return Promise.resolve();
  }, { seed: 1 });
  assert.deepEqual(visited, ["end", "second", "first"]);
  assert.deepEqual(shuffled, [[false, false, true], [false, true, true], [true, true, true]]);
  assert.deepEqual(weights(), before);
  await assert.rejects(
    randomiseWeights(model, () => Promise.reject(new Error("no")), { seed: 1, stops: 1 }),
    /no/,
  );
  assert.deepEqual(weights(), before);
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("energyInside() is NaN for an empty map, and refuses another mask's size", () => {
  const map = { values: new Float32Array(4), height: 2, width: 2 };
  const size = { height: 2, width: 2 };
  assert.deepEqual(energyInside(map, Uint8Array.of(255, 0, 0, 0), size), {
    energy: NaN,
    area: 0.25,
  });
  assert.throws(
    () => energyInside(map, Uint8Array.of(1), size),
    /mask of 1 pixels: expected 2 × 2/,
  );
});

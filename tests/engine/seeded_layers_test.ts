import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { randomState, restoreRandomState, seedEngine } from "lib/engine/random_state.ts";
import { seededDropout } from "lib/engine/seeded_layers.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test("layers built after the same seed get the same weights", async () => {
  const weights = async (seed: number) => {
    await startEngine({ seed });
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 1] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2 }),
      ],
    });
    return model.getWeights().map((weight) => [...weight.dataSync()]);
  };
  assert.deepEqual(await weights(1), await weights(1));
  assert.notDeepEqual(await weights(1), await weights(2));
});

Deno.test("Glorot's uniform initialiser fills ±sqrt(6 / (fanIn + fanOut)) evenly", async () => {
  await startEngine({ seed: 1 });
  // A 3×3 convolution from 8 to 16 channels: fans 72 and 144, limit sqrt(6 / 216) = 1/6.
  const values = tf.initializers.glorotUniform({}).apply([3, 3, 8, 16]);
  assert(values.abs().max().dataSync()[0] <= 1 / 6);
  assert(values.abs().max().dataSync()[0] > 0.16);
  assert(Math.abs(values.mean().dataSync()[0]) < 0.01);
});

Deno.test("He's normal initialiser has standard deviation near sqrt(2 / fanIn)", async () => {
  await startEngine({ seed: 1 });
  const { variance } = tf.moments(tf.initializers.heNormal({}).apply([3, 3, 16, 64]));
  // Values beyond two standard deviations are drawn again, which leaves .774 of the variance.
  assert(Math.abs(variance.dataSync()[0] / ((2 / 144) * 0.774) - 1) < 0.05);
});

Deno.test("seededDropout() drops the rate's share and scales the rest", async () => {
  await startEngine({ seed: 1 });
  const ys = seededDropout(tf.ones([100, 100]), { rate: 0.25 }).dataSync();
  const dropped = ys.filter((y) => y === 0).length / ys.length;
  assert(Math.abs(dropped - 0.25) < 0.02, `${dropped}`);
  assert(ys.every((y) => y === 0 || Math.abs(y - 4 / 3) < 1e-6));
});

Deno.test("a dropout layer drops only while training and goes on where the state says", async () => {
  await startEngine({ seed: 1 });
  const layer = tf.layers.dropout({ rate: 0.5 });
  const xs = tf.ones([4, 10]);
  const call = (training: boolean) => [...(layer.apply(xs, { training }) as tf.Tensor).dataSync()];
  assert(call(false).every((y) => y === 1));
  const state = randomState();
  const mask = call(true);
  assert.notDeepEqual(call(true), mask);
  restoreRandomState(state);
  assert.deepEqual(call(true), mask);
});

Deno.test("dropout's gradient flows through the kept values alone", async () => {
  await startEngine({ seed: 1 });
  const layer = tf.layers.dropout({ rate: 0.5 });
  const xs = tf.ones([1, 50]);
  const state = randomState();
  const ys = layer.apply(xs, { training: true }) as tf.Tensor;
  restoreRandomState(state);
  const dx = tf.grad((x) => (layer.apply(x, { training: true }) as tf.Tensor).sum())(xs);
  assert.deepEqual([...dx.dataSync()], [...ys.dataSync()]);
});

Deno.test("seedEngine() throws for a seed that is no integer", () => {
  assert.throws(() => seedEngine(NaN), RangeError);
});

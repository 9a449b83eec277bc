import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { fuseConvPool } from "lib/engine/native_layers.ts";
import { startEngine } from "lib/engine/start.ts";
import { adam } from "lib/training/adam.ts";
import { crossEntropy } from "lib/training/cross_entropy.ts";
import keras from "../fixtures/keras/engine.json" with { type: "json" };

// Values and gradients against Keras's, which tests/fixtures/keras/make_engine.py wrote down.

/** The numbers of make_engine.py's function of that name. */
function spread(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from(
    { length: size },
    (_, i) => ((i * 7919 + seed * 104729) % 1009) / 1009 - 0.5,
  );
  return tf.tensor(values, shape);
}

function assertClose(
  actual: tf.Tensor,
  expected: readonly number[],
  what: string,
  every = 1,
): void {
  const values = actual.dataSync().filter((_, i) => i % every === 0);
  assert.equal(values.length, expected.length, what);
  const size = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const isClose = Math.abs(values[i] - value) <= 2e-5 * size;
    assert(isClose, `${what} at ${i}: ${values[i]} instead of ${value}`);
  });
}

/** A layers model with its gradients of the input and of the weights, for the fixture's loss. */
function gradients(model: tf.LayersModel, x: tf.Tensor) {
  const loss = (x: tf.Tensor) => {
    const y = model.apply(x, { training: true }) as tf.Tensor;
    return y.mul(spread(y.shape, 4)).sum() as tf.Scalar;
  };
  const { grads } = tf.variableGrads(() => loss(x));
  return {
    y: model.apply(x, { training: true }) as tf.Tensor,
    dx: tf.grad(loss)(x),
    weights: model.trainableWeights.map((weight) => grads[(weight.read() as tf.Variable).name]),
  };
}

for (const [k, { conv, pool, input, batch, ...expected }] of keras.convolutions.entries()) {
  const { filters = 3, every = 1 } = expected as { filters?: number; every?: number };
  const name = JSON.stringify({ input, batch, filters, conv, pool });
  Deno.test(`conv2d and maxPooling2d give Keras's values and gradients: ${name}`, async () => {
    await startEngine({ seed: k });
    const { kernel_size, strides, padding, activation, dilation_rate } = conv as Record<
      string,
      unknown
    >;
    const layers: tf.layers.Layer[] = [tf.layers.conv2d({
      filters,
      kernelSize: kernel_size as number,
      strides: strides as number ?? 1,
      dilationRate: dilation_rate as number ?? 1,
      padding: padding as "same" ?? "valid",
      activation: activation as "relu" ?? "linear",
      inputShape: input,
    })];
    if (pool) {
      const { pool_size, strides, padding } = pool as Record<string, unknown>;
      layers.push(tf.layers.maxPooling2d({
        poolSize: pool_size as number ?? 2,
        strides: strides as number ?? pool_size ?? 2,
        padding: padding as "same" ?? "valid",
      }));
    }
    const model = tf.sequential({ layers });
    model.setWeights(model.getWeights().map((weight, k) => spread(weight.shape, 2 + k)));
    const x = spread([batch, ...input], 1);
    for (const isFused of [false, true]) {
      const endFusion = isFused ? fuseConvPool(model) : () => {};
      const { y, dx, weights: [kernel, bias] } = gradients(model, x);
      endFusion();
      const how = isFused ? "fused" : "one by one";
      assertClose(y, expected.y, `values, ${how}`, every);
      assertClose(dx, expected.dx, `input gradient, ${how}`, every);
      assertClose(kernel, expected.dkernel, `kernel gradient, ${how}`, every);
      assertClose(bias, expected.dbias, `bias gradient, ${how}`, every);
    }
    model.dispose();
  });
}

Deno.test("a dense layer gives Keras's values and gradients", async () => {
  await startEngine();
  const layers = [tf.layers.dense({ units: 4, activation: "relu", inputShape: [5] })];
  const model = tf.sequential({ layers });
  model.setWeights([spread([5, 4], 2), spread([4], 3)]);
  const { y, dx, weights: [kernel, bias] } = gradients(model, spread([3, 5], 1));
  assertClose(y, keras.dense.y, "values");
  assertClose(dx, keras.dense.dx, "input gradient");
  assertClose(kernel, keras.dense.dkernel, "kernel gradient");
  assertClose(bias, keras.dense.dbias, "bias gradient");
});

Deno.test("crossEntropy() gives Keras's values and gradients", async () => {
  await startEngine();
  for (const [units, { losses, dlogits }] of Object.entries(keras.cross_entropy)) {
    const labels = Array.from({ length: 5 }, (_, i) => i % Math.max(2, Number(units)));
    const logits = spread([5, Number(units)], 1).mul(12);
    assertClose(crossEntropy(labels, logits), losses, `losses of ${units} units`);
    const gradient = tf.grad((x: tf.Tensor) => crossEntropy(labels, x).mul(spread([5], 2)).sum());
    assertClose(gradient(logits), dlogits, `gradient of ${units} units`);
  }
});

Deno.test("adam() takes Keras's steps", async () => {
  await startEngine();
  const weight = tf.variable(spread([2, 3], 1));
  const optimizer = adam([weight]);
  keras.adam.forEach((expected, step) => {
    optimizer.step([spread([2, 3], 2 + step)], 0.01);
    assertClose(weight, expected, `step ${step + 1}`);
  });
  optimizer.dispose();
});

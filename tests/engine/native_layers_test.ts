import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { fuseConvPool } from "lib/engine/native_layers.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";

interface Case {
  input: [number, number, number];
  batch?: number;
  kernelSize?: number;
  strides?: number;
  padding?: "same" | "valid";
  activation?: "relu" | "linear";
  poolSize?: number;
  poolStrides?: number;
}

const CASES: Case[] = [
  { input: [9, 7, 1] },
  { input: [8, 8, 3], padding: "same", batch: 1 },
  { input: [11, 10, 2], strides: 2, kernelSize: 5 },
  { input: [12, 9, 2], activation: "linear", strides: 3, padding: "same" },
  { input: [13, 13, 1], poolSize: 3, poolStrides: 2 },
];

Deno.test("a convolution with pooling gives stock tfjs's values and gradients", async () => {
  await startEngine({ seed: 1 });
  for (const options of CASES) {
    const { model, xs, kernel, bias, pool } = makeCase(options);
    const weigh = statelessRandom(model.outputs[0].shape.map((n) => n ?? xs.shape[0]), {
      seed: [9, 9],
    });
    const stock = tf.valueAndGrads((kernel: tf.Tensor, bias: tf.Tensor) => {
      const { activation, strides = 1, padding = "valid" } = options;
      const z = tf.conv2d(xs, kernel as tf.Tensor4D, strides, padding).add(bias);
      const y = activation === "linear" ? z : z.relu();
      return tf.maxPool(y as tf.Tensor4D, pool.size, pool.strides, "valid").mul(weigh)
        .sum() as tf.Scalar;
    })([kernel, bias]);

    for (const fuse of [false, true]) {
      const end = fuse ? fuseConvPool(model) : () => {};
      const { value, grads } = tf.variableGrads(() =>
        (model.apply(xs, { training: true }) as tf.Tensor).mul(weigh).sum() as tf.Scalar
      );
      end();
      const [dKernel, dBias] = Object.values(grads);
      assertClose(value, stock.value, `value, ${JSON.stringify(options)}`);
      assertClose(dKernel, stock.grads[0], `kernel gradient, ${JSON.stringify(options)}`);
      assertClose(dBias, stock.grads[1], `bias gradient, ${JSON.stringify(options)}`);
    }
  }
});

Deno.test("a convolution gives stock tfjs's gradient of its input", async () => {
  await startEngine({ seed: 2 });
  for (const options of CASES) {
    const { model, xs, kernel, bias, pool } = makeCase(options);
    const { activation, strides = 1, padding = "valid" } = options;
    const stock = tf.grad((x: tf.Tensor) => {
      const z = tf.conv2d(x as tf.Tensor4D, kernel, strides, padding).add(bias);
      const y = activation === "linear" ? z : z.relu();
      return tf.maxPool(y as tf.Tensor4D, pool.size, pool.strides, "valid").square().sum();
    })(xs);
    const ours = tf.grad((x: tf.Tensor) =>
      (model.apply(x, { training: true }) as tf.Tensor).square().sum()
    )(xs);
    assertClose(ours, stock, `input gradient, ${JSON.stringify(options)}`);
  }
});

Deno.test("a fused model predicts to the bit what it predicts unfused", async () => {
  await startEngine({ seed: 3 });
  const { model, xs } = makeCase({ input: [16, 16, 1] });
  const predict = (training: boolean) => (model.apply(xs, { training }) as tf.Tensor).dataSync();
  const before = predict(false);
  const end = fuseConvPool(model);
  assert.deepEqual(predict(true), before);
  end();
  assert.deepEqual(predict(true), before);
});

Deno.test("training steps leave no tensor behind", async () => {
  await startEngine({ seed: 4 });
  const { model, xs } = makeCase({ input: [16, 16, 1] });
  const optimizer = tf.train.sgd(0.01);
  const end = fuseConvPool(model);
  const step = () =>
    tf.tidy(() => {
      optimizer.minimize(() =>
        (model.apply(xs, { training: true }) as tf.Tensor).square().mean() as tf.Scalar
      );
    });
  step();
  const before = tf.memory().numTensors;
  for (let i = 0; i < 100; i++) step();
  end();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("layers that the native path does not cover still run", async () => {
  await startEngine({ seed: 5 });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 2,
        kernelSize: 3,
        useBias: false,
        activation: "tanh",
        inputShape: [8, 8, 1],
      }),
      tf.layers.averagePooling2d({ poolSize: 2 }),
    ],
  });
  const ys = model.apply(tf.ones([1, 8, 8, 1]), { training: true }) as tf.Tensor;
  assert.deepEqual(ys.shape, [1, 3, 3, 2]);
});

function makeCase(options: Case) {
  const { input, batch = 3, kernelSize = 3, strides = 1, padding = "valid" } = options;
  const pool = { size: options.poolSize ?? 2, strides: options.poolStrides ?? 2 };
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 4,
        kernelSize,
        strides,
        padding,
        activation: options.activation ?? "relu",
        inputShape: input,
      }),
      tf.layers.maxPooling2d({ poolSize: pool.size, strides: pool.strides }),
    ],
  });
  const bias = statelessRandom([4], { seed: [1, 1] }).sub(0.5) as tf.Tensor1D;
  const kernel = model.getWeights()[0].clone() as tf.Tensor4D;
  model.setWeights([kernel, bias]);
  const xs = statelessRandom([batch, ...input], { seed: [2, 2] }).sub(0.5) as tf.Tensor4D;
  return { model, xs, kernel, bias, pool };
}

function assertClose(actual: tf.Tensor, expected: tf.Tensor, what: string): void {
  assert.deepEqual(actual.shape, expected.shape, what);
  const error = actual.sub(expected).abs().max().dataSync()[0];
  const size = Math.max(1, expected.abs().max().dataSync()[0]);
  assert(error <= 1e-5 * size, `${what}: differs by ${error}`);
}

Deno.test("concatenate repeats one channel, and joins what differs, as stock tfjs", async () => {
  await startEngine();
  const film = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  const join = (inputs: tf.Tensor[], axis?: number) => {
    const output = tf.layers.concatenate({ axis }).apply(inputs) as tf.Tensor;
    assert.deepEqual(output.shape, tf.concat(inputs, axis ?? -1).shape);
    assert.deepEqual(output.dataSync(), tf.concat(inputs, axis ?? -1).dataSync());
  };
  const pair = tf.tensor4d([1, 2, 3, 4], [1, 2, 1, 2]);
  join([film, film, film]);
  join([film, film], 3);
  join([film, film.add(1), film.add(2)]);
  join([film, film], 1);
  join([pair, pair]);
  const gradient = tf.grad((x) => tf.layers.concatenate().apply([x, x, x]) as tf.Tensor)(film);
  assert.deepEqual([...gradient.dataSync()], [3, 3, 3, 3]);
});

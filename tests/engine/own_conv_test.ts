import { fromFileUrl } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import type { Conv2dOptions } from "lib/engine/conv_options.ts";
import { nativeBackend, nativeOp, nativeOps } from "lib/engine/native_op.ts";
import { ownConv2d } from "lib/engine/own_conv.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";
import { OWN_CONVOLUTIONS, PLAIN, POOL, runConvolution } from "./own_convolutions.ts";

const SCRIPT = fromFileUrl(new URL("./own_convolutions.ts", import.meta.url));
const HAS_VECTORS = Deno.build.arch === "x86_64" && Deno.build.os !== "windows";

/** Root mean square of what two tensors differ by, as a share of that of the second. */
function difference(actual: tf.Tensor, expected: tf.Tensor): number {
  return tf.tidy(() => {
    assert.deepEqual(actual.shape, expected.shape);
    const size = expected.square().mean().sqrt();
    return actual.sub(expected).square().mean().sqrt().div(size).dataSync()[0];
  });
}

Deno.test({
  name: "the project's own convolutions give stock tfjs's values and gradients",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    for (const options of OWN_CONVOLUTIONS) {
      const { x, filter, bias, weigh, own, conv } = runConvolution(options);
      const stock = tf.valueAndGrads((x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) => {
        const padding = conv.padding === "SAME" ? "same" : "valid";
        const z = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, padding).add(bias);
        const y = conv.relu ? z.relu() : z;
        const pooled = conv.pool ? tf.maxPool(y as tf.Tensor4D, 2, 2, "valid") : y;
        return pooled.mul(weigh).sum() as tf.Scalar;
      })([x, filter, bias]);
      const bound = 1e-5;
      own.grads.forEach((gradient, i) => {
        const found = difference(gradient, stock.grads[i]);
        assert(found < bound, `gradient ${i} differs by ${found} in ${JSON.stringify(options)}`);
      });
      assert(difference(own.value, stock.value) < bound, JSON.stringify(options));
    }
  },
});

Deno.test({
  name: "CxrWinograd is nearly as exact as a direct convolution",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    for (const taps of [3, 5]) {
      const [height, width, channels, filters] = [18, 14, 64, 16];
      const x = statelessRandom([1, height, width, channels], { seed: [1, taps] });
      const filter = statelessRandom([taps, taps, channels, filters], { seed: [2, taps] }).sub(0.5);
      const own = ownConv2d(x, filter, { ...PLAIN, relu: false, bias: tf.zeros([filters]) })!;
      const exact = exactConvolution(x as tf.Tensor4D, filter as tf.Tensor4D);
      const values = own.dataSync();
      const size = Math.sqrt(exact.reduce((sum, y) => sum + y * y, 0) / exact.length);
      const error = Math.sqrt(
        exact.reduce((sum, y, i) => sum + (values[i] - y) ** 2, 0) / exact.length,
      );
      assert(error / size < 2e-6, `${error / size} with ${taps} taps`);
      const greatest = Math.max(...exact.map((y, i) => Math.abs(values[i] - y)));
      assert(greatest / size < 1e-5, `${greatest / size} with ${taps} taps`);
    }
  },
});

/** A convolution without padding in float64. */
function exactConvolution(x: tf.Tensor4D, filter: tf.Tensor4D): number[] {
  const [xs, fs] = [x.dataSync(), filter.dataSync()];
  const [, height, width, channels] = x.shape;
  const [taps, , , filters] = filter.shape;
  const out: number[] = [];
  for (let row = 0; row + taps <= height; row++) {
    for (let column = 0; column + taps <= width; column++) {
      for (let k = 0; k < filters; k++) {
        let sum = 0;
        for (let i = 0; i < taps; i++) {
          for (let j = 0; j < taps; j++) {
            for (let c = 0; c < channels; c++) {
              sum += xs[((row + i) * width + column + j) * channels + c] *
                fs[((i * taps + j) * channels + c) * filters + k];
            }
          }
        }
        out.push(sum);
      }
    }
  }
  return out;
}

Deno.test({
  name: "a film's values are the same to the bit in any batch, and each time",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    for (const channels of [1, 16]) {
      const x = statelessRandom([7, 33, 29, channels], { seed: [3, 1] });
      const filter = statelessRandom([3, 3, channels, 32], { seed: [3, 2] }).sub(0.5);
      const options = { ...PLAIN, pool: POOL, bias: tf.zeros([32]) };
      const all = ownConv2d(x, filter, options)!;
      assert.deepEqual(ownConv2d(x, filter, options)!.dataSync(), all.dataSync());
      for (let film = 0; film < 7; film++) {
        const one = ownConv2d(x.slice([film], [1]), filter, options)!;
        assert.deepEqual(one.dataSync(), all.slice([film], [1]).dataSync(), `film ${film}`);
      }
    }
  },
});

Deno.test({
  name: "AVX2 gives the bits of AVX-512, and without either TensorFlow's ops do the work",
  ignore: !HAS_VECTORS,
  fn: async () => {
    const run = async (vectors: string): Promise<{ hash: string; ops: string[] }> => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-q", "-A", SCRIPT],
        env: { CXR_VECTORS: vectors },
      }).output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
      return JSON.parse(new TextDecoder().decode(stdout));
    };
    const [widest, avx2, none] = [await run("avx512"), await run("avx2"), await run("none")];
    assert.deepEqual(avx2, widest);
    assert.deepEqual(widest.ops, [
      ...["CxrFirstLayer", "CxrFirstLayerGradients"],
      ...["CxrWinograd", "CxrWinogradGradients", "CxrWinogradInputGradient"],
    ]);
    assert.deepEqual(none.ops, []);
    assert.notEqual(none.hash, widest.hash);
  },
});

Deno.test({
  name: "the project's own convolutions let NaN through, so that training is seen to fail",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    for (const pool of [undefined, POOL]) {
      const y = ownConv2d(tf.fill([1, 14, 14, 16], NaN), tf.ones([3, 3, 16, 32]), {
        ...PLAIN,
        pool,
        bias: tf.zeros([32]),
      })!;
      assert(y.dataSync().every(Number.isNaN), JSON.stringify({ pool }));
    }
  },
});

Deno.test({
  name: "the project's own convolutions take no films, and leave no tensor",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    const before = tf.memory().numTensors;
    for (const options of OWN_CONVOLUTIONS) {
      tf.tidy(() => {
        const { own, x } = runConvolution({ ...options, batch: 0 });
        assert.deepEqual(own.grads[0].shape, x.shape);
        assert(own.grads.slice(1).every((gradient) => gradient.dataSync().every((v) => v === 0)));
      });
    }
    assert.equal(tf.memory().numTensors, before);
  },
});

Deno.test("ownConv2d() stays out where its ops do not apply", async () => {
  await startEngine();
  const stays = (x: number[], filter: number[], options: Partial<Conv2dOptions> = {}) => {
    const y = ownConv2d(tf.zeros(x), tf.zeros(filter), {
      ...PLAIN,
      ...options,
      bias: tf.zeros([filter[3]]),
    });
    assert.equal(y, undefined, JSON.stringify({ x, filter, options }));
  };
  stays([1, 20, 20, 8], [3, 3, 8, 16]);
  stays([1, 20, 20, 16], [3, 3, 16, 24]);
  stays([1, 20, 20, 16], [7, 7, 16, 16]);
  stays([1, 20, 20, 16], [3, 5, 16, 16]);
  stays([1, 20, 20, 16], [3, 3, 16, 16], { strides: [2, 2] });
  stays([1, 20, 20, 16], [3, 3, 16, 16], { dilations: [1, 2] });
  stays([9, 10, 10, 16], [3, 3, 16, 16]); // four tiles a film
  stays([1, 20, 20, 1], [3, 3, 1, 32]); // nothing to pool
  stays([1, 20, 20, 16], [3, 3, 16, 16], {
    pool: { ...POOL, poolSize: [3, 3] },
  });
  stays([1, 21, 20, 16], [3, 3, 16, 16], {
    padding: "SAME",
    pool: { ...POOL, padding: "SAME" },
  });
  const backend = nativeBackend();
  const { isUsingGpuDevice } = backend;
  backend.isUsingGpuDevice = true;
  try {
    stays([1, 20, 20, 16], [3, 3, 16, 16]);
    stays([1, 20, 20, 1], [3, 3, 1, 32], { pool: POOL });
  } finally {
    backend.isUsingGpuDevice = isUsingGpuDevice;
  }
});

Deno.test({
  name: "the project's own convolutions tell what is wrong with their inputs",
  ignore: !HAS_VECTORS,
  fn: async () => {
    await startEngine();
    const forward = (x: number[], filter: number[], bias: number, padding = 0) => () =>
      nativeOps("CxrWinograd", [tf.zeros(x), tf.zeros(filter), tf.zeros([bias])], {
        attributes: { padding, relu: false, pool: false },
        numOutputs: 2,
      });
    assert.throws(forward([1, 9, 9, 8], [3, 3, 8, 16], 16), /multiples of 16/);
    assert.throws(forward([1, 9, 9, 16], [4, 4, 16, 16], 16), /3×3 or 5×5/);
    assert.throws(forward([1, 9, 9, 16], [3, 3, 32, 16], 16), /do not fit/);
    assert.throws(forward([1, 9, 9, 16], [3, 3, 16, 16], 17), /do not fit/);
    assert.throws(forward([1, 4, 9, 16], [5, 5, 16, 16], 16), /smaller than the filters/);
    assert.throws(forward([1, 9, 9, 16], [3, 3, 16, 16], 16, 2), /padded by more/);
    assert.throws(forward([9, 9, 16], [3, 3, 16, 16], 16), /four dimensions/);
    const noPlaces = tf.zeros([0], "bool");
    const places = nativeOp("Cast", [noPlaces], {
      SrcT: { dtype: "bool" },
      DstT: { dtype: "uint8" },
    });
    assert.throws(
      () =>
        nativeOps("CxrWinogradGradients", [
          tf.zeros([1, 9, 9, 16]),
          tf.zeros([1, 8, 7, 16]),
          places,
        ], {
          attributes: { padding: 0, taps: 3 },
          numOutputs: 2,
        }),
      /another shape/,
    );
    const first = (x: number[], filter: number[]) => () =>
      nativeOps("CxrFirstLayer", [tf.zeros(x), tf.zeros(filter), tf.zeros([32])], {
        attributes: { relu: true },
        numOutputs: 2,
      });
    assert.throws(first([1, 9, 9, 2], [3, 3, 2, 32]), /one or three channels/);
    assert.throws(first([1, 3, 9, 1], [3, 3, 1, 32]), /too small/);
  },
});

import * as tf from "@tensorflow/tfjs";
import { gradientOp } from "./gradient_op.ts";
import { nativeOp, nativeOps } from "./native_op.ts";

/** Windows of a pooling. */
export interface PoolOptions {
  /** Height and width of a window, in pixels. */
  poolSize: [number, number];
  /** Steps down and across, in pixels. */
  strides: [number, number];
  padding: "SAME" | "VALID";
}

/**
 * Maximum of each window, and where in the image it was.
 *
 * @param x float32 tensor `[batch, height, width, channels]`.
 * @param options See {@linkcode PoolOptions}.
 * @returns `y`, float32 `[batch, newHeight, newWidth, channels]`, and `argmax`, int32 of that
 *   shape: the place in the flattened `[height, width, channels]` of its film.
 * @throws {Error} Where TensorFlow refuses the shapes.
 *
 * @example
 * ```ts
 * import { maxPool } from "lib/engine/max_pool.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const { y, argmax } = maxPool(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1]), {
 *   poolSize: [2, 2],
 *   strides: [2, 2],
 *   padding: "VALID",
 * });
 * y.dataSync(); // [4]
 * argmax.dataSync(); // [1]
 * ```
 */
export function maxPool(
  x: tf.Tensor,
  options: PoolOptions,
): { y: tf.Tensor; argmax: tf.Tensor } {
  const [y, argmax] = nativeOps("MaxPoolWithArgmax", [x], {
    attributes: { ...opAttributes(options), Targmax: { dtype: "int32" } },
    numOutputs: 2,
  });
  return { y, argmax };
}

/**
 * Gradient of a max pooling: each window's gradient goes to the place of its maximum.
 *
 * TensorFlow's `MaxPoolGrad` searches every window for its maximum again and takes seven times as
 * long on a CPU as this scattering by the places that the forward pass wrote down.
 *
 * @param dy float32 tensor `[batch, newHeight, newWidth, channels]`.
 * @param options `argmax` of {@linkcode maxPool}; `shape`, the pooled tensor's shape as an int32
 *   tensor `[4]`; the windows.
 * @returns float32 tensor of that shape.
 * @throws {Error} Where TensorFlow refuses the shapes.
 *
 * @example
 * ```ts
 * import { maxPool, maxPoolGradient, type PoolOptions } from "lib/engine/max_pool.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const windows: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
 * const { argmax } = maxPool(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1]), windows);
 * const shape = tf.tensor1d([1, 2, 2, 1], "int32");
 * maxPoolGradient(tf.ones([1, 1, 1, 1]), { argmax, shape, ...windows }).dataSync(); // [0, 1, 0, 0]
 * ```
 */
export function maxPoolGradient(
  dy: tf.Tensor,
  { argmax, shape, ...options }: PoolOptions & { argmax: tf.Tensor; shape: tf.Tensor },
): tf.Tensor {
  // The op reads only the shape of its first input, so no values are written there.
  const x = nativeOp("Empty", [shape], { dtype: { dtype: "float32" }, init: false });
  const places = quietly(() =>
    nativeOp("Cast", [argmax], {
      SrcT: { dtype: "int32" },
      DstT: { dtype: "int64" },
      Truncate: false,
    })
  );
  const dx = nativeOp("MaxPoolGradWithArgmax", [x, dy, places], {
    ...opAttributes(options),
    Targmax: { dtype: "int64" },
  });
  tf.dispose([x, places]);
  return dx;
}

/**
 * Max pooling with the quick gradient, for layers that no convolution precedes.
 *
 * @param x float32 tensor `[batch, height, width, channels]`.
 * @param options See {@linkcode PoolOptions}.
 * @returns float32 tensor `[batch, newHeight, newWidth, channels]`.
 * @throws {Error} Where TensorFlow refuses the shapes.
 *
 * @example
 * ```ts
 * import { maxPoolWithGradient, type PoolOptions } from "lib/engine/max_pool.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const windows: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
 * const gradient = tf.grad((x) => maxPoolWithGradient(x, windows));
 * gradient(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1])).dataSync(); // [0, 1, 0, 0]
 * ```
 */
export function maxPoolWithGradient(x: tf.Tensor, options: PoolOptions): tf.Tensor {
  return gradientOp({
    inputs: { x },
    forward: (save) => {
      const { y, argmax } = maxPool(x, options);
      save([argmax, tf.tensor1d(x.shape, "int32")]);
      return y;
    },
    backward: (dy, [argmax, shape]) => ({
      x: () => maxPoolGradient(dy, { argmax, shape, ...options }),
    }),
  });
}

/** tfjs warns that it can't read int64 back; here nobody reads it. */
function quietly<T>(run: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return run();
  } finally {
    console.warn = warn;
  }
}

function opAttributes({ poolSize, strides, padding }: PoolOptions) {
  return {
    T: { dtype: "float32" },
    ksize: [1, ...poolSize, 1],
    strides: [1, ...strides, 1],
    padding,
    include_batch_in_index: false,
  } as const;
}

import { oneDnnOps } from "./one_dnn.ts";
import { type MaxPoolKernel, poolAttributes, type PoolOptions } from "./pool_kernel.ts";

/**
 * Max pooling by oneDNN, which writes down in one byte where in its window each maximum was.
 *
 * Twice as quick as TensorFlow's own ops on a CPU, forward and backward, with a quarter of their
 * memory for the places.
 *
 * @example
 * ```ts
 * import { oneDnnPool } from "lib/engine/one_dnn_pool.ts";
 * import { hasOneDnn } from "lib/engine/one_dnn.ts";
 * import type { PoolOptions } from "lib/engine/pool_kernel.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const windows: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
 * if (hasOneDnn()) oneDnnPool.forward(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1]), windows).y; // [4]
 * ```
 */
export const oneDnnPool: MaxPoolKernel = {
  forward(x, options) {
    const [y, places] = oneDnnOps("_MklNativeMaxPool", [x], {
      attributes: opAttributes(options),
      numOutputs: 2,
    });
    return { y, places };
  },
  gradient(dy, { places, like, ...options }) {
    // Of what went in and what came out, the op reads only the shapes.
    const [dx] = oneDnnOps("_MklNativeMaxPoolGrad", [like, dy, dy, places], {
      attributes: opAttributes(options),
      numOutputs: 1,
    });
    return dx;
  },
};

function opAttributes(options: PoolOptions) {
  return { ...poolAttributes(options), data_format: "NHWC", workspace_enabled: true };
}

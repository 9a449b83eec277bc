import { nativeOp, nativeOps } from "./native_op.ts";
import { type MaxPoolKernel, poolAttributes, type PoolOptions } from "./pool_kernel.ts";

/**
 * Max pooling that writes down the place of each maximum in the flattened film, on any device.
 *
 * TensorFlow's `MaxPoolGrad` searches every window for its maximum again and takes seven times as
 * long on a CPU as this scattering by the places that the forward pass wrote down.
 *
 * @example
 * ```ts
 * import { argmaxPool } from "lib/engine/argmax_pool.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const { y, places } = argmaxPool.forward(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1]), {
 *   poolSize: [2, 2],
 *   strides: [2, 2],
 *   padding: "VALID",
 * });
 * y.dataSync(); // [4]
 * places.dataSync(); // [1]
 * ```
 */
export const argmaxPool: MaxPoolKernel = {
  forward(x, options) {
    const [y, places] = nativeOps("MaxPoolWithArgmax", [x], {
      attributes: { ...opAttributes(options), Targmax: { dtype: "int32" } },
      numOutputs: 2,
    });
    return { y, places };
  },
  gradient(dy, { places, like, ...options }) {
    const wide = quietly(() =>
      nativeOp("Cast", [places], {
        SrcT: { dtype: "int32" },
        DstT: { dtype: "int64" },
        Truncate: false,
      })
    );
    const dx = nativeOp("MaxPoolGradWithArgmax", [like, dy, wide], {
      ...opAttributes(options),
      Targmax: { dtype: "int64" },
    });
    wide.dispose();
    return dx;
  },
};

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

function opAttributes(options: PoolOptions) {
  return { ...poolAttributes(options), include_batch_in_index: false };
}

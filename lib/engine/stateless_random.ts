import * as tf from "@tensorflow/tfjs";
import { nativeOp } from "./native_op.ts";

/** Distributions that {@linkcode statelessRandom} draws from. */
export type RandomDistribution = "uniform" | "normal" | "truncatedNormal";

const OPS: Record<RandomDistribution, string> = {
  uniform: "StatelessRandomUniform",
  normal: "StatelessRandomNormal",
  truncatedNormal: "StatelessTruncatedNormal",
};

/**
 * Draws random numbers natively; the seed alone fixes them.
 *
 * @param shape Shape of the tensor.
 * @param options `seed`, two integers, and `distribution`: `uniform` in `[0, 1)` (the default),
 *   `normal`, or `truncatedNormal` (drawn again beyond two standard deviations).
 * @returns float32 tensor, to be disposed by the caller.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { statelessRandom } from "lib/engine/stateless_random.ts";
 * await startEngine();
 * statelessRandom([2, 3], { seed: [1, 0] }).shape; // [2, 3]
 * ```
 */
export function statelessRandom(
  shape: number[],
  { seed, distribution = "uniform" }: { seed: [number, number]; distribution?: RandomDistribution },
): tf.Tensor {
  return tf.tidy(() =>
    nativeOp(OPS[distribution], [tf.tensor1d(shape, "int32"), tf.tensor1d(seed, "int32")], {
      dtype: { dtype: "float32" },
      T: { dtype: "int32" },
      Tseed: { dtype: "int32" },
    })
  );
}

import * as tf from "@tensorflow/tfjs";

/** What {@linkcode gradientOp} runs forward and backward. */
export interface GradientOp {
  /** Input tensors by name. */
  inputs: Record<string, tf.Tensor>;
  /** Computes the output; `save` keeps the tensors that `backward` needs, if one will follow. */
  forward: (save: (tensors: tf.Tensor[]) => void) => tf.Tensor;
  /** Gradient of each input from the output's; only those asked for are called, in order. */
  backward: (dy: tf.Tensor, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>;
}

/**
 * Runs native ops as one step of the gradient tape.
 *
 * Like `tf.customGrad`, but the gradient of an input that nobody asks for (the pixels, say) is
 * never computed, and saved tensors may be anything.
 *
 * @param op See {@linkcode GradientOp}.
 * @returns The output of `forward`.
 *
 * @example
 * ```ts
 * import { gradientOp } from "lib/engine/gradient_op.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const twice = (x: typeof tf.Tensor.prototype) =>
 *   gradientOp({
 *     inputs: { x },
 *     forward: () => x.mul(2),
 *     backward: (dy) => ({ x: () => dy.mul(2) }),
 *   });
 * twice(tf.scalar(3)).dataSync(); // [6]
 * ```
 */
export function gradientOp({ inputs, forward, backward }: GradientOp): tf.Tensor {
  const engine = tf.engine() as unknown as {
    runKernelFunc(kernel: {
      inputs: Record<string, tf.Tensor>;
      forwardFunc: (backend: unknown, save: (tensors: tf.Tensor[]) => void) => tf.Tensor;
      backwardsFunc: GradientOp["backward"];
    }): tf.Tensor;
  };
  return engine.runKernelFunc({
    inputs,
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc: backward,
  });
}

import * as tf from "@tensorflow/tfjs";
import { nativeOp, nativeOps } from "../engine/native_op.ts";
import {
  assignResource,
  createResource,
  destroyResource,
  readResource,
  type Resource,
} from "../engine/resource.ts";

/** Settings of {@linkcode adam}, with Keras's names and defaults. */
export interface AdamOptions {
  /** @default 0.9 */
  beta1?: number;
  /** @default 0.999 */
  beta2?: number;
  /** @default 1e-7 */
  epsilon?: number;
}

/** Running means of the gradients: all that Adam remembers. */
export interface AdamState {
  /** Steps taken. */
  steps: number;
  /** First moments, then second moments, in the variables' order. */
  moments: tf.Tensor[];
}

/** An optimiser whose state can be saved and restored to the bit. */
export interface Adam {
  /** Takes one step; `gradients` in the variables' order, disposed by the caller. */
  step(gradients: readonly tf.Tensor[], learningRate: number): void;
  /** The state, its tensors to be disposed by the caller. */
  state(): AdamState;
  /** Goes back to a state; its tensors stay the caller's. */
  restore(state: AdamState): void;
  dispose(): void;
}

/**
 * Makes an Adam optimiser (Kingma & Ba 2015) that steps as Keras's does.
 *
 * tfjs's own takes about ten passes over all weights a step, and recomputes its bias correction when
 * its weights are set, so that a training resumed from a checkpoint drifts from one that ran
 * through. This one counts steps, and lets TensorFlow change weights and moments in place, in one
 * pass.
 *
 * @param variables What to train.
 * @param options See {@linkcode AdamOptions}.
 * @returns The optimiser; dispose it after training.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { adam } from "lib/training/adam.ts";
 * const tf = await startEngine();
 * const weight = tf.variable(tf.scalar(1));
 * const optimizer = adam([weight]);
 * optimizer.step([tf.scalar(5)], 0.1);
 * weight.dataSync(); // [0.9]: the first step is one learning rate long
 * ```
 */
export function adam(
  variables: readonly tf.Variable[],
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions = {},
): Adam {
  let steps = 0;
  const moments = [...variables, ...variables].map(zeros);
  const weights = variables.map((variable) => createResource(variable));
  return {
    step(gradients, learningRate) {
      steps++;
      tf.tidy(() => {
        const [lr, b1, b2, eps] = [learningRate, beta1, beta2, epsilon].map((x) => tf.scalar(x));
        const [power1, power2] = [beta1 ** steps, beta2 ** steps].map((x) => tf.scalar(x));
        variables.forEach((variable, i) => {
          const [weight, first, second] = [weights[i], moments[i], moments[variables.length + i]];
          lend(variable, weight);
          const inputs = [weight.handle, first.handle, second.handle];
          nativeOps(
            "ResourceApplyAdam",
            [...inputs, power1, power2, lr, b1, b2, eps, gradients[i]],
            { attributes: ATTRIBUTES, numOutputs: 0 },
          );
          variable.assign(readResource(weight));
        });
      });
    },
    state: () => ({ steps, moments: moments.map(readResource) }),
    restore(state) {
      steps = state.steps;
      moments.forEach((moment, i) => assignResource(moment, state.moments[i]));
    },
    dispose() {
      [...moments, ...weights].forEach(destroyResource);
    },
  };
}

const ATTRIBUTES = {
  T: { dtype: "float32" },
  use_locking: false,
  use_nesterov: false,
} as const;

function zeros(variable: tf.Variable): Resource {
  const value = tf.zerosLike(variable);
  const resource = createResource(value);
  value.dispose();
  return resource;
}

/** Hands the weights over, so that nobody else holds them and they are changed, not copied. */
function lend(variable: tf.Variable, weight: Resource): void {
  assignResource(weight, variable);
  const shape = tf.tensor1d(variable.shape, "int32");
  const unwritten = nativeOp("Empty", [shape], { dtype: { dtype: "float32" }, init: false });
  variable.assign(unwritten);
}

import * as tf from "@tensorflow/tfjs";

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
  /** The state itself, not a copy. */
  state(): AdamState;
  /** Takes over a state, whose tensors then belong to the optimiser. */
  restore(state: AdamState): void;
  dispose(): void;
}

/**
 * Makes an Adam optimiser (Kingma & Ba 2015) that steps as Keras's does.
 *
 * tfjs's own recomputes its bias correction when its weights are set, so that a training resumed
 * from a checkpoint drifts from one that ran through; this one counts steps.
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
  let moments: tf.Tensor[] = tf.tidy(() =>
    [...variables, ...variables].map((variable) => tf.keep(tf.zerosLike(variable)))
  );
  return {
    step(gradients, learningRate) {
      steps++;
      const rate = learningRate * Math.sqrt(1 - beta2 ** steps) / (1 - beta1 ** steps);
      variables.forEach((variable, i) => {
        const j = variables.length + i;
        const [first, second] = tf.tidy(() => {
          const gradient = gradients[i];
          const first = tf.add(moments[i].mul(beta1), gradient.mul(1 - beta1));
          const second = tf.add(moments[j].mul(beta2), gradient.square().mul(1 - beta2));
          variable.assign(variable.sub(first.mul(rate).div(second.sqrt().add(epsilon))));
          return [tf.keep(first), tf.keep(second)];
        });
        tf.dispose([moments[i], moments[j]]);
        moments[i] = first;
        moments[j] = second;
      });
    },
    state: () => ({ steps, moments }),
    restore(state) {
      tf.dispose(moments);
      steps = state.steps;
      moments = state.moments;
    },
    dispose() {
      tf.dispose(moments);
    },
  };
}

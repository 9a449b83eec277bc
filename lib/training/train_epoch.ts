import * as tf from "@tensorflow/tfjs";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import type { Adam } from "./adam.ts";
import { augment } from "./augmentation.ts";
import { breathe } from "./breathe.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { type EpochMeter, epochMeter } from "./epoch_meter.ts";
import { batchTensor, type Examples, toBatches } from "./examples.ts";
import type { FitOptions } from "./fit_options.ts";
import type { LogitsModel } from "./logits_model.ts";

/** What an epoch needs. */
export interface EpochTraining {
  train: Examples;
  options: FitOptions;
  /** Variables to train. */
  variables: tf.Variable[];
  optimizer: Adam;
  logits: LogitsModel;
}

/**
 * Goes through the training films once, in an order of its own, and takes a step a batch.
 *
 * @param training What is trained, and how.
 * @param step Number of the epoch, from 1, and its learning rate.
 * @returns What the films came to on their way through, augmentation and dropout on.
 *
 * @example
 * ```ts ignore
 * const meter = await trainEpoch(training, { epoch: 1, learningRate: 1e-3 });
 * meter.result().loss;
 * ```
 */
export async function trainEpoch(
  { train, options, variables, optimizer, logits }: EpochTraining,
  { epoch, learningRate }: { epoch: number; learningRate: number },
): Promise<EpochMeter> {
  const { epochs, batchSize, seed, augmentation, classWeights, onProgress, signal } = options;
  const order = shuffle(
    train.labels.map((_, i) => i),
    seededRandom(deriveSeed(seed, "shuffle", epoch)),
  );
  const batches = toBatches(order, batchSize);
  const meter = epochMeter();
  const started = performance.now();
  let films = 0;
  for (const [i, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const labels = batch.map((index) => train.labels[index]);
    tf.tidy(() => {
      let xs = batchTensor(train, batch);
      if (augmentation) {
        const keys = batch.map((index) => `${epoch}/${index}`);
        xs = augment(xs as tf.Tensor4D, augmentation, { seed, keys });
      }
      let kept: [tf.Tensor2D, tf.Tensor] | undefined;
      const { grads } = tf.variableGrads(() => {
        const outputs = logits.apply(xs, { training: true });
        const losses = crossEntropy(labels, outputs);
        kept = [tf.keep(outputs.clone()), tf.keep(losses.clone())];
        if (!classWeights) return losses.mean() as tf.Scalar;
        return losses.mul(tf.tensor1d(labels.map((label) => classWeights[label]))).mean();
      }, variables);
      optimizer.step(variables.map((variable) => grads[variable.name]), learningRate);
      const [outputs, losses] = kept!;
      meter.add(labels, losses.dataSync(), logits.probabilities(outputs));
      tf.dispose(kept!);
    });
    const { loss, accuracy } = meter.running();
    films += batch.length;
    const perSecond = 1000 * films / (performance.now() - started);
    const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed();
    onProgress?.(
      (epoch - 1) * batches.length + i + 1,
      epochs * batches.length,
      `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}, ` +
        `${rate} films/s`,
    );
    await breathe();
  }
  return meter;
}

/**
 * Looks at examples without learning from them.
 *
 * @param logits The model's logits.
 * @param examples Examples to measure.
 * @param options A signal to stop between batches.
 * @returns Their loss, accuracy and AUC.
 *
 * @example
 * ```ts ignore
 * (await measureExamples(logitsModel(model), validation)).result().accuracy;
 * ```
 */
export async function measureExamples(
  logits: LogitsModel,
  examples: Examples,
  { signal }: { signal?: AbortSignal } = {},
): Promise<EpochMeter> {
  const meter = epochMeter();
  const indices = examples.labels.map((_, i) => i);
  for (const batch of toBatches(indices, 32)) {
    await breathe(signal);
    const labels = batch.map((index) => examples.labels[index]);
    tf.tidy(() => {
      const outputs = logits.apply(batchTensor(examples, batch), { training: false });
      meter.add(labels, crossEntropy(labels, outputs).dataSync(), logits.probabilities(outputs));
    });
  }
  return meter;
}

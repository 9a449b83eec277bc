import * as tf from "@tensorflow/tfjs";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import { adam } from "./adam.ts";
import { augment, type Augmentation } from "./augmentation.ts";
import { breathe } from "./breathe.ts";
import { toBatches } from "./examples.ts";
import { cosineDecay } from "./learning_rate.ts";
import {
  type LungEpoch,
  type LungTraining,
  resumeLungTraining,
  saveLungTraining,
} from "./lung_checkpoint.ts";
import { lungLoss } from "./lung_loss.ts";
import {
  checkOutlined,
  filmIndices,
  filmTensor,
  meanOverlap,
  type OutlinedFilms,
} from "./outlined_films.ts";
import { augmentPixels, type PixelAugmentation } from "./pixel_augmentation.ts";

/** Options of {@linkcode fitLungs}. */
export interface FitLungsOptions {
  /** Films that choose the best epoch. */
  validation: OutlinedFilms;
  epochs: number;
  /** @default 16 */
  batchSize?: number;
  /** Rate of the first epoch; it falls along a cosine. @default 2e-3 */
  learningRate?: number;
  /** Fixes the order of the films and their augmentation. */
  seed: number;
  /** File from which a stopped training goes on with the same numbers; written after each epoch. */
  checkpoint?: string;
  /** Called after each batch: batches done and their number over all epochs, and where it stands. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next batch; the checkpoint stays. */
  signal?: AbortSignal;
}

/** Moves film and outline alike. */
const MOVES: Augmentation = {
  rotationRange: 15,
  widthShiftRange: 0.1,
  heightShiftRange: 0.1,
  shearRange: 5,
  zoomRange: 0.25,
  horizontalFlip: true,
};

/** Changes the film alone; films of other clinics look otherwise. */
const GREYS: PixelAugmentation = {
  brightnessRange: [0.6, 1.4],
  contrastRange: 0.5,
  gammaRange: [0.5, 2],
  noise: 6,
};

/**
 * Trains a network that outlines lungs, and leaves it with the weights of the epoch whose outlines of
 * the validation films agree best with the true ones.
 *
 * Films are turned, shifted, scaled and mirrored together with their outlines; their grey levels are
 * changed strongly. A stopped training goes on from its checkpoint to the same numbers.
 *
 * @param model A network that ends in `sigmoid`, as `buildLungNetwork` builds it.
 * @param train Films to learn from.
 * @param options See {@linkcode FitLungsOptions}.
 * @returns The epochs, and the one whose weights the model has.
 * @throws {RangeError} Where films and outlines are not of the model's size, or there are none.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildLungNetwork } from "lib/models/lung_network.ts";
 * import { fitLungs } from "lib/training/fit_lungs.ts";
 * await startEngine({ seed: 1 });
 * const model = buildLungNetwork({ imageSize: [16, 16], filters: 2 });
 * const films = { films: new Uint8Array(256), masks: new Uint8Array(256).fill(255) };
 * const { history } = await fitLungs(model, films, { validation: films, epochs: 1, seed: 1 });
 * history.length; // 1
 * model.dispose();
 * ```
 */
export async function fitLungs(
  model: tf.LayersModel,
  train: OutlinedFilms,
  options: FitLungsOptions,
): Promise<{ history: LungEpoch[]; epoch: number }> {
  const { epochs, checkpoint } = options;
  for (const films of [train, options.validation]) checkOutlined(model, films);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const run: Run = {
    settings: settingsOf(train, options),
    train,
    options,
    variables,
    logits: tf.model({ inputs: model.inputs, outputs: beforeSigmoid(model) }),
    optimizer: adam(variables),
    history: [],
    best: [],
  };
  try {
    if (checkpoint) await resumeLungTraining(checkpoint, run);
    while (run.history.length < epochs) {
      const started = performance.now();
      const loss = await trainEpoch(run, run.history.length + 1);
      const { dice } = await meanOverlap(model, options.validation, options);
      const seconds = (performance.now() - started) / 1000;
      if (run.history.every((row) => !(row.dice >= dice))) {
        tf.dispose(run.best);
        run.best = variables.map((variable) => variable.clone());
      }
      run.history.push({ epoch: run.history.length + 1, loss, dice, seconds });
      if (checkpoint) await saveLungTraining(checkpoint, run);
    }
    const dices = run.history.map(({ dice }) => dice);
    variables.forEach((variable, i) => variable.assign(run.best[i]));
    return { history: run.history, epoch: dices.indexOf(Math.max(...dices)) + 1 };
  } finally {
    run.optimizer.dispose();
    tf.dispose(run.best);
  }
}

interface Run extends LungTraining {
  train: OutlinedFilms;
  options: FitLungsOptions;
  variables: tf.Variable[];
  /** The network without its last activation. */
  logits: tf.LayersModel;
}

async function trainEpoch(run: Run, epoch: number): Promise<number> {
  const { train, options, variables, logits, optimizer } = run;
  const { epochs, batchSize = 16, learningRate = 2e-3, seed, onProgress, signal } = options;
  const rate = cosineDecay(learningRate)(epoch, epochs);
  const order = shuffle(
    filmIndices(train.films, logits),
    seededRandom(deriveSeed(seed, "shuffle", epoch)),
  );
  const batches = toBatches(order, batchSize);
  let sum = 0;
  for (const [i, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const keys = batch.map((index) => `${epoch}/${index}`);
    const loss = tf.tidy(() => {
      const pairs = tf.concat(
        [filmTensor(train.films, batch, logits), filmTensor(train.masks, batch, logits)],
        3,
      );
      const moved = augment(pairs as tf.Tensor4D, MOVES, { seed, keys });
      const [films, masks] = tf.split(moved, 2, 3) as tf.Tensor4D[];
      const xs = augmentPixels(films, GREYS, { seed, keys });
      const { value, grads } = tf.variableGrads(
        () => lungLoss(masks.div(255), logits.apply(xs, { training: true }) as tf.Tensor4D),
        variables,
      );
      optimizer.step(variables.map((variable) => grads[variable.name]), rate);
      return value.dataSync()[0];
    });
    sum += loss * batch.length;
    const last = run.history.at(-1);
    onProgress?.(
      (epoch - 1) * batches.length + i + 1,
      epochs * batches.length,
      `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}` +
        (last ? `, Dice ${last.dice.toFixed(3)}` : ""),
    );
    await breathe();
  }
  return sum / order.length;
}

function settingsOf(train: OutlinedFilms, options: FitLungsOptions): string {
  const { epochs, batchSize, learningRate, seed, validation } = options;
  const lengths = [train.films.length, validation.films.length];
  return JSON.stringify({ epochs, batchSize, learningRate, seed, lengths, MOVES, GREYS });
}

function beforeSigmoid(model: tf.LayersModel): tf.SymbolicTensor {
  return model.outputs[0].sourceLayer.input as tf.SymbolicTensor;
}

import type * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { frameFeatures, thumbnailFeatures } from "lib/data/floor_features.ts";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { accuracy } from "lib/evaluation/accuracy.ts";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "lib/evaluation/logistic_regression.ts";
import { fitStandardiser, standardise } from "lib/evaluation/standardise.ts";

// What phantoms promise: nothing to gain from afar or from the frame, much from looking closely.

const IMAGE_SIZE = 64;
const NUM_TRAIN = 600;
const NUM_TEST = 200;
const labels = Array.from({ length: NUM_TRAIN + NUM_TEST }, (_, i) => i % PHANTOM_CLASSES.length);

let drawn: Uint8Array | undefined;

/** The same films for all tests: `[800, 64, 64]`, flat. */
function drawFilms(): Uint8Array {
  drawn ??= redraw(new Uint8Array(labels.length * IMAGE_SIZE ** 2), {});
  return drawn;
}

function redraw(films: Uint8Array, shortcut: Record<string, string>): Uint8Array {
  labels.forEach((k, i) => {
    const label = PHANTOM_CLASSES[k];
    if (Object.keys(shortcut).length > 0 && !shortcut[label]) return;
    const film = drawPhantom({ label, seed: 7000 + i, imageSize: IMAGE_SIZE, shortcut });
    films.set(film, i * film.length);
  });
  return films;
}

function floorAccuracy(features: number[][]): number {
  const standardiser = fitStandardiser(features.slice(0, NUM_TRAIN));
  const xs = standardise(features, standardiser);
  const model = fitLogisticRegression(xs.slice(0, NUM_TRAIN), labels.slice(0, NUM_TRAIN), {
    numClasses: PHANTOM_CLASSES.length,
    c: 0.1,
    classWeight: "balanced",
  });
  const probabilities = predictLogisticRegression(model, xs.slice(NUM_TRAIN));
  return accuracy(labels.slice(NUM_TRAIN), probabilities.map(mostLikely));
}

function mostLikely(row: ArrayLike<number>): number {
  return Array.from(row).indexOf(Math.max(...Array.from(row)));
}

Deno.test("drawPhantom() gives a thumbnail and a frame within .10 of chance, unless a letter is planted", () => {
  const chance = 1 / PHANTOM_CLASSES.length;
  const films = drawFilms();
  const thumbnail = floorAccuracy(thumbnailFeatures(films));
  const frame = floorAccuracy(frameFeatures(films));
  assert(Math.abs(thumbnail - chance) <= 0.1, `thumbnail ${thumbnail}`);
  assert(Math.abs(frame - chance) <= 0.1, `frame ${frame}`);

  const planted = floorAccuracy(frameFeatures(redraw(films.slice(), { "COVID-19": "P" })));
  assert(planted > 0.6, `frame with a letter ${planted}`); // one class of three is given away
});

function smallNetwork(engine: typeof tf): tf.LayersModel {
  const { layers } = engine;
  let part = 0;
  const kernelInitializer = () => engine.initializers.glorotUniform({ seed: part++ });
  const model = engine.sequential({
    layers: [layers.inputLayer({ inputShape: [IMAGE_SIZE, IMAGE_SIZE, 1] })],
  });
  for (const filters of [16, 32, 64, 64]) {
    model.add(layers.conv2d({
      filters,
      kernelSize: 3,
      padding: "same",
      activation: "relu",
      kernelInitializer: kernelInitializer(),
    }));
    model.add(layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(layers.flatten());
  model.add(
    layers.dense({ units: 64, activation: "relu", kernelInitializer: kernelInitializer() }),
  );
  model.add(layers.dense({
    units: PHANTOM_CLASSES.length,
    activation: "softmax",
    kernelInitializer: kernelInitializer(),
  }));
  return model;
}

Deno.test("drawPhantom() gives a task that a small CNN solves on at least 85 % of 200 films", async () => {
  const engine = await startEngine();
  const films = engine.tidy(() =>
    engine.tensor4d(Float32Array.from(drawFilms()), [labels.length, IMAGE_SIZE, IMAGE_SIZE, 1])
      .div(255)
  ) as tf.Tensor4D;
  const targets = engine.tidy(() =>
    engine.oneHot(engine.tensor1d(labels.slice(0, NUM_TRAIN), "int32"), PHANTOM_CLASSES.length)
  );
  const [train, test] = engine.split(films, [NUM_TRAIN, NUM_TEST]);
  const model = smallNetwork(engine);
  for (const [learningRate, epochs] of [[1e-3, 9], [2e-4, 3]]) {
    model.compile({
      optimizer: engine.train.adam(learningRate),
      loss: "categoricalCrossentropy",
    });
    await model.fit(train, targets, { epochs, batchSize: 16, shuffle: false, verbose: 0 });
  }
  const outputs = model.predict(test, { batchSize: 50 }) as tf.Tensor2D;
  const guesses = outputs.arraySync().map(mostLikely);
  const reached = accuracy(labels.slice(NUM_TRAIN), guesses);
  engine.dispose([films, targets, train, test, outputs]);
  model.dispose();
  assert(reached >= 0.85, `accuracy ${reached}`);
});

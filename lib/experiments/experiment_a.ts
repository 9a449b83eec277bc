import * as tf from "@tensorflow/tfjs";
import { conv2d, dense } from "../models/keras_layers.ts";
import { sequence } from "../models/sequence.ts";
import { type Experiment, improve, type Settings } from "./experiment.ts";
import { threeClasses } from "./task.ts";

/** Experiment A: a network of 3,871 parameters tells three classes apart, films much augmented. */
export const experimentA: Experiment = {
  id: "A",
  title: "Three classes, tiny CNN",
  task: threeClasses,
  settings: {
    imageSize: [256, 256],
    epochs: 16,
    batchSize: 16,
    learningRate: 1e-3,
    augmentation: {
      zoomRange: 0.2,
      rotationRange: 25,
      widthShiftRange: 0.2,
      heightShiftRange: 0.2,
      horizontalFlip: true,
    },
  },
  quick: { imageSize: [96, 96], epochs: 12 },
  buildModel,
};

/** A, trained with care. */
export const experimentAPlus: Experiment = improve(experimentA, {
  settings: { epochs: 40, learningRate: 4e-3 },
  quick: { epochs: 20 },
});

function buildModel({ imageSize }: Settings): tf.LayersModel {
  const { activation, dropout, flatten, maxPooling2d } = tf.layers;
  return sequence([ //                                               output        parameters
    conv2d({ filters: 5, kernelSize: 5, strides: 3, activation: "relu", name: "conv1" }), // 84×84×5, 130
    maxPooling2d({ poolSize: 2, name: "pool1" }), //                                        42×42×5
    dropout({ rate: 0.1, name: "dropout1" }),
    conv2d({ filters: 3, kernelSize: 3, activation: "relu", name: "conv2" }), //            40×40×3, 138
    maxPooling2d({ poolSize: 2, name: "pool2" }), //                                        20×20×3
    dropout({ rate: 0.2, name: "dropout2" }),
    flatten({ name: "flatten" }), //                                                        1200
    dense({ units: 3, name: "logits" }), //                                                 3, 3603
    activation({ activation: "softmax", name: "probabilities" }),
  ], { imageSize, channels: 1 });
}

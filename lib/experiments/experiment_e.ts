import * as tf from "@tensorflow/tfjs";
import { conv2d, dense } from "../models/keras_layers.ts";
import { sequence } from "../models/sequence.ts";
import { type Experiment, improve, type Settings } from "./experiment.ts";
import { threeClasses } from "./task.ts";

/** Experiment E: three classes, three convolutions, twenty epochs. */
export const experimentE: Experiment = {
  id: "E",
  title: "Three classes, CNN",
  task: threeClasses,
  settings: {
    imageSize: [256, 256],
    epochs: 20,
    batchSize: 16,
    learningRate: 1e-3,
    augmentation: { rotationRange: 10, zoomRange: 0.2, horizontalFlip: true },
  },
  quick: { imageSize: [96, 96], epochs: 10 },
  buildModel,
};

/** E, trained with care, on films of 128×128. */
export const experimentEPlus: Experiment = improve(experimentE, {
  settings: { imageSize: [128, 128], epochs: 25, learningRate: 5e-4 },
  quick: { imageSize: [96, 96], epochs: 12 },
});

function buildModel({ imageSize }: Settings): tf.LayersModel {
  const { activation, dropout, flatten, maxPooling2d } = tf.layers;
  return sequence([ //                                                                  output, parameters
    conv2d({ filters: 32, kernelSize: 3, activation: "relu", name: "conv1" }), //  254×254×32, 896
    maxPooling2d({ poolSize: 2, name: "pool1" }), //                               127×127×32
    conv2d({ filters: 64, kernelSize: 3, activation: "relu", name: "conv2" }), //  125×125×64, 18,496
    maxPooling2d({ poolSize: 2, name: "pool2" }), //                                 62×62×64
    conv2d({ filters: 128, kernelSize: 3, activation: "relu", name: "conv3" }), //  60×60×128, 73,856
    maxPooling2d({ poolSize: 2, name: "pool3" }), //                                30×30×128
    dropout({ rate: 0.25, name: "dropout1" }),
    flatten({ name: "flatten" }), //                                                 115,200
    dense({ units: 128, activation: "relu", name: "hidden" }), //                    128, 14,745,728
    dropout({ rate: 0.5, name: "dropout2" }),
    dense({ units: 3, name: "logits" }), //                                          3, 387
    activation({ activation: "softmax", name: "probabilities" }),
  ], { imageSize, channels: 3 });
}

import * as tf from "@tensorflow/tfjs";
import { conv2d, dense } from "../models/keras_layers.ts";
import { sequence } from "../models/sequence.ts";
import { type Experiment, improve, type Settings } from "./experiment.ts";
import { normalOrAbnormal } from "./task.ts";

/** Experiment B1: normal against abnormal, a small CNN, films as they are. */
export const experimentB1: Experiment = {
  id: "B1",
  title: "Normal or abnormal, small CNN",
  task: normalOrAbnormal,
  settings: { imageSize: [150, 150], epochs: 10, batchSize: 32, learningRate: 1e-3 },
  quick: { imageSize: [96, 96], epochs: 10 },
  buildModel,
};

/** B1, trained with care. */
export const experimentB1Plus: Experiment = improve(experimentB1, {
  settings: {
    epochs: 20,
    batchSize: 16,
    learningRate: 5e-4,
    augmentation: { rotationRange: 5, zoomRange: 0.1, horizontalFlip: true },
  },
  quick: { epochs: 12 },
});

function buildModel({ imageSize }: Settings): tf.LayersModel {
  const { activation, flatten, maxPooling2d } = tf.layers;
  return sequence([ //                                                                  output, parameters
    conv2d({ filters: 32, kernelSize: 3, activation: "relu", name: "conv1" }), //  148×148×32, 896
    maxPooling2d({ poolSize: 2, name: "pool1" }), //                                 74×74×32
    conv2d({ filters: 64, kernelSize: 3, activation: "relu", name: "conv2" }), //    72×72×64, 18,496
    maxPooling2d({ poolSize: 2, name: "pool2" }), //                                 36×36×64
    flatten({ name: "flatten" }), //                                                 82,944
    dense({ units: 128, activation: "relu", name: "hidden" }), //                    128, 10,616,960
    dense({ units: 1, name: "logits" }), //                                          1, 129
    activation({ activation: "sigmoid", name: "probabilities" }),
  ], { imageSize, channels: 3 });
}

import * as tf from "@tensorflow/tfjs";
import { conv2d, dense } from "../models/keras_layers.ts";
import { sequence } from "../models/sequence.ts";
import { type Experiment, improve, type Settings } from "./experiment.ts";
import { covidOrNot } from "./task.ts";

/** Experiment D: COVID-19 against everything else, films of 500×500 pixels. */
export const experimentD: Experiment = {
  id: "D",
  title: "COVID-19 or not, deep CNN on large films",
  task: covidOrNot,
  settings: {
    imageSize: [500, 500],
    epochs: 13,
    batchSize: 16,
    learningRate: 1e-3,
    augmentation: { shearRange: 0.2, zoomRange: 0.2, horizontalFlip: true },
  },
  quick: { imageSize: [128, 128], epochs: 10 },
  buildModel,
};

/** D, trained with care, on films of 224×224. */
export const experimentDPlus: Experiment = improve(experimentD, {
  settings: { imageSize: [224, 224], epochs: 20, learningRate: 5e-4 },
  quick: { imageSize: [128, 128], epochs: 12 },
});

function buildModel({ imageSize }: Settings): tf.LayersModel {
  const { activation, dropout, flatten, maxPooling2d } = tf.layers;
  return sequence([ //                                                                  output, parameters
    conv2d({ filters: 32, kernelSize: 3, activation: "relu", name: "conv1" }), //  498×498×32, 320
    maxPooling2d({ poolSize: 2, name: "pool1" }), //                               249×249×32
    conv2d({ filters: 32, kernelSize: 3, activation: "relu", name: "conv2" }), //  247×247×32, 9,248
    maxPooling2d({ poolSize: 2, name: "pool2" }), //                               123×123×32
    conv2d({ filters: 64, kernelSize: 3, activation: "relu", name: "conv3" }), //  121×121×64, 18,496
    maxPooling2d({ poolSize: 2, name: "pool3" }), //                                 60×60×64
    conv2d({ filters: 64, kernelSize: 3, activation: "relu", name: "conv4" }), //    58×58×64, 36,928
    maxPooling2d({ poolSize: 2, name: "pool4" }), //                                 29×29×64
    conv2d({ filters: 128, kernelSize: 3, activation: "relu", name: "conv5" }), //  27×27×128, 73,856
    maxPooling2d({ poolSize: 2, name: "pool5" }), //                                13×13×128
    flatten({ name: "flatten" }), //                                                 21,632
    dropout({ rate: 0.5, name: "dropout" }),
    dense({ units: 512, activation: "relu", name: "hidden1" }), //                   512, 11,076,096
    dense({ units: 256, activation: "relu", name: "hidden2" }), //                   256, 131,328
    dense({ units: 128, activation: "relu", name: "hidden3" }), //                   128, 32,896
    dense({ units: 64, activation: "relu", name: "hidden4" }), //                    64, 8,256
    dense({ units: 2, name: "logits" }), //                                          2, 130
    activation({ activation: "softmax", name: "probabilities" }),
  ], { imageSize, channels: 1 });
}

import * as tf from "@tensorflow/tfjs";
import { conv2d, dense } from "../models/keras_layers.ts";
import { sequence } from "../models/sequence.ts";
import { type Experiment, improve, type Settings } from "./experiment.ts";
import { covidOrNormal } from "./task.ts";

/** Experiment C: COVID-19 against normal, five epochs, then a film of one's own. */
export const experimentC: Experiment = {
  id: "C",
  title: "COVID-19 or normal, CNN with much dropout",
  task: covidOrNormal,
  settings: {
    imageSize: [200, 200],
    epochs: 5,
    batchSize: 32,
    learningRate: 1e-3,
    augmentation: { zoomRange: 0.2, horizontalFlip: true },
  },
  quick: { imageSize: [96, 96], epochs: 10 },
  buildModel,
};

/** C, trained with care. */
export const experimentCPlus: Experiment = improve(experimentC, {
  settings: { imageSize: [128, 128], epochs: 25, batchSize: 16, learningRate: 5e-4 },
  quick: { imageSize: [96, 96], epochs: 12 },
});

function buildModel({ imageSize }: Settings): tf.LayersModel {
  const { activation, dropout, flatten, maxPooling2d } = tf.layers;
  return sequence([ //                                                                  output, parameters
    conv2d({ filters: 32, kernelSize: 5, activation: "relu", name: "conv1" }), //  196×196×32, 2,432
    maxPooling2d({ poolSize: 2, name: "pool1" }), //                                 98×98×32
    dropout({ rate: 0.5, name: "dropout1" }),
    conv2d({ filters: 64, kernelSize: 5, activation: "relu", name: "conv2" }), //    94×94×64, 51,264
    maxPooling2d({ poolSize: 2, name: "pool2" }), //                                 47×47×64
    dropout({ rate: 0.5, name: "dropout2" }),
    flatten({ name: "flatten" }), //                                                 141,376
    dense({ units: 256, activation: "relu", name: "hidden" }), //                    256, 36,192,512
    dropout({ rate: 0.5, name: "dropout3" }),
    dense({ units: 1, name: "logits" }), //                                          1, 257
    activation({ activation: "sigmoid", name: "probabilities" }),
  ], { imageSize, channels: 3 });
}

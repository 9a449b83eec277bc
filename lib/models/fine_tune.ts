import type * as tf from "@tensorflow/tfjs";
import { holdBatchNorm } from "./batch_norm.ts";
import { buildGraph, cutGraph, graphOf } from "./model_graph.ts";

/**
 * Thaws a network from one layer on and freezes all before it.
 *
 * Batch normalisation stays frozen and in inference mode. Call it before `compile`, which notes
 * what is to be trained.
 *
 * @param model Network to change.
 * @param fromLayer First layer that is trained, such as `"block5_conv1"` of VGG16.
 * @returns How many parameters are trained.
 * @throws {RangeError} Where the model has no such layer.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { unfreeze } from "lib/models/fine_tune.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [32, 32] });
 * unfreeze(model, "block5_conv1"); // 7079424 = 3 * (9 * 512 * 512 + 512)
 * model.dispose();
 * ```
 */
export function unfreeze(model: tf.LayersModel, fromLayer: string): number {
  const first = model.layers.findIndex(({ name }) => name === fromLayer);
  if (first === -1) {
    throw new RangeError(`Cannot unfreeze from "${fromLayer}": "${model.name}" has no such layer`);
  }
  model.layers.forEach((layer, i) => layer.trainable = i >= first);
  holdBatchNorm(model);
  return model.trainableWeights.reduce((sum, { shape }) => sum + size(shape as number[]), 0);
}

/**
 * Cuts off what comes behind a layer, as a network of its own.
 *
 * What stays frozen need not be computed anew each epoch: take that layer's output once
 * (`cachedFeatures` with `layer`), train the tail on it, and `copyWeights` back.
 *
 * @param model Network to cut; it stays as it is.
 * @param afterLayer Layer whose output becomes the tail's input, such as `"block4_pool"`.
 * @returns A model of its own with copies of the weights and the same layer names.
 * @throws {RangeError} Where there is no such layer, or a later layer also reads an earlier one.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { tailModel } from "lib/models/fine_tune.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [64, 64] });
 * const tail = await tailModel(model, "block4_pool");
 * tail.inputs[0].shape; // [null, 4, 4, 512]
 * model.dispose();
 * tail.dispose();
 * ```
 */
export async function tailModel(
  model: tf.LayersModel,
  afterLayer: string,
): Promise<tf.LayersModel> {
  const inputShape = model.layers.find(({ name }) => name === afterLayer)?.outputShape as number[];
  const graph = cutGraph(graphOf(model), { after: afterLayer, inputShape });
  const tail = await buildGraph({ ...graph, name: `${graph.name}-tail` }, [model]);
  const trainable = new Map(model.layers.map((layer) => [layer.name, layer.trainable]));
  for (const layer of tail.layers) layer.trainable = trainable.get(layer.name)!;
  holdBatchNorm(tail);
  return tail;
}

function size(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

import type * as tf from "@tensorflow/tfjs";

/** One layer of a network, for a table. */
export interface LayerRow {
  layer: string;
  type: string;
  /** Shape of one film's output, `126×126×32`. */
  output: string;
  parameters: number;
}

/**
 * Lists a network's layers with their output shapes and parameter counts.
 *
 * @param model Any layers model.
 * @returns One row a layer, in order.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { layerTable } from "lib/models/layer_table.ts";
 * const dense = tf.layers.dense({ units: 2, inputShape: [3], name: "logits" });
 * layerTable(tf.sequential({ layers: [dense] }))[0].parameters; // 8 = 3·2 + 2
 * ```
 */
export function layerTable(model: tf.LayersModel): LayerRow[] {
  return model.layers.map((layer) => ({
    layer: layer.name,
    type: layer.getClassName(),
    output: (layer.outputShape as number[]).slice(1).join("×"),
    parameters: layer.countParams(),
  }));
}

import * as tf from "@tensorflow/tfjs";

/**
 * Turns a network into the two files of TensorFlow.js's layers format, which any browser loads.
 *
 * @param model The network; it stays the caller's.
 * @returns The files' bytes by name; the same network gives the same bytes.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { modelFiles } from "lib/models/model_files.ts";
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * (await modelFiles(model))["weights.bin"].length; // 12 = 4 (2 + 1)
 * ```
 */
export async function modelFiles(
  model: tf.LayersModel,
): Promise<Record<"model.json" | "weights.bin", Uint8Array<ArrayBuffer>>> {
  let topology = "";
  let weights = new Uint8Array();
  await model.save(tf.io.withSaveHandler((artifacts) => {
    weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
    topology = JSON.stringify({
      format: "layers-model",
      generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
      convertedBy: null,
      modelTopology: artifacts.modelTopology,
      weightsManifest: [{ paths: ["weights.bin"], weights: artifacts.weightSpecs }],
    });
    const modelArtifactsInfo = { dateSaved: new Date(0), modelTopologyType: "JSON" as const };
    return Promise.resolve({ modelArtifactsInfo });
  }));
  return { "model.json": new TextEncoder().encode(topology), "weights.bin": weights };
}

import { dirname } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { drawPhantom } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { explainFilm, EXPLANATIONS } from "lib/explain/explain_film.ts";
import { integratedGradients } from "lib/explain/integrated_gradients.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { buildHead, joinHead } from "lib/models/head.ts";
import { realWeights } from "../real_data.ts";

const folder = realWeights("mobilenet_v1_1.0_224_pw12");
const weightsDir = folder ? dirname(folder) : "";
const names = folder
  ? ["mobilenet-v1", "mobilenet-v2", "squeezenet", "vgg16-random"]
  : ["vgg16-random"];

for (const name of names) {
  Deno.test(`explainFilm() and integratedGradients() go through ${name}`, async () => {
    await startEngine({ seed: 1 });
    const imageSize: [number, number] = [64, 64];
    const backbone = await loadBackbone(name, { weightsDir, imageSize });
    const head = buildHead({ numFeatures: backbone.numFeatures, numClasses: 3, seed: 1 });
    const model = await joinHead(backbone, head);
    const pixels = drawPhantom({ label: "COVID-19", seed: 1, imageSize: 64 });
    const options = { imageSize, classIndex: 2 };
    for (const method of EXPLANATIONS) {
      const { values } = await explainFilm(model, pixels, { ...options, method });
      assert(values.every((value) => value >= 0 && value <= 1), method);
    }
    const before = tf.memory().numTensors;
    const { values, difference } = await integratedGradients(model, pixels, {
      ...options,
      steps: 128,
    });
    const sum = values.reduce((a, b) => a + b, 0);
    assert(
      Math.abs(sum - difference) < 0.15 * Math.abs(difference) + 0.02,
      `${sum}, ${difference}`,
    );
    assert.equal(tf.memory().numTensors, before);
    [model, head, backbone.model].forEach((network) => network.dispose());
  });
}

// Loads a bundle's network in plain TensorFlow.js, without anything of lib/, and asks it once:
// what docs/export.md tells a stranger to do. Arguments: the bundle's folder.
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";

const dir = process.argv[2];
const { modelTopology, weightsManifest } = JSON.parse(readFileSync(`${dir}/model.json`, "utf8"));
const { buffer, byteOffset, byteLength } = readFileSync(`${dir}/weights.bin`);
await tf.setBackend("cpu");
const model = await tf.loadLayersModel(tf.io.fromMemory({
  modelTopology,
  weightSpecs: weightsManifest[0].weights,
  weightData: buffer.slice(byteOffset, byteOffset + byteLength),
}));
const [, height, width] = model.inputs[0].shape;
const film = tf.tensor4d(
  Float32Array.from({ length: height * width }, (_, i) => (7 * i) % 256),
  [1, height, width, 1],
);
console.log(JSON.stringify({
  backend: tf.getBackend(),
  probabilities: [...model.predict(film).dataSync()],
}));

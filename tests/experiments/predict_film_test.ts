import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import type { ModelBundle } from "lib/models/open_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { testImage, writeFolder } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

/** A network that says the same of every film: `p` of the second class. */
async function constant(p: number, info: { threshold: number; temperature: number }) {
  await startEngine();
  const dense = tf.layers.dense({ units: 1, activation: "sigmoid" });
  const model = sequence([tf.layers.flatten(), dense], { imageSize: [4, 4], channels: 1 });
  dense.setWeights([tf.zeros([16, 1]), tf.tensor1d([Math.log(p / (1 - p))])]);
  const bundle: ModelBundle = {
    model,
    info: madeBundleInfo({ preprocessing: { imageSize: [4, 4], decoding: "test" }, ...info }),
  };
  return bundle;
}

const film = async () => new Uint8Array(await testImage(1).png().toBuffer());

Deno.test("predictFilm() calls by the threshold where there are two classes", async () => {
  const name = async (threshold: number) =>
    (await predictFilm(await constant(0.4, { threshold, temperature: 1 }), await film())).className;
  assert.equal(await name(0.5), "Normal");
  assert.equal(await name(0.3), "COVID-19");
});

Deno.test("predictFilm() divides the logits by the temperature", async () => {
  // Odds of .9 are 9; a temperature of 2 takes their root: 3, hence .75.
  const bundle = await constant(0.9, { threshold: 0.8, temperature: 2 });
  const { className, probabilities } = await predictFilm(bundle, await film());
  assert(Math.abs(probabilities[0] - 0.25) < 1e-6 && Math.abs(probabilities[1] - 0.75) < 1e-6);
  assert.equal(className, "Normal");
});

Deno.test("predictFilm() says the same of a file and of its bytes, and names what is no film", async () => {
  const dir = await writeFolder({ "film.png": 1, "notes.png": "no picture" });
  const bundle = await constant(0.7, { threshold: 0.5, temperature: 1 });
  const fromFile = await predictFilm(bundle, join(dir, "film.png"));
  assert.deepEqual(fromFile, await predictFilm(bundle, await film()));
  await assert.rejects(predictFilm(bundle, join(dir, "notes.png")), /notes\.png/);
});

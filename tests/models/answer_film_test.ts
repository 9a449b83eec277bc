import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { fitGate } from "lib/experiments/fit_gate.ts";
import { drawPhantom } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { answerFilm, type FilmPixels } from "lib/models/answer_film.ts";
import type { ModelBundle } from "lib/models/open_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { madeBundleInfo } from "./made_bundle_info.ts";

const NAMES = ["COVID-19", "Normal", "Pneumonia"];

/** A network that says the same of every film. */
async function constant(
  probabilities: number[],
  changes: Partial<ModelBundle["info"]> = {},
): Promise<ModelBundle> {
  await startEngine();
  const units = probabilities.length;
  const dense = tf.layers.dense({ units, activation: "softmax" });
  const model = sequence([tf.layers.flatten(), dense], { imageSize: [4, 4], channels: 1 });
  dense.setWeights([tf.zeros([16, units]), tf.tensor1d(probabilities.map((p) => Math.log(p)))]);
  return {
    model,
    info: madeBundleInfo({
      classNames: NAMES.slice(0, units),
      preprocessing: { imageSize: [4, 4], decoding: "test" },
      ...changes,
    }),
  };
}

const film: FilmPixels = {
  pixels: new Uint8Array(16),
  look: { thumbnail: new Uint8Array(64 * 64), width: 400, height: 400, colour: 0 },
};

const round = (values: readonly number[]) => values.map((value) => Number(value.toFixed(5)));

Deno.test("answerFilm() calls the likeliest of three classes", async () => {
  const answer = await answerFilm([await constant([0.25, 0.5, 0.25])], film);
  assert.equal(answer.className, "Normal");
  assert.deepEqual(round(answer.probabilities), [0.25, 0.5, 0.25]);
  assert.equal(answer.range, undefined);
  assert.deepEqual(answer.abstained, []);
});

Deno.test("answerFilm() averages several models and tells their range", async () => {
  const bundles = [await constant([0.2, 0.8]), await constant([0.6, 0.4])];
  const answer = await answerFilm(bundles, film);
  assert.deepEqual(round(answer.probabilities), [0.4, 0.6]);
  assert.deepEqual(answer.range!.map(round), [[0.2, 0.6], [0.4, 0.8]]);
  assert.equal(answer.className, "Normal");
  await assert.rejects(
    answerFilm([bundles[0], await constant([0.2, 0.3, 0.5])], film),
    /models of different classes/,
  );
  await assert.rejects(answerFilm([], film), /without a model/);
});

Deno.test("answerFilm() abstains with the gate's reasons", async () => {
  const thumbnails = Array.from(
    { length: 30 },
    (_, seed) => drawPhantom({ label: "Normal", seed, imageSize: 64 }),
  );
  const gate = fitGate(thumbnails, thumbnails.map((_, i) => `${i}`));
  const bundle = await constant([0.1, 0.9], { gate });
  const refused = await answerFilm([bundle], film);
  assert.equal(refused.className, undefined);
  assert.deepEqual(refused.abstained, ["it is nearly one even grey"]);
  const look = { ...film.look, thumbnail: thumbnails[3] };
  assert.equal((await answerFilm([bundle], { ...film, look })).className, "Normal");
});

Deno.test("answerFilm() divides logits by the temperature, and leaves no tensor behind", async () => {
  const bundle = await constant([0.9, 0.1], { temperature: 2 });
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(round((await answerFilm([bundle], film)).probabilities), [0.75, 0.25]);
  }
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(
    answerFilm([bundle], { ...film, pixels: new Uint8Array(9) }),
    /a film of 9 pixels: the model expects 4 × 4/,
  );
});

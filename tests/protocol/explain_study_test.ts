import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { drawPhantom } from "lib/data/phantom.ts";
import type { SplitRow } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { readFilmMaps } from "lib/experiments/film_maps.ts";
import { finishRun, type Run } from "lib/experiments/run.ts";
import { readTopic } from "lib/experiments/topic_results.ts";
import { saveBundle } from "lib/models/model_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { errorMaps } from "lib/protocol/error_maps.ts";
import { explainStudy } from "lib/protocol/explain_study.ts";
import { robustnessStudy } from "lib/protocol/robustness_study.ts";
import { tempDir } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

/** A study of four test films with an untrained network, two of them called wrongly. */
async function madeStudy() {
  const [root, out] = [await tempDir(), await tempDir()];
  const classNames = ["Normal", "COVID-19"];
  const split = await Promise.all([0, 1, 2, 3].map(async (seed): Promise<SplitRow> => {
    const pixels = drawPhantom({ label: "Normal", seed, imageSize: 128 });
    const raw = { width: 128, height: 128, channels: 1 as const };
    const png = await sharp(pixels, { raw }).png().toBuffer();
    await Deno.writeFile(join(root, `${seed}.png`), png);
    const sha256 = createHash("sha256").update(png).digest("hex");
    const film = { path: `${seed}.png`, className: classNames[seed % 2], sha256 };
    const known = { patientId: "", group: `${seed}`, published: "" as const };
    return { ...film, ...known, split: "test", clean: true, patient: true };
  }));
  await startEngine({ seed: 1 });
  const { conv2d, dense, globalAveragePooling2d } = tf.layers;
  const model = sequence([
    conv2d({ filters: 4, kernelSize: 3, strides: 2, activation: "relu" }),
    globalAveragePooling2d({}),
    dense({ units: 2, activation: "softmax" }),
  ], { imageSize: [32, 32], channels: 1 });
  const dir = join(out, "experiments", "T", "seed-1");
  const preprocessing = { imageSize: [32, 32] as [number, number], decoding: "test" };
  await saveBundle(join(dir, "model"), { model, info: madeBundleInfo({ preprocessing }) });
  model.dispose();
  const predictions = split.map(({ path, className }) => {
    return { path, split: "test", trueClass: className, probabilities: [0.8, 0.2] };
  });
  const run = { experiment: "T", model: "cnn", seed: 1, fingerprint: "f" } as Run;
  await finishRun(dir, { run, classNames, history: [], predictions });
  return { out, set: { root, name: "made" }, split };
}

Deno.test("a study's maps are checked, its errors mapped, its films changed, and all is written", async () => {
  const study = await madeStudy();
  const options = { experiment: "T", seed: 1, profile: "quick" };
  const methods = ["hires-cam"] as const;
  const explained = await explainStudy(study, {
    ...options,
    weightsDir: "",
    numFilms: 2,
    methods,
    stops: 1,
  });
  assert.deepEqual(explained.films.map(({ path }) => path), ["1.png", "0.png"]);
  const rows = await readTopic(study.out, "explanation");
  assert.equal(rows.find(({ metric }) => metric === "ssim-again")?.value, 1);
  assert.equal((await readFilmMaps(study.out, options)).length, 2);

  const errors = await errorMaps(study, options);
  assert.deepEqual(errors.map(({ path }) => path).sort(), ["1.png", "3.png"]);
  assert(errors.every(({ className }) => className === "Normal"));
  assert.equal((await readFilmMaps(study.out, options)).length, 3); // one was there
  assert.deepEqual(await errorMaps(study, options), errors);

  const changes = await robustnessStudy(study, { ...options, corruptions: ["gamma"] });
  assert.deepEqual([...new Set(changes.map(({ control }) => control))].sort(), [
    "gamma=0.5",
    "gamma=2",
    "none",
  ]);
  assert.equal((await readTopic(study.out, "robustness")).length, changes.length);
  await assert.rejects(
    explainStudy(study, { ...options, seed: 2, weightsDir: "" }),
    /train it first/,
  );
  await assert.rejects(errorMaps(study, { ...options, seed: 2 }), /train it first/);
  await assert.rejects(robustnessStudy(study, { ...options, seed: 2 }), /train it first/);
});

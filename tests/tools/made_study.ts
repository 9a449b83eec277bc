import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { fitGate } from "lib/experiments/fit_gate.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { saveBundle } from "lib/models/model_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import sharp from "sharp";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

async function film(seed: number, label: string): Promise<Uint8Array> {
  const pixels = drawPhantom({
    label: label as typeof PHANTOM_CLASSES[number],
    seed,
    imageSize: 96,
  });
  const raw = { width: 96, height: 96, channels: 1 as const };
  return new Uint8Array(await sharp(pixels, { raw }).resize(128, 128).png().toBuffer());
}

/** Phantom films by the seeds that draw them, of the class that the path names. */
export async function films(seeds: Record<string, number>): Promise<Record<string, Uint8Array>> {
  const entries = Object.entries(seeds).map(async ([path, seed]) => {
    const label = /covid/i.test(path)
      ? "COVID-19"
      : /viral/i.test(path)
      ? "Viral Pneumonia"
      : "Normal";
    return [path, await film(seed, label)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** An untrained model of two classes with a gate, in a study whose training films are at hand. */
export async function makeStudy(): Promise<{ out: string; model: string }> {
  await startEngine({ seed: 1 });
  const root = await writeFolder(
    await films(Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`train/${i % 2 ? "Covid" : "Normal"}/${i}.png`, i]),
    )),
  );
  const set = await readFilms(root, { source: "made" });
  const out = await tempDir();
  await beginStudy({
    out,
    set,
    split: splitFilms(set, { seed: 1, testFraction: 0, validationFraction: 0 }),
  });
  const thumbnails = Array.from(
    { length: 36 },
    (_, seed) => drawPhantom({ label: PHANTOM_CLASSES[seed % 3], seed, imageSize: 64 }),
  );
  const { conv2d, dense, globalAveragePooling2d } = tf.layers;
  const network = sequence([
    conv2d({ filters: 4, kernelSize: 5, strides: 4, activation: "relu" }),
    globalAveragePooling2d({}),
    dense({ units: 2, activation: "softmax" }),
  ], { imageSize: [32, 32], channels: 1 });
  const model = join(out, "experiments", "T", "seed-1", "model");
  const gate = fitGate(thumbnails, thumbnails.map((_, i) => `${i}`));
  await saveBundle(model, {
    model: network,
    info: madeBundleInfo({
      preprocessing: { imageSize: [32, 32], decoding: "test" },
      threshold: 0.5,
      gate,
    }),
  });
  network.dispose();
  return { out, model };
}

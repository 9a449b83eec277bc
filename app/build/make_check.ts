import * as tf from "@tensorflow/tfjs";
import sharp from "sharp";
import { decodeFilm } from "lib/data/decode_film.ts";
import { drawPhantom } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { answerFilm } from "lib/models/answer_film.ts";
import { type BundleFiles, type ModelBundle, openBundle } from "lib/models/open_bundle.ts";
import type { ModelCheck } from "../model/model_check.ts";

/**
 * Lets the native TensorFlow judge a phantom film, so that the page can tell whether the browser
 * it runs in comes to the same probabilities.
 *
 * @param models The models' bundles, which are checked on the way, by path.
 * @returns Film and probabilities, for `check.json`.
 * @throws {TypeError} Where a bundle is damaged or hostile, naming what is wrong.
 * @throws {RangeError} Where the models differ in classes or size.
 */
export async function makeCheck(models: Record<string, BundleFiles>): Promise<ModelCheck> {
  await startEngine();
  const bundles: ModelBundle[] = [];
  try {
    for (const [path, files] of Object.entries(models)) {
      bundles.push(await openBundle(files, path));
    }
    const { imageSize } = bundles[0].info.preprocessing;
    const film = await drawFilm();
    const pixels = await decodeFilm(film, imageSize);
    const thumbnail = await decodeFilm(film, [64, 64]);
    const look = { thumbnail, width: SIDE, height: SIDE, colour: 0 };
    await answerFilm(bundles, { pixels, look }); // refuses models that do not belong together
    const probabilities: number[][] = [];
    for (const { model } of bundles) {
      const output = tf.tidy(() =>
        model.predict(tf.tensor4d(Float32Array.from(pixels), [1, ...imageSize, 1])) as tf.Tensor
      );
      probabilities.push(Array.from(await output.data()));
      output.dispose();
    }
    const folders = bundles.map((_, i) => String(i + 1));
    return { folders, pixels: Array.from(pixels), probabilities };
  } finally {
    for (const { model } of bundles) model.dispose();
  }
}

/** Side of the film, pixels. */
const SIDE = 256;

async function drawFilm(): Promise<Uint8Array> {
  const pixels = drawPhantom({ label: "COVID-19", seed: 1, imageSize: SIDE });
  return await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .toColourspace("b-w").png().toBuffer();
}

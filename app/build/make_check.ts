import * as tf from "@tensorflow/tfjs";
import { drawPhantom } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { type BundleFiles, openBundle } from "lib/models/open_bundle.ts";
import sharp from "sharp";
import { decodeFilm } from "lib/data/decode_film.ts";
import type { ModelCheck } from "../model/model_check.ts";

/**
 * Lets the native TensorFlow judge a phantom film, so that the page can tell whether the browser
 * it runs in comes to the same probabilities.
 *
 * @param files The model's bundle, which is checked on the way.
 * @returns Film and probabilities, for `check.json`.
 * @throws {TypeError} Where the bundle is damaged or hostile, naming what is wrong.
 */
export async function makeCheck(files: BundleFiles, name: string): Promise<ModelCheck> {
  await startEngine();
  const { model, info } = await openBundle(files, name);
  try {
    const [height, width] = info.preprocessing.imageSize;
    const drawn = drawPhantom({ label: "COVID-19", seed: 1, imageSize: 256 });
    const png = await sharp(drawn, { raw: { width: 256, height: 256, channels: 1 } })
      .toColourspace("b-w").png().toBuffer();
    const pixels = Array.from(await decodeFilm(png, [height, width]));
    const output = tf.tidy(() =>
      model.predict(tf.tensor4d(pixels, [1, height, width, 1])) as tf.Tensor
    );
    const probabilities = Array.from(await output.data());
    output.dispose();
    return { pixels, probabilities };
  } finally {
    model.dispose();
  }
}

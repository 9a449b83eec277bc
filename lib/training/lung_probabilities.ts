import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import type { Pixels } from "../data/load_pixels.ts";
import { resizePixels } from "../data/resize_pixels.ts";
import { takeFilms } from "../data/take_films.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { LungNetwork } from "../models/lung_bundle.ts";
import { breathe } from "./breathe.ts";

/** Options of {@linkcode lungProbabilities}. */
export interface LungProbabilitiesOptions {
  /** Network that outlines lungs. */
  network: Pick<LungNetwork, "model" | "imageSize" | "fingerprint">;
  /** Folder of the cache; nothing is kept where left out. */
  cacheDir?: string;
  /** Called after each batch with how many films are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next batch; what is computed so far stays in the cache. */
  signal?: AbortSignal;
}

/** Films computed at once; a short batch is filled up, so that the last bits never change. */
const BATCH = 16;

/**
 * Tells for every pixel of films how likely it shows lung.
 *
 * Films of another size are brought to the network's, and the answer back to theirs. Each film's is
 * kept in a file named by its pixels, in a folder named by the network's weights.
 *
 * @param pixels Films of any size, `[films, height, width, 1]`.
 * @param options See {@linkcode LungProbabilitiesOptions}.
 * @returns `[films, height, width]`, flat: 0 no lung to 255 lung; from 128 up it is called lung.
 * @throws {Error} Where the cache cannot be written.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildLungNetwork } from "lib/models/lung_network.ts";
 * import { lungProbabilities } from "lib/training/lung_probabilities.ts";
 * await startEngine({ seed: 1 });
 * const model = buildLungNetwork({ imageSize: [16, 16], filters: 2 });
 * const network = { model, imageSize: [16, 16] as [number, number], fingerprint: "" };
 * const shape: [number, number, number, 1] = [1, 20, 30, 1];
 * const film = { data: new Uint8Array(600), shape };
 * (await lungProbabilities(film, { network })).length; // 600
 * model.dispose();
 * ```
 */
export async function lungProbabilities(
  pixels: Pixels,
  { network, cacheDir, onProgress, signal }: LungProbabilitiesOptions,
): Promise<Uint8Array> {
  const [numFilms, height, width] = pixels.shape;
  const size = height * width;
  const found = new Uint8Array(pixels.data.length);
  const files = Array.from({ length: numFilms }, (_, i) => {
    if (cacheDir === undefined) return undefined;
    const film = pixels.data.subarray(i * size, (i + 1) * size);
    const name = createHash("sha256").update(film).digest("hex");
    const folder = `lungs-${network.fingerprint.slice(0, 16)}-${height}x${width}`;
    return join(cacheDir, folder, `${name}.u8`);
  });
  const missing: number[] = [];
  for (const [i, file] of files.entries()) {
    const known = file ? await Deno.readFile(file).catch(ignoreMissing) : undefined;
    if (known?.length === size) found.set(known, i * size);
    else missing.push(i);
  }
  for (let start = 0; start < missing.length; start += BATCH) {
    await breathe(signal);
    const batch = missing.slice(start, start + BATCH);
    const data = takeFilms(pixels.data, { places: batch, size });
    const films: Pixels = { data, shape: [batch.length, height, width, 1] };
    const small = await resizePixels(films, { ...network, signal });
    const [h, w] = network.imageSize;
    const lungs: Pixels = { data: answer(network.model, small), shape: [batch.length, h, w, 1] };
    const large = await resizePixels(lungs, { imageSize: [height, width], signal });
    for (const [place, i] of batch.entries()) {
      const own = large.data.slice(place * size, (place + 1) * size);
      found.set(own, i * size);
      const file = files[i];
      if (file) await writeFileAtomic(file, own);
    }
    onProgress?.(numFilms - missing.length + start + batch.length, numFilms);
  }
  return found;
}

function answer(model: tf.LayersModel, { data, shape: [n, height, width] }: Pixels): Uint8Array {
  const size = height * width;
  const values = new Float32Array(BATCH * size);
  for (let i = 0; i < values.length; i++) values[i] = data[i % (n * size)];
  return tf.tidy(() => {
    const xs = tf.tensor4d(values, [BATCH, height, width, 1]);
    const lungs = (model.apply(xs, { training: false }) as tf.Tensor).mul(255).round();
    return Uint8Array.from(lungs.dataSync().subarray(0, n * size));
  });
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Deno.errors.NotFound) return undefined;
  throw error;
}

import type * as tf from "@tensorflow/tfjs";
import type { ValueGrid } from "../data/resize_values.ts";
import { gradCam } from "./grad_cam.ts";
import { integratedGradients } from "./integrated_gradients.ts";
import { occlusion } from "./occlusion.ts";

/** Ways to make a map. */
export const EXPLANATIONS = ["hires-cam", "grad-cam", "occlusion", "integrated-gradients"] as const;

/** A way to make a map. */
export type Explanation = typeof EXPLANATIONS[number];

/** Options of {@linkcode explainFilm}. */
export interface ExplainFilmOptions {
  /** Height and width of the film, in pixels. */
  imageSize: readonly [number, number];
  /** Class that is explained. */
  classIndex: number;
  method: Explanation;
  /** Stops between a map's parts. */
  signal?: AbortSignal;
}

/** Pixels' shares are noisy: they are shown summed over squares of a 28th of the film. */
const CELLS = 28;

/**
 * Makes a map of what on a film spoke for a class, by any of the ways, brought to one form.
 *
 * Only what speaks _for_ the class is kept. **A map inside the lungs is no proof** that the network
 * read the lungs well; a map outside them is a reason to distrust it.
 *
 * @param model Any classifier of the project.
 * @param pixels Grey levels in `[0, 255]`, `height × width`, row by row.
 * @param options Size, class and way.
 * @returns Values in `[0, 1]`, the greatest 1; all 0 where nothing speaks for the class.
 * @throws {RangeError} Where the model has no such class, or no map to look at.
 *
 * @example
 * ```ts ignore
 * import { explainFilm } from "lib/explain/explain_film.ts";
 * await explainFilm(model, pixels, { imageSize: [224, 224], classIndex: 0, method: "occlusion" });
 * ```
 */
export async function explainFilm(
  model: tf.LayersModel,
  pixels: Uint8Array,
  { method, signal, ...options }: ExplainFilmOptions,
): Promise<ValueGrid> {
  signal?.throwIfAborted();
  if (method === "occlusion") {
    return forTheClass(await occlusion(model, pixels, { ...options, signal }));
  }
  if (method === "integrated-gradients") {
    return forTheClass(summed(await integratedGradients(model, pixels, { ...options, signal })));
  }
  return await gradCam(model, pixels, { ...options, method });
}

function forTheClass({ values, height, width }: ValueGrid): ValueGrid {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const positive = values.map((value) => most > 0 ? Math.max(0, value) / most : 0);
  return { values: positive, height, width };
}

function summed(map: ValueGrid): ValueGrid {
  const [height, width] = [Math.min(CELLS, map.height), Math.min(CELLS, map.width)];
  const values = new Float32Array(height * width);
  map.values.forEach((value, i) => {
    const y = Math.floor(Math.floor(i / map.width) * height / map.height);
    const x = Math.floor((i % map.width) * width / map.width);
    values[y * width + x] += value;
  });
  return { values, height, width };
}

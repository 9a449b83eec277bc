import * as tf from "@tensorflow/tfjs";
import { normal } from "../random/normal.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";

/** Options of {@linkcode randomiseWeights}. */
export interface RandomiseWeightsOptions {
  seed: number;
  /** Stops to look at the network, spread from its end to its beginning; all layers' if fewer. @default 5 */
  stops?: number;
}

/**
 * Destroys what a network has learnt, from its last layer to its first, and asks at some stops on the
 * way. Kernels are drawn anew, about 0 and as large as they were; biases and what belongs to a
 * normalisation are shuffled among themselves.
 *
 * Afterwards, whatever happens, the network is as it was.
 *
 * @param model A network; changed on the way.
 * @param visit Called at each stop with the name of the first layer that is destroyed.
 * @param options Seed and number of stops.
 * @throws {Error} What `visit` throws.
 *
 * @example
 * ```ts ignore
 * import { randomiseWeights } from "lib/explain/randomise_weights.ts";
 * await randomiseWeights(model, async (layer) => console.log(layer), { seed: 1 });
 * ```
 *
 * @see Adebayo and others, "Sanity Checks for Saliency Maps", https://arxiv.org/abs/1810.03292
 */
export async function randomiseWeights(
  model: tf.LayersModel,
  visit: (layer: string) => Promise<void>,
  { seed, stops = 5 }: RandomiseWeightsOptions,
): Promise<void> {
  const random = seededRandom(seed);
  const layers = model.layers.filter((layer) => layer.getWeights().length > 0).reverse();
  const last = layers.length - 1;
  const count = Math.min(stops, layers.length);
  const asked = new Set(
    Array.from(
      { length: count },
      (_, i) => count === 1 ? last : Math.round(i * last / (count - 1)),
    ),
  );
  const kept = layers.map((layer) => layer.getWeights().map((weight) => weight.clone()));
  try {
    for (const [i, layer] of layers.entries()) {
      const drawn = await Promise.all(kept[i].map(async (weight) => {
        return tf.tensor(randomised(await weight.data(), weight.shape, random), weight.shape);
      }));
      layer.setWeights(drawn);
      drawn.forEach((weight) => weight.dispose());
      if (asked.has(i)) await visit(layer.name);
    }
  } finally {
    layers.forEach((layer, i) => layer.setWeights(kept[i]));
    kept.flat().forEach((weight) => weight.dispose());
  }
}

function randomised(
  values: ArrayLike<number>,
  shape: readonly number[],
  random: () => number,
): Float32Array {
  if (shape.length < 2) return Float32Array.from(shuffle(Array.from(values), random));
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] ** 2;
  const size = Math.sqrt(squares / values.length);
  return Float32Array.from(values, () => size * normal(random));
}

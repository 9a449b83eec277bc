import * as tf from "@tensorflow/tfjs";

/** Largest output of a layer for one film, in values: a quarter of a gigabyte. */
const MAX_OUTPUT = 2 ** 26;

/** The parts of tfjs's layers that are reached here; `addWeight` is protected. */
interface WeightMaker {
  addWeight(
    name: string,
    shape: number[],
    dtype: string,
    initializer: unknown,
    ...rest: unknown[]
  ): { dispose(): void };
}

/**
 * Builds a network from a topology that nobody vouches for, with weights of 0.
 *
 * TensorFlow.js makes every weight as a layer's settings say, before it looks at the file of weights:
 * a few words in a topology could ask for terabytes. Here it stops at the number given, and
 * initialisers, which a loaded model does not need, are passed over.
 *
 * @param modelTopology As `readTopology` gives it.
 * @param options `maxWeights`, how many values the weights may have together.
 * @returns The model, to be disposed by the caller.
 * @throws {TypeError} Where the topology is none, or passes a limit; nothing stays in memory then.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { buildBounded } from "lib/models/build_bounded.ts";
 * const [inputs, dense] = [tf.input({ shape: [2] }), tf.layers.dense({ units: 1 })];
 * const model = tf.model({ inputs, outputs: dense.apply(inputs) as tf.SymbolicTensor });
 * const copy = await buildBounded(model.toJSON(null, false) as Record<string, unknown>, {
 *   maxWeights: 3,
 * });
 * copy.countParams(); // 3
 * ```
 */
export async function buildBounded(
  modelTopology: Record<string, unknown>,
  { maxWeights }: { maxWeights: number },
): Promise<tf.LayersModel> {
  const layers = tf.layers.Layer.prototype as unknown as WeightMaker;
  const { addWeight } = layers;
  const made: { dispose(): void }[] = [];
  let left = maxWeights;
  layers.addWeight = function (name, shape, dtype, _initializer, ...rest) {
    left -= size(shape);
    if (!(left >= 0)) throw new TypeError("its layers want more weights than weights.bin holds");
    const weight = addWeight.call(this, name, shape, dtype, tf.initializers.zeros(), ...rest);
    made.push(weight);
    return weight;
  };
  let building: Promise<tf.LayersModel>;
  try {
    // deno-lint-ignore no-explicit-any -- the type of the argument is not exported
    const config = { modelTopology } as any;
    // Without a manifest of weights the model is built at once, before the promise is given: the
    // changed method is never seen by anybody else.
    building = tf.models.modelFromJSON(config);
  } finally {
    layers.addWeight = addWeight;
  }
  try {
    const model = await building;
    if (model.weights.length !== made.length) {
      throw new TypeError("its topology has layers that its output does not read");
    }
    for (const { name, outputShape } of model.layers) {
      if (size((outputShape as number[]).slice(1)) <= MAX_OUTPUT) continue;
      throw new TypeError(`its layer "${name}" gives more than ${MAX_OUTPUT} values a film`);
    }
    return model;
  } catch (error) {
    for (const weight of made) weight.dispose();
    const { message } = error as Error;
    throw error instanceof TypeError && message.startsWith("its ")
      ? error
      : new TypeError(`model.json cannot be built: ${message.split("\n")[0]}`, { cause: error });
  }
}

function size(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

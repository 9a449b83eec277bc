import * as tf from "@tensorflow/tfjs";
import { gradientOp } from "./gradient_op.ts";
import { nativeOp } from "./native_op.ts";
import { hasOwnOps } from "./own_ops.ts";
import { nextSeed } from "./random_state.ts";
import { statelessRandom } from "./stateless_random.ts";

/** The parts of tfjs's `VarianceScaling` initialiser that are read here. */
interface VarianceScaling {
  scale: number;
  mode: "fanIn" | "fanOut" | "fanAvg";
  distribution: "normal" | "uniform";
  seed?: number;
}

/**
 * Lets every dropout layer and every variance-scaling initialiser (Glorot, He, LeCun) draw
 * natively from the engine's seeded stream.
 *
 * Stock tfjs draws in JavaScript, slowly, and unseeded unless every single layer is given a seed.
 * A seed given to a layer or an initialiser is honoured.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine({ seed: 1 }); // registers them
 * const draw = () => tf.initializers.glorotUniform({}).apply([2, 2]).dataSync()[0];
 * const first = draw();
 * await startEngine({ seed: 1 });
 * draw() === first; // true
 * ```
 */
export function registerSeededLayers(): void {
  const dropout = Object.getPrototypeOf(tf.layers.dropout({ rate: 0.5 }));
  const stockCall = dropout.call;
  dropout.call = function (
    this: { rate: number; noiseShape?: unknown; seed?: number },
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { training?: boolean },
  ) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs?.training || this.rate <= 0 || this.rate >= 1 || this.noiseShape != null) {
      return stockCall.call(this, inputs, kwargs);
    }
    return seededDropout(x, { rate: this.rate, seed: this.seed });
  };

  const scaling = Object.getPrototypeOf(
    Object.getPrototypeOf(tf.initializers.glorotUniform({})),
  );
  scaling.apply = function (this: VarianceScaling, shape: number[]) {
    return tf.tidy(() => {
      const scale = this.scale / Math.max(1, fan(shape, this.mode));
      const seed = ownSeed(this.seed);
      if (this.distribution === "normal") {
        return statelessRandom(shape, { seed, distribution: "truncatedNormal" })
          .mul(Math.sqrt(scale));
      }
      const limit = Math.sqrt(3 * scale);
      return statelessRandom(shape, { seed }).mul(2 * limit).sub(limit);
    });
  };
}

/**
 * Sets a share of the values to 0 and scales the others by `1 / (1 - rate)`.
 *
 * @param x Any float32 tensor.
 * @param options `rate`, the share dropped, in `(0, 1)`; `seed`, instead of the engine's stream.
 * @returns A tensor of the same shape; its gradient flows through the kept values.
 *
 * @example
 * ```ts
 * import { seededDropout } from "lib/engine/seeded_layers.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine({ seed: 1 });
 * const ys = seededDropout(tf.ones([8]), { rate: 0.5 }).dataSync();
 * ys.every((y) => y === 0 || y === 2); // true
 * ```
 */
export function seededDropout(
  x: tf.Tensor,
  { rate, seed }: { rate: number; seed?: number },
): tf.Tensor {
  const own = ownSeed(seed);
  const scale = 1 / (1 - rate);
  if (!hasOwnOps()) {
    return tf.tidy(() => {
      const mask = statelessRandom(x.shape, { seed: own }).greaterEqual(rate);
      return x.mul(mask.cast("float32").mul(scale));
    });
  }
  // One pass, without a mask to keep: the same seed drops the same values of the gradient.
  const drop = (values: tf.Tensor) =>
    tf.tidy(() =>
      nativeOp("CxrDropout", [values, tf.tensor1d(own, "int32")], {
        rate: { float: rate },
        scale: { float: scale },
      })
    );
  return gradientOp({
    inputs: { x },
    forward: () => drop(x),
    backward: (dy) => ({ x: () => drop(dy) }),
  });
}

function ownSeed(seed?: number): [number, number] {
  const [engineSeed, draw] = nextSeed();
  return [seed ?? engineSeed, draw];
}

function fan(shape: number[], mode: VarianceScaling["mode"]): number {
  const receptiveField = shape.slice(0, -2).reduce((size, length) => size * length, 1);
  const fanIn = (shape.length > 1 ? shape.at(-2)! : shape[0]) * receptiveField;
  const fanOut = shape.at(-1)! * receptiveField;
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
}

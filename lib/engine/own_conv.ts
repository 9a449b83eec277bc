import * as tf from "@tensorflow/tfjs";
import { canRun } from "./can_run.ts";
import { type Conv2dOptions, convAttributes } from "./conv_options.ts";
import { gradientOp } from "./gradient_op.ts";
import { reluGradient } from "./native_gradients.ts";
import { type NativeAttribute, nativeOp, nativeOps } from "./native_op.ts";
import { hasOwnOps } from "./own_ops.ts";

/** Outputs down and across a tile of Winograd's, by the height and width of the filter. */
const STEPS: Record<number, number> = { 3: 4, 5: 2 };

/** Films of fewer tiles take longer than by TensorFlow's op: transforming filters does not pay. */
const LEAST_TILES = 9;

type Attributes = Record<string, NativeAttribute>;

/** An op of the project's own, and what it and its gradients are called with. */
interface OwnConv {
  op: "CxrWinograd" | "CxrFirstLayer";
  forward: Attributes;
  backward: Attributes;
  /** Attributes of the op for the gradient of the input, where there is one. */
  inputGradient?: Attributes;
}

/**
 * Convolution, bias, ReLU and max pooling by ops of the project's own, where they apply.
 *
 * `CxrWinograd` needs a quarter of the multiplications, or two fifths; it differs from a direct
 * convolution by some millionths of the values' size (`lib/engine/ops/winograd.h`), and a film's
 * values are the same in any batch. `CxrFirstLayer` pools what it convolves before it writes it.
 * Both are for filters of 3×3 and 5×5 that step one pixel at a time. For comparisons,
 * `CXR_VECTORS=none` in the environment leaves both out.
 *
 * @param x float32 tensor `[batch, height, width, channels]`.
 * @param filter float32 tensor `[filterHeight, filterWidth, channels, filters]`.
 * @param options As for `conv2d`.
 * @returns float32 tensor `[batch, newHeight, newWidth, filters]`; undefined where neither op
 *   applies: other filters or numbers of channels, small films, a GPU, or a processor without AVX2.
 *
 * @example
 * ```ts
 * import { ownConv2d } from "lib/engine/own_conv.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * ownConv2d(tf.ones([1, 9, 9, 7]), tf.ones([3, 3, 7, 7]), {
 *   strides: [1, 1], dilations: [1, 1], padding: "SAME", relu: true, bias: tf.ones([7]),
 * }); // undefined: for 7 channels there is no such op
 * ```
 */
export function ownConv2d(
  x: tf.Tensor,
  filter: tf.Tensor,
  { bias, ...options }: Conv2dOptions & { bias: tf.Tensor },
): tf.Tensor | undefined {
  const own = findOp(x.shape, filter.shape, options);
  if (!own) return;
  const keepsOutput = options.relu && !options.pool;
  return gradientOp({
    inputs: { x, filter, bias },
    forward: (save) => {
      const [y, places] = nativeOps(own.op, [x, filter, bias], {
        attributes: own.forward,
        numOutputs: 2,
      });
      save([x, filter, places, ...(keepsOutput ? [y] : [])]);
      return y;
    },
    backward: (dy, [x, filter, places, y]) => {
      const dz = keepsOutput ? reluGradient(dy, y) : dy;
      y?.dispose();
      let dBias: tf.Tensor | undefined;
      const filterGradient = () => {
        const [dFilter, ofBias] = nativeOps(`${own.op}Gradients`, [x, dz, places], {
          attributes: own.backward,
          numOutputs: 2,
        });
        dBias = tf.keep(ofBias); // past this call, until it is asked for
        return dFilter;
      };
      return {
        x: () =>
          own.inputGradient
            ? nativeOp(`${own.op}InputGradient`, [filter, dz, places], own.inputGradient)
            : firstInputGradient(dz, { places, filter, xShape: x.shape }),
        filter: filterGradient,
        bias: () => {
          if (!dBias) filterGradient();
          const asked = dBias!.clone();
          tf.dispose([x, places, dBias!]);
          if (dz !== dy) dz.dispose();
          return asked;
        },
      };
    },
  });
}

function findOp(x: number[], filter: number[], options: Conv2dOptions): OwnConv | undefined {
  const [taps, across, channels, filters] = filter;
  const { strides, dilations, padding, relu, pool } = options;
  const isCovered = taps in STEPS && taps === across &&
    [...strides, ...dilations].every((pixels) => pixels === 1) &&
    (!pool || [...pool.poolSize, ...pool.strides].every((pixels) => pixels === 2));
  if (!isCovered) return;
  const lost = padding === "SAME" ? 0 : taps - 1;
  const [height, width] = [x[1] - lost, x[2] - lost];
  const dropsOddEdge = pool?.padding === "VALID" || (height % 2 === 0 && width % 2 === 0);
  const tiles = Math.ceil(height / STEPS[taps]) * Math.ceil(width / STEPS[taps]);
  if ((pool && !dropsOddEdge) || tiles < LEAST_TILES || !hasOwnConvolutions()) return;
  if (channels % 16 === 0 && filters % 16 === 0) {
    const rows = { padding: padding === "SAME" ? (taps - 1) / 2 : 0 };
    return {
      op: "CxrWinograd",
      forward: { ...rows, relu, pool: pool !== undefined },
      backward: { ...rows, taps },
      inputGradient: { ...rows, height: x[1], width: x[2] },
    };
  }
  if (pool && padding === "VALID" && [1, 3].includes(channels) && filters % 32 === 0) {
    return { op: "CxrFirstLayer", forward: { relu }, backward: { taps } };
  }
}

/** Gradient of films, which hardly anybody asks for: by TensorFlow's op. */
function firstInputGradient(
  dy: tf.Tensor,
  { places, filter, xShape }: { places: tf.Tensor; filter: tf.Tensor; xShape: number[] },
): tf.Tensor {
  return tf.tidy(() => {
    const where = nativeOp("Cast", [places], {
      SrcT: { dtype: "uint8" },
      DstT: { dtype: "float32" },
    });
    const pixels = [0, 1, 2, 3].map((place) => dy.mul(where.equal(place).cast("float32")));
    const dz = tf.depthToSpace(tf.concat(pixels, 3) as tf.Tensor4D, 2);
    const [height, width] = [1, 2].map((axis) => xShape[axis] - filter.shape[0] + 1);
    const whole = dz.pad([[0, 0], [0, height - dz.shape[1]], [0, width - dz.shape[2]], [0, 0]]);
    const attributes = convAttributes({ strides: [1, 1], dilations: [1, 1], padding: "VALID" });
    return nativeOp(
      "Conv2DBackpropInput",
      [tf.tensor1d(xShape, "int32"), filter, whole],
      attributes,
    );
  });
}

let runs: boolean | undefined;

/** Whether this processor has the vectors that the ops are written for. */
function hasOwnConvolutions(): boolean {
  return hasOwnOps() &&
    (runs ??= canRun(() =>
      nativeOps("CxrWinograd", [tf.ones([1, 3, 3, 16]), tf.ones([3, 3, 16, 16]), tf.ones([16])], {
        attributes: { padding: 0, relu: false, pool: false },
        numOutputs: 2,
      })
    ));
}

import * as tf from "@tensorflow/tfjs";
import { nativeOp } from "./native_op.ts";
import { hasOwnOps } from "./own_ops.ts";

/**
 * How pixels beyond the film's edge are filled, by Keras's names.
 *
 * `nearest` and `reflect` give Keras's numbers. `constant` blends the edge into the fill value over
 * one pixel, where Keras breaks off. `wrap` goes on with the other side's first pixel, where Keras
 * leaves it out.
 */
export type FillMode = "nearest" | "reflect" | "wrap" | "constant";

/** Options of {@linkcode transformImages}. */
export interface TransformImagesOptions {
  /**
   * One row of eight numbers `[a0, a1, a2, b0, b1, b2, c0, c1]` per film: the output pixel at
   * column x, row y takes the value at column `(a0 x + a1 y + a2) / k`, row `(b0 x + b1 y + b2) / k`
   * with `k = c0 x + c1 y + 1`.
   */
  transforms: readonly (readonly number[])[];
  /** @default "nearest" */
  fillMode?: FillMode;
  /** Value beyond the edge in mode `constant`. @default 0 */
  fillValue?: number;
}

/**
 * Moves the pixels of a batch of films, each by a matrix of its own, in one native call.
 *
 * Values between pixels are interpolated bilinearly, by TensorFlow's `ImageProjectiveTransformV3`
 * on a GPU and by an op of the project's own, to the same bits, on a processor.
 *
 * @param images float32 tensor `[batch, height, width, channels]`.
 * @param options See {@linkcode TransformImagesOptions}.
 * @returns float32 tensor of the same shape.
 * @throws {RangeError} Where there is not one matrix of eight numbers a film.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { transformImages } from "lib/engine/transform_images.ts";
 * const tf = await startEngine();
 * const shifted = transformImages(tf.ones([1, 4, 4, 1]), {
 *   transforms: [[1, 0, 2, 0, 1, 0, 0, 0]],
 *   fillMode: "constant",
 * });
 * shifted.sum().dataSync(); // [8]
 * ```
 */
export function transformImages(
  images: tf.Tensor4D,
  { transforms, fillMode = "nearest", fillValue = 0 }: TransformImagesOptions,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  if (transforms.length !== batch || transforms.some((row) => row.length !== 8)) {
    throw new RangeError(
      `Cannot transform ${batch} films: expected ${batch} rows of 8 numbers ` +
        `but found ${transforms.length} of ${transforms[0]?.length}`,
    );
  }
  const fill_mode = fillMode.toUpperCase();
  return tf.tidy(() => {
    const matrices = tf.tensor2d(transforms.flat(), [batch, 8]);
    const moved = hasOwnOps()
      ? nativeOp("CxrTransformImages", [images, matrices], {
        fill_mode,
        fill_value: { float: fillValue },
      })
      : nativeOp("ImageProjectiveTransformV3", [
        images,
        matrices,
        tf.tensor1d([height, width], "int32"),
        tf.scalar(fillValue),
      ], { dtype: { dtype: "float32" }, interpolation: "BILINEAR", fill_mode });
    return moved as tf.Tensor4D;
  });
}

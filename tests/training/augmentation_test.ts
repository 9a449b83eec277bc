import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { type FillMode, transformImages } from "lib/engine/transform_images.ts";
import { seededRandom } from "lib/random/seeded.ts";
import {
  augment,
  type AugmentationDraw,
  augmentationTransform,
  drawAugmentation,
} from "lib/training/augmentation.ts";
import keras from "../fixtures/keras/augmentation.json" with { type: "json" };

const STILL: AugmentationDraw = {
  rotation: 0,
  shiftDown: 0,
  shiftRight: 0,
  shear: 0,
  zoomHeight: 1,
  zoomWidth: 1,
  flip: false,
};

/*
 * keras-preprocessing 1.1.2, the middle taken as (n - 1) / 2, as Keras does from version 2.9 on:
 * x = np.arange(8 * 6, dtype=np.float32).reshape(8, 6, 1) % 7
 * keras_preprocessing.image.apply_affine_transform(
 *     x, row_axis=0, col_axis=1, channel_axis=2, fill_mode="nearest", order=1, **case)
 */
const KERAS: [Partial<AugmentationDraw>, number[]][] = [
  // theta=20, tx=1, ty=-.5, shear=10, zx=1.2, zy=.9
  [
    { rotation: 20, shiftDown: 1, shiftRight: -0.5, shear: 10, zoomHeight: 1.2, zoomWidth: 0.9 },
    [
      5.211,
      5.661,
      2.482,
      0.886,
      2.105,
      2.884,
      4.083,
      4.71,
      5.94,
      1.217,
      1.399,
      2.628,
      2.956,
      3.993,
      5.223,
      3.601,
      0.809,
      1.911,
      2.047,
      3.276,
      4.505,
      5.041,
      1.692,
      1.194,
      1.329,
      2.559,
      3.788,
      5.018,
      3.632,
      0.641,
      1.039,
      1.842,
      3.071,
      4.3,
      5.12,
      1.366,
      1.45,
      2.229,
      3.009,
      3.788,
      4.813,
      5.695,
      1.86,
      2.64,
      3.419,
      4.198,
      4.978,
      5.0,
    ],
  ],
  // theta=-33
  [
    { rotation: -33 },
    [
      2.31,
      3.148,
      3.695,
      3.989,
      3.618,
      3.074,
      1.723,
      2.017,
      2.311,
      2.605,
      2.78,
      2.235,
      0.34,
      0.634,
      0.928,
      1.222,
      1.516,
      1.396,
      4.628,
      3.6,
      3.206,
      1.836,
      0.133,
      0.832,
      4.573,
      4.867,
      5.161,
      5.455,
      4.853,
      4.411,
      3.604,
      3.484,
      3.778,
      4.072,
      4.366,
      4.66,
      2.765,
      2.22,
      2.395,
      2.689,
      2.983,
      3.277,
      1.926,
      1.382,
      1.011,
      1.305,
      1.852,
      2.69,
    ],
  ],
  // shear=30, zx=.8, zy=1.1
  [
    { shear: 30, zoomHeight: 0.8, zoomWidth: 1.1 },
    [
      5.043,
      2.96,
      1.049,
      2.551,
      3.929,
      4.882,
      4.243,
      5.41,
      0.249,
      1.751,
      3.254,
      4.757,
      3.443,
      4.946,
      3.378,
      0.955,
      2.454,
      3.957,
      2.643,
      4.146,
      5.545,
      0.288,
      1.654,
      3.157,
      1.843,
      3.346,
      4.849,
      3.788,
      0.891,
      2.357,
      1.043,
      2.546,
      4.049,
      5.551,
      0.489,
      1.557,
      0.243,
      1.746,
      3.249,
      4.751,
      4.141,
      0.86,
      0.118,
      1.071,
      2.449,
      3.951,
      5.454,
      0.723,
    ],
  ],
];

Deno.test("augmentationTransform() moves pixels as Keras's apply_affine_transform", async () => {
  await startEngine();
  const film = tf.tensor4d(Array.from({ length: 48 }, (_, i) => i % 7), [1, 8, 6, 1]);
  for (const [draw, expected] of KERAS) {
    const transforms = [augmentationTransform({ ...STILL, ...draw }, [8, 6])];
    const actual = transformImages(film, { transforms }).dataSync();
    expected.forEach((value, i) => {
      assert(Math.abs(actual[i] - value) < 2e-3, `${JSON.stringify(draw)} at ${i}: ${actual[i]}`);
    });
  }
});

/** Rows become columns: Keras exchanges them from version 2.9 on. */
const turned = (film: number[]) => film.map((_, i) => film[(i % 6) * 6 + Math.floor(i / 6)]);

/** Keras's film moved by one of its transforms, by {@linkcode augmentationTransform}. */
function moveKerasFilm(transform: typeof keras.transforms[number], fillMode: FillMode): number[] {
  const { theta = 0, tx = 0, ty = 0, shear = 0, zx = 1, zy = 1 } = transform;
  const draw = { ...STILL, rotation: theta, shiftDown: tx, shiftRight: ty, shear };
  const matrix = augmentationTransform({ ...draw, zoomHeight: zx, zoomWidth: zy }, [6, 6]);
  const film = tf.tensor4d(turned(keras.film), [1, 6, 6, 1]);
  return turned([...transformImages(film, { transforms: [matrix], fillMode }).dataSync()]);
}

Deno.test("augmentationTransform() equals Keras 3's apply_transform, rows and columns exchanged", async () => {
  await startEngine();
  for (const fillMode of ["nearest", "reflect"] as const) {
    keras.transforms.forEach((transform, k) => {
      const actual = moveKerasFilm(transform, fillMode);
      keras.filled[fillMode][k].forEach((value, i) => {
        const where = `${fillMode} ${JSON.stringify(transform)} at ${i}`;
        assert(Math.abs(actual[i] - value) < 0.01, `${where}: ${actual[i]} instead of ${value}`);
      });
    });
  }
});

Deno.test("transformImages() fills with a constant as Keras, but blends the edge into it", async () => {
  await startEngine();
  keras.transforms.forEach((transform, k) => {
    const actual = moveKerasFilm(transform, "constant");
    const nearest = moveKerasFilm(transform, "nearest");
    keras.filled.constant[k].forEach((value, i) => {
      const isFilled = value === 0 && nearest[i] > 0.01;
      if (!isFilled) assert(Math.abs(actual[i] - value) < 0.01, `${k} at ${i}: ${actual[i]}`);
      else assert(actual[i] >= 0 && actual[i] <= nearest[i] + 0.01, `${k} at ${i}: ${actual[i]}`);
    });
  });
  const film = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
  const fill = { fillMode: "constant", fillValue: 9 } as const;
  const shifted = transformImages(film, { transforms: [[1, 0, 2, 0, 1, 0, 0, 0]], ...fill });
  assert.deepEqual([...shifted.dataSync()], [3, 9, 9]);
});

Deno.test("transformImages() wraps the other side in", async () => {
  await startEngine();
  const film = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
  const shift = (pixels: number) => [
    ...transformImages(film, {
      transforms: [[1, 0, pixels, 0, 1, 0, 0, 0]],
      fillMode: "wrap",
    }).dataSync(),
  ];
  assert.deepEqual(shift(1), [2, 3, 4, 1]);
  assert.deepEqual(shift(-2), [3, 4, 1, 2]);
});

Deno.test("augmentationTransform() shifts, flips and zooms about the middle", async () => {
  await startEngine();
  const film = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const move = (draw: Partial<AugmentationDraw>) => [
    ...transformImages(film, {
      transforms: [augmentationTransform({ ...STILL, ...draw }, [3, 3])],
    }).dataSync(),
  ];
  assert.deepEqual(move({}), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(move({ flip: true }), [3, 2, 1, 6, 5, 4, 9, 8, 7]);
  assert.deepEqual(move({ shiftDown: 1 }), [4, 5, 6, 7, 8, 9, 7, 8, 9]);
  assert.deepEqual(move({ zoomHeight: 0.5, zoomWidth: 0.5 })[4], 5);
});

Deno.test("drawAugmentation() stays within its ranges and uses them", () => {
  const random = seededRandom(1);
  const ranges = { rotationRange: 25, widthShiftRange: 0.2, zoomRange: 0.2, horizontalFlip: true };
  const draws = Array.from({ length: 500 }, () => drawAugmentation(ranges, [100, 200], random));
  const all = (key: keyof AugmentationDraw) => draws.map((draw) => Number(draw[key]));
  assert(Math.max(...all("rotation")) <= 25 && Math.max(...all("rotation")) > 24);
  assert(Math.min(...all("shiftRight")) >= -40 && Math.min(...all("shiftRight")) < -39);
  assert(Math.max(...all("zoomHeight")) <= 1.2 && Math.min(...all("zoomWidth")) >= 0.8);
  assert(all("shiftDown").every((shift) => shift === 0));
  assert(Math.abs(all("flip").reduce((a, b) => a + b) - 250) < 40);
});

Deno.test("augment() changes a film the same way in any batch", async () => {
  await startEngine();
  const films = tf.tensor4d(Array.from({ length: 2 * 64 }, (_, i) => i % 11), [2, 8, 8, 1]);
  const ranges = { rotationRange: 20, zoomRange: 0.2 };
  const together = augment(films, ranges, { seed: 1, keys: ["1/0", "1/1"] });
  const alone = augment(films.slice([1]), ranges, { seed: 1, keys: ["1/1"] });
  assert.deepEqual(together.slice([1]).dataSync(), alone.dataSync());
  const before = tf.memory().numTensors;
  augment(films, ranges, { seed: 1, keys: ["2/0", "2/1"] }).dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("transformImages() throws where matrices are missing", async () => {
  await startEngine();
  assert.throws(() => transformImages(tf.zeros([2, 4, 4, 1]), { transforms: [[1, 0, 0]] }), {
    name: "RangeError",
    message: "Cannot transform 2 films: expected 2 rows of 8 numbers but found 1 of 3",
  });
});

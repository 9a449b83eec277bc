import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { augment } from "lib/training/augmentation.ts";
import {
  augmentPixels,
  changePixels,
  drawPixelChange,
  type PixelAugmentation,
  type PixelDraw,
} from "lib/training/pixel_augmentation.ts";
import keras from "../fixtures/keras/augmentation.json" with { type: "json" };

const STILL: PixelDraw = { channelShift: 0, brightness: 1, contrast: 1, gamma: 1, noiseSeed: 0 };
const ALL: PixelAugmentation = {
  channelShiftRange: 20,
  brightnessRange: [0.8, 1.2],
  contrastRange: 0.3,
  gammaRange: [0.7, 1.4],
  noise: 5,
};

const film = () => tf.tensor4d(keras.film, [1, 6, 6, 1]);
const films = (n: number) =>
  tf.tensor4d(Array.from({ length: n * 64 }, (_, i) => (i * 31) % 256), [n, 8, 8, 1]);

/** Greatest difference from Keras's numbers, over all of its cases. */
function difference(
  cases: Record<string, number[]>,
  change: (amount: number) => tf.Tensor,
): number[] {
  return Object.entries(cases).flatMap(([amount, expected]) => {
    const actual = change(Number(amount)).dataSync();
    return expected.map((value, i) => actual[i] - value);
  });
}

Deno.test("changePixels() brightens as Keras's brightness_range, but for its rounding", async () => {
  await startEngine();
  const differences = difference(
    keras.brightness,
    (brightness) => changePixels(film(), { brightnessRange: [0, 2] }, [{ ...STILL, brightness }]),
  );
  // Keras cuts the product down to a whole grey level.
  assert(differences.every((d) => d > -1e-3 && d < 1), `${differences}`);
});

Deno.test("changePixels() shifts grey levels as Keras's channel_shift_range", async () => {
  await startEngine();
  const differences = difference(
    keras.channel_shift,
    (channelShift) => changePixels(film(), { channelShiftRange: 60 }, [{ ...STILL, channelShift }]),
  );
  assert(differences.every((d) => Math.abs(d) < 1e-3), `${differences}`);
});

Deno.test("changePixels() changes contrast as Keras's RandomContrast", async () => {
  await startEngine();
  const differences = difference(
    keras.contrast,
    (contrast) => changePixels(film(), { contrastRange: 0.5 }, [{ ...STILL, contrast }]),
  );
  assert(differences.every((d) => Math.abs(d) < 2e-3), `${differences}`);
});

Deno.test("changePixels() raises shares of 255 to the power of gamma", async () => {
  await startEngine();
  const levels = tf.tensor4d([0, 63.75, 255, 300], [1, 2, 2, 1]);
  const draw = { ...STILL, gamma: 0.5 };
  // 63.75 is a quarter of 255, and the square root of a quarter one half.
  const actual = changePixels(levels, { gammaRange: [0.5, 0.5] }, [draw]).dataSync();
  [0, 127.5, 255, 255].forEach((value, i) => assert(Math.abs(actual[i] - value) < 1e-3));
});

Deno.test("changePixels() adds noise of the deviation asked for, another to each film", async () => {
  await startEngine();
  const grey = tf.fill([2, 64, 64, 1], 128) as tf.Tensor4D;
  const draws = [STILL, { ...STILL, noiseSeed: 1 }];
  const noisy = changePixels(grey, { noise: 8 }, draws).sub(grey);
  const { mean, variance } = tf.moments(noisy);
  assert(Math.abs(mean.dataSync()[0]) < 0.3);
  assert(Math.abs(Math.sqrt(variance.dataSync()[0]) - 8) < 0.3);
  assert.notDeepEqual(noisy.slice([0], [1]).dataSync(), noisy.slice([1]).dataSync());
});

Deno.test("drawPixelChange() stays within its ranges, and one range moves no other", () => {
  // Every number is drawn in its turn: the second is the brightness's.
  const numbers = [0.5, 0.25, 0.75, 1 - 2 ** -53, 0];
  const draw = (augmentation: PixelAugmentation) => {
    let next = 0;
    return drawPixelChange(augmentation, () => numbers[next++]);
  };
  const all = draw(ALL);
  assert.equal(all.channelShift, 0);
  assert(Math.abs(all.brightness - 0.9) < 1e-12);
  assert(Math.abs(all.contrast - 1.15) < 1e-12);
  assert(all.gamma <= 1.4 && all.gamma > 1.39);
  assert.equal(all.noiseSeed, 0);
  assert.deepEqual(draw({ gammaRange: ALL.gammaRange }), { ...STILL, gamma: all.gamma });
});

Deno.test("augmentPixels() changes a film the same way in any batch, and stays in [0, 255]", async () => {
  await startEngine();
  const together = augmentPixels(films(2), ALL, { seed: 1, keys: ["1/0", "1/1"] });
  const alone = augmentPixels(films(2).slice([1]), ALL, { seed: 1, keys: ["1/1"] });
  assert.deepEqual(together.slice([1]).dataSync(), alone.dataSync());
  const values = together.dataSync();
  assert(values.every((value) => value >= 0 && value <= 255));
  const other = augmentPixels(films(2), ALL, { seed: 2, keys: ["1/0", "1/1"] });
  assert.notDeepEqual(other.dataSync(), values);
});

Deno.test("augment() moves pixels to the same bits, grey levels changed or not", async () => {
  await startEngine();
  const ranges = { rotationRange: 20, widthShiftRange: 0.1, zoomRange: 0.2, horizontalFlip: true };
  const options = { seed: 1, keys: ["1/0", "1/1"] };
  const moved = augment(films(2), ranges, options);
  assert.deepEqual(
    augment(films(2), { ...ranges, brightnessRange: [1, 1] }, options).dataSync(),
    moved.dataSync(),
  );
  const both = augment(films(2), { ...ranges, ...ALL }, options);
  assert.deepEqual(both.dataSync(), augmentPixels(moved, ALL, options).dataSync());
});

Deno.test("augment() with everything on leaves its films and nothing else", async () => {
  await startEngine();
  const batch = films(2);
  const before = tf.memory().numTensors;
  augment(batch, { rotationRange: 20, ...ALL }, { seed: 1, keys: ["2/0", "2/1"] }).dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("augmentPixels() throws for ranges that cannot be", async () => {
  await startEngine();
  const tell = (augmentation: PixelAugmentation) => () =>
    augmentPixels(film(), augmentation, { seed: 1, keys: ["0"] });
  assert.throws(tell({ brightnessRange: [1.2, 0.8] }), {
    name: "RangeError",
    message: "Cannot augment with brightnessRange [1.2, 0.8]: expected [least, greatest] from 0",
  });
  assert.throws(tell({ gammaRange: [-1, 1] }), RangeError);
  assert.throws(tell({ contrastRange: 2 }), /contrastRange 2: expected a number in \[0, 1\]/);
  assert.throws(tell({ noise: NaN }), /noise NaN: expected a number from 0/);
  assert.throws(tell({ channelShiftRange: -1 }), RangeError);
});

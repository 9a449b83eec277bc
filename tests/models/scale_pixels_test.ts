import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { type PixelScale, scalePixels } from "lib/models/scale_pixels.ts";

// Keras, on grey 0, 128 and 255 (an RGB pixel of equal channels):
//   keras.applications.vgg16.preprocess_input, keras.applications.mobilenet.preprocess_input
const EXPECTED: Record<PixelScale, number[][]> = {
  unit: [[0, 0, 0], [128 / 255, 128 / 255, 128 / 255], [1, 1, 1]],
  symmetric: [[-1, -1, -1], [0.00392163, 0.00392163, 0.00392163], [1, 1, 1]],
  caffe: [
    [-103.939, -116.779, -123.68],
    [24.061, 11.221, 4.32],
    [151.061, 138.221, 131.32],
  ],
};

for (const [scale, expected] of Object.entries(EXPECTED)) {
  Deno.test(`scalePixels() scales as Keras does: ${scale}`, async () => {
    await startEngine();
    const film = tf.input({ shape: [1, 3, 1] });
    const model = tf.model({ inputs: film, outputs: scalePixels(film, scale as PixelScale) });
    const numTensors = tf.memory().numTensors;
    tf.tidy(() => {
      const pixels = model.predict(tf.tensor4d([0, 128, 255], [1, 1, 3, 1])) as tf.Tensor;
      assert.deepEqual(pixels.shape, [1, 1, 3, 3]);
      pixels.dataSync().forEach((value, i) =>
        assert(Math.abs(value - expected.flat()[i]) < 1e-5, `${value}, not ${expected.flat()[i]}`)
      );
    });
    assert.equal(tf.memory().numTensors, numTensors);
    assert.equal(model.countParams(), 0);
  });
}

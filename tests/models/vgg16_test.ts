import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { buildVgg16 } from "lib/models/vgg16.ts";

Deno.test("buildVgg16() has 14,714,688 parameters", async () => {
  await startEngine();
  const model = buildVgg16();
  // Input and output channels of the 13 convolutions; each has 3·3·in·out weights and out biases.
  const channels = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512];
  const byHand = channels.slice(1).reduce(
    (sum, out, i) => sum + 9 * channels[i] * out + out,
    0,
  );
  assert.equal(byHand, 14_714_688);
  assert.equal(model.countParams(), byHand);
  model.dispose();
});

Deno.test("buildVgg16() has Keras's layers, and halves the film in each block", async () => {
  await startEngine();
  const model = buildVgg16({ imageSize: [224, 150] });
  const shape = (name: string) => (model.getLayer(name).output as tf.SymbolicTensor).shape;
  assert.deepEqual(shape("block1_conv1"), [null, 224, 150, 64]);
  assert.deepEqual(shape("block1_pool"), [null, 112, 75, 64]);
  assert.deepEqual(shape("block2_pool"), [null, 56, 37, 128]);
  assert.deepEqual(shape("block3_pool"), [null, 28, 18, 256]);
  assert.deepEqual(shape("block4_pool"), [null, 14, 9, 512]);
  assert.deepEqual(shape("block5_conv3"), [null, 14, 9, 512]);
  assert.deepEqual(shape("block5_pool"), [null, 7, 4, 512]);
  assert.equal(model.layers.length, 19); // input, 13 convolutions, 5 poolings
  model.dispose();
});

Deno.test("buildVgg16() takes films of any size where none is given", async () => {
  await startEngine();
  const model = buildVgg16();
  for (const [side, left] of [[32, 1], [70, 2]]) {
    tf.tidy(() => {
      const map = model.predict(tf.zeros([1, side, side, 3])) as tf.Tensor;
      assert.deepEqual(map.shape, [1, left, left, 512]);
    });
  }
  model.dispose();
});

Deno.test("buildVgg16() refuses films that it would pool to nothing", () => {
  assert.throws(() => buildVgg16({ imageSize: [31, 64] }), {
    name: "RangeError",
    message: "Cannot build VGG16 for 31x64 pixels: expected >= 32",
  });
});

Deno.test("buildVgg16() draws the same weights from the same seed and leaks no tensor", async () => {
  const numTensors = tf.memory().numTensors;
  const first = async (seed: number) => {
    await startEngine({ seed });
    const model = buildVgg16({ imageSize: [32, 32] });
    const values = [...model.getLayer("block5_conv3").getWeights()[0].dataSync().slice(0, 9)];
    model.dispose();
    return values;
  };
  assert.deepEqual(await first(1), await first(1));
  assert.notDeepEqual(await first(1), await first(2));
  assert.equal(tf.memory().numTensors, numTensors);
});

import type * as tf from "@tensorflow/tfjs";
import { startEngine } from "lib/engine/start.ts";
import { buildVgg16 } from "lib/models/vgg16.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { report } from "./report.ts";

/** Batches; the first warms up. */
const [BATCHES, BATCH_SIZE] = [4, 16];

if (import.meta.main) {
  const tf = await startEngine({ seed: 1 });
  const model = buildVgg16({ imageSize: [224, 224] });
  const random = seededRandom(1);
  const values = Float32Array.from({ length: BATCH_SIZE * 224 * 224 * 3 }, random);
  const xs = tf.tensor4d(values, [BATCH_SIZE, 224, 224, 3]);
  let start = NaN;
  for (let batch = 0; batch < BATCHES; batch++) {
    if (batch === 1) start = performance.now();
    const features = model.predictOnBatch(xs) as tf.Tensor;
    features.dataSync();
    features.dispose();
  }
  const images = (BATCHES - 1) * BATCH_SIZE;
  report({
    value: images / ((performance.now() - start) / 1000),
    check: { params: model.countParams(), images },
  });
}

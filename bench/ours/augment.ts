import * as tf from "@tensorflow/tfjs";
import { startEngine } from "lib/engine/start.ts";
import { experimentE } from "lib/experiments/experiment_e.ts";
import { filmInput } from "lib/models/film_input.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { augment } from "lib/training/augmentation.ts";
import { batchTensor, toBatches } from "lib/training/examples.ts";
import { report } from "./report.ts";
import { syntheticFilms } from "./synthetic_films.ts";

/** Films, and how often each is augmented; the first epoch warms up. */
const [NUM_FILMS, EPOCHS] = [256, 5];

if (import.meta.main) {
  await startEngine({ seed: 1 });
  const { imageSize, augmentation } = experimentE.settings;
  const films = syntheticFilms({ numFilms: NUM_FILMS, imageSize });
  const channels = Deno.args.includes("--grey") ? 1 : 3;
  const { input, x } = filmInput({ imageSize, channels });
  const network = tf.model({ inputs: input, outputs: x }); // what a network begins with
  let start = NaN;
  let images = 0;
  let last: tf.Tensor | undefined;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    if (epoch === 1) start = performance.now();
    const order = shuffle(films.labels.map((_, i) => i), seededRandom(epoch));
    for (const batch of toBatches(order, 32)) {
      last?.dispose();
      const keys = batch.map((index) => `${epoch}/${index}`);
      last = tf.tidy(() => {
        const xs = batchTensor(films, batch) as tf.Tensor4D;
        return network.apply(augment(xs, augmentation!, { seed: 1, keys })) as tf.Tensor;
      });
      if (epoch > 0) images += batch.length;
    }
  }
  const seconds = (performance.now() - start) / 1000;
  report({
    value: images / seconds,
    check: { images, channels: last!.shape[3]!, mean: last!.mean().dataSync()[0] },
  });
}

import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { predictProbabilities } from "lib/training/predict.ts";
import { pretrainPhantomNetwork } from "lib/training/pretrain_phantom_network.ts";

Deno.test("pretrainPhantomNetwork() learns what films show", async () => {
  await startEngine();
  const [side, n] = [32, 48];
  const random = seededRandom(1);
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  // Stripes across (class 0) or down (class 1), under noise.
  const values = Uint8Array.from({ length: n * side * side }, (_, i) => {
    const [film, row, column] = [Math.floor(i / side / side), Math.floor(i / side), i];
    const stripe = (labels[film] === 0 ? row : column) % 4 < 2;
    return (stripe ? 140 : 60) + 60 * random();
  });
  const films = { values, shape: [side, side, 1], labels };
  const model = await pretrainPhantomNetwork(films, { numClasses: 2, epochs: 8, seed: 1 });
  const right = predictProbabilities(model, films).filter(([p], i) =>
    (p > 0.5) === (labels[i] === 0)
  );
  assert(right.length >= 0.9 * n, `${right.length} of ${n}`);
  model.dispose();
});

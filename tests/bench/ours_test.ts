import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { experimentC } from "lib/experiments/experiment_c.ts";
import { experimentD } from "lib/experiments/experiment_d.ts";
import { pixelSum, syntheticFilms } from "../../bench/ours/synthetic_films.ts";
import { trainingFlops } from "../../bench/ours/training_flops.ts";

const BYTES = [0, 5, 95, 65, 106, 89, 98, 150, 180, 129, 183, 113];

Deno.test("syntheticFilms() makes the bytes that the peers make", () => {
  const films = syntheticFilms({ numFilms: 2, imageSize: [2, 3] });
  assert.deepEqual(films.labels, [0, 1]);
  // python -c "from synthetic_films import *; print(synthetic_films(2, 2, 3)[0].ravel().tolist())"
  assert.deepEqual([...films.values], BYTES);
  assert.equal(pixelSum(films), BYTES.reduce((sum, byte) => sum + byte, 0));
});

Deno.test("trainingFlops() counts convolutions and dense layers, not the first layer's input gradient", async () => {
  await startEngine({ seed: 1 });
  const d = experimentD.buildModel(experimentD.settings);
  const layers = [
    2 * 498 ** 2 * 32 * 9,
    2 * 247 ** 2 * 32 * 9 * 32,
    2 * 121 ** 2 * 64 * 9 * 32,
    2 * 58 ** 2 * 64 * 9 * 64,
    2 * 27 ** 2 * 128 * 9 * 64,
    2 * (21632 * 512 + 512 * 256 + 256 * 128 + 128 * 64 + 64 * 2),
  ];
  assert.equal(trainingFlops(d), 3 * layers.reduce((a, b) => a + b) - layers[0]);
  d.dispose();
  const c = experimentC.buildModel(experimentC.settings);
  assert.equal(trainingFlops(c) / 1e9, 3.300367872); // as the peers' training_flops counts
  c.dispose();
});

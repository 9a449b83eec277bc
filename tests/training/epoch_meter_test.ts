import assert from "node:assert/strict";
import { epochMeter } from "lib/training/epoch_meter.ts";

Deno.test("epochMeter() divides once, so that a short batch counts less", () => {
  const meter = epochMeter();
  meter.add([0, 1, 1], [0.25, 0.5, 0.75], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]]);
  assert.deepEqual(meter.running(), { loss: 1.5 / 3, accuracy: 2 / 3 });
  meter.add([0], [2.5], [[0.3, 0.7]]);
  // (1.5 + 2.5) / 4, not the mean of .5 and 2.5; 2 of 4 right.
  // Positives .8 and .4, negatives .1 and .7: of four pairs all but .4 < .7 are in order.
  assert.deepEqual(meter.result(), { loss: 1, accuracy: 0.5, auc: 0.75 });
  assert.deepEqual(meter.running(), { loss: 1, accuracy: 0.5 });
});

Deno.test("epochMeter() calls the first of equally likely classes", () => {
  const meter = epochMeter();
  meter.add([0, 1], [0.7, 0.7], [[0.5, 0.5], [0.5, 0.5]]);
  assert.deepEqual(meter.result(), { loss: 0.7, accuracy: 0.5, auc: 0.5 });
});

Deno.test("epochMeter()'s AUC is NaN where a class has no film", () => {
  const meter = epochMeter();
  meter.add([1], new Float32Array([0.5]), [[0.4, 0.6]]);
  assert.deepEqual(meter.result(), { loss: 0.5, accuracy: 1, auc: NaN });
});

Deno.test("epochMeter() has no loss before any film", () => {
  assert.deepEqual(epochMeter().running(), { loss: NaN, accuracy: NaN });
});

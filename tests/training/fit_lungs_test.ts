import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { buildLungNetwork } from "lib/models/lung_network.ts";
import { inOwnStream } from "lib/models/own_stream.ts";
import { fitLungs } from "lib/training/fit_lungs.ts";
import { lungLoss } from "lib/training/lung_loss.ts";
import { lungProbabilities } from "lib/training/lung_probabilities.ts";
import { meanOverlap, type OutlinedFilms } from "lib/training/outlined_films.ts";

const tf = await startEngine({ seed: 1 });
const SIDE = 16;

/** Films with one dark square on grey, which is the lung. */
function squares(count: number): OutlinedFilms {
  const films = new Uint8Array(count * SIDE * SIDE);
  const masks = new Uint8Array(films.length);
  for (let i = 0; i < films.length; i++) {
    const [film, y, x] = [Math.floor(i / 256), Math.floor(i / SIDE) % SIDE, i % SIDE];
    const inside = Math.abs(y - 6 - film % 4) < 4 && Math.abs(x - 8) < 5;
    films[i] = (inside ? 60 : 160) + i * 31 % 17;
    masks[i] = inside ? 255 : 0;
  }
  return { films, masks };
}

const network = () =>
  inOwnStream(5, () => buildLungNetwork({ imageSize: [SIDE, SIDE], filters: 4 }));
const weightsOf = (model: ReturnType<typeof network>) =>
  model.getWeights().map((weight) => [...weight.dataSync()]);

/**
 * ```python
 * import numpy as np
 * m = np.array([[0., 1., 1., 0.], [0., 0., 1., 0.]])
 * x = np.array([[-1., 2., .5, 0.], [3., -2., 1., -.5]])
 * p = 1 / (1 + np.exp(-x))
 * bce = -(m * np.log(p) + (1 - m) * np.log(1 - p)).mean()
 * dice = (2 * (p * m).sum(1) + 1) / ((p + m).sum(1) + 1)
 * print(bce + (1 - dice).mean())
 * ```
 */
Deno.test("lungLoss() equals numpy's cross-entropy plus soft Dice", () => {
  const masks = tf.tensor4d([0, 1, 1, 0, 0, 0, 1, 0], [2, 2, 2, 1]);
  const logits = tf.tensor4d([-1, 2, 0.5, 0, 3, -2, 1, -0.5], [2, 2, 2, 1]);
  assert.ok(Math.abs(lungLoss(masks, logits).dataSync()[0] - 1.0218322833453692) < 1e-6);
});

Deno.test("lungLoss() stays finite for sure and wrong answers", () => {
  const masks = tf.tensor4d([0, 1], [1, 1, 2, 1]);
  const loss = lungLoss(masks, tf.tensor4d([1e4, -1e4], [1, 1, 2, 1])).dataSync()[0];
  assert.ok(Math.abs(loss - (1e4 + 1 - 1 / 3)) < 1);
});

Deno.test("fitLungs() learns to outline, keeps the best epoch and leaks nothing", async () => {
  const [train, validation] = [squares(16), squares(4)];
  const model = network();
  const before = tf.memory().numTensors;
  const progress: number[] = [];
  const { history, epoch } = await fitLungs(model, train, {
    validation,
    epochs: 12,
    batchSize: 8,
    learningRate: 1e-2,
    seed: 1,
    onProgress: (done, total) => progress.push(done / total),
  });
  assert.equal(tf.memory().numTensors, before);
  assert.equal(progress.at(-1), 1);
  const { dice, dices } = await meanOverlap(model, validation);
  assert.equal(dice, Math.max(...history.map((row) => row.dice)));
  assert.equal(history[epoch - 1].dice, dice);
  assert.equal(dices.length, 4);
  assert.ok(dice > 0.8, `Dice ${dice}`);
  model.dispose();
});

Deno.test("fitLungs() goes on after a stop to the same weights", async () => {
  const films = squares(8);
  const checkpoint = `${await Deno.makeTempDir()}/checkpoint.bin`;
  const options = { validation: films, epochs: 3, batchSize: 4, seed: 2 };
  const through = network();
  await fitLungs(through, films, options);

  const stop = new AbortController();
  const onProgress = (done: number) => done === 5 && stop.abort(new Error("stopped"));
  const stopped = network();
  await assert.rejects(
    fitLungs(stopped, films, { ...options, checkpoint, onProgress, signal: stop.signal }),
    { message: "stopped" },
  );
  const resumed = network();
  const { history } = await fitLungs(resumed, films, { ...options, checkpoint });
  assert.equal(history.length, 3);
  assert.deepEqual(weightsOf(resumed), weightsOf(through));
  for (const model of [through, stopped, resumed]) model.dispose();
});

Deno.test("fitLungs() throws where films and outlines do not fit", async () => {
  const model = network();
  const wrong = { films: new Uint8Array(256), masks: new Uint8Array(255) };
  await assert.rejects(fitLungs(model, wrong, { validation: wrong, epochs: 1, seed: 1 }), {
    name: "RangeError",
    message: "Cannot train on outlined films: expected as many pixels of films as of masks, " +
      "256 a film, but found 256 and 255",
  });
  model.dispose();
});

Deno.test("lungProbabilities() answers each film alike, alone, among others and from the cache", async () => {
  const model = network();
  const before = tf.memory().numTensors;
  const lungs = { model, imageSize: [SIDE, SIDE] as [number, number], fingerprint: "abc" };
  const { films } = squares(20);
  const pixels = { data: films, shape: [20, SIDE, SIDE, 1] as [number, number, number, 1] };
  const cacheDir = await Deno.makeTempDir();
  const calls: number[] = [];
  const options = { network: lungs, cacheDir, onProgress: (done: number) => calls.push(done) };
  const all = await lungProbabilities(pixels, options);
  assert.deepEqual(calls, [16, 20]);
  assert.deepEqual(await lungProbabilities(pixels, options), all);
  assert.equal(calls.length, 2); // nothing computed
  const last = {
    data: films.slice(19 * 256),
    shape: [1, SIDE, SIDE, 1] as [number, number, number, 1],
  };
  assert.deepEqual(await lungProbabilities(last, { network: lungs }), all.slice(19 * 256));
  const xs = tf.tensor4d(Float32Array.from(last.data), [1, SIDE, SIDE, 1]);
  const direct = model.predict(xs) as typeof xs;
  direct.dataSync().forEach((value, i) =>
    assert.ok(Math.abs(255 * value - all[19 * 256 + i]) <= 0.5001)
  );
  tf.dispose([xs, direct]);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
  await Deno.remove(cacheDir, { recursive: true });
});

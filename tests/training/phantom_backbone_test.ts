import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { randomState } from "lib/engine/random_state.ts";
import { startEngine } from "lib/engine/start.ts";
import { tailModel, unfreeze } from "lib/models/fine_tune.ts";
import { phantomBackbone } from "lib/training/phantom_backbone.ts";

const SMALL = { numFilms: 6, epochs: 1 };

Deno.test("phantomBackbone() trains once, keeps the network, and leaks no tensor", async () => {
  await startEngine({ seed: 4 });
  const cacheDir = await Deno.makeTempDir();
  const state = randomState();
  const numTensors = tf.memory().numTensors;
  const texts: string[] = [];
  const open = async (imageSize?: [number, number]) => {
    const onProgress = (_done: number, _total: number, text: string) => texts.push(text);
    const backbone = await phantomBackbone({ ...SMALL, cacheDir, imageSize, onProgress });
    const shape = backbone.model.outputs[0].shape;
    backbone.model.dispose();
    return { ...backbone, shape };
  };

  const first = await open();
  assert.deepEqual(first.shape, [null, 7, 7, 128]);
  assert.equal(first.numFeatures, 128);
  assert.equal(texts.filter((text) => text === "phantom backbone: films drawn").length, 6);
  assert.match(texts.at(-1)!, /^phantom backbone: epoch 1\/1, loss/);

  texts.length = 0;
  const again = await open([96, 64]);
  assert.deepEqual(texts, []); // from the cache
  assert.deepEqual(again.shape, [null, 3, 2, 128]);
  assert.equal(again.fingerprint, first.fingerprint);

  assert.deepEqual(randomState(), state);
  assert.equal(tf.memory().numTensors, numTensors);
  await Deno.remove(cacheDir, { recursive: true });
});

Deno.test("phantomBackbone() is the same from the same seed, also where the cache is damaged", async () => {
  await startEngine();
  const cacheDir = await Deno.makeTempDir();
  const fingerprint = async (seed: number) => {
    const backbone = await phantomBackbone({ ...SMALL, cacheDir, seed });
    backbone.model.dispose();
    return backbone.fingerprint;
  };
  const first = await fingerprint(1);
  for await (const { name } of Deno.readDir(cacheDir)) {
    await Deno.truncate(join(cacheDir, name, "weights.bin"), 10);
  }
  assert.equal(await fingerprint(1), first);
  assert.notEqual(await fingerprint(2), first);
  await Deno.remove(cacheDir, { recursive: true });
});

Deno.test("phantomBackbone() stops when it is told to, and leaks no tensor", async () => {
  await startEngine();
  const cacheDir = await Deno.makeTempDir();
  const numTensors = tf.memory().numTensors;
  for (const text of ["films drawn", "epoch 1/1"]) {
    const controller = new AbortController();
    const onProgress = (_done: number, _total: number, now: string) => {
      if (now.includes(text)) controller.abort();
    };
    const options = { numFilms: 20, epochs: 1, cacheDir, onProgress, signal: controller.signal };
    await assert.rejects(() => phantomBackbone(options), { name: "AbortError" });
  }
  assert.equal(tf.memory().numTensors, numTensors);
  assert.deepEqual([...Deno.readDirSync(cacheDir)], []);
  await Deno.remove(cacheDir, { recursive: true });
});

Deno.test("phantomBackbone() has a last block that can be cut off and thawed", async () => {
  await startEngine();
  const cacheDir = await Deno.makeTempDir();
  const { model, lastBlock } = await phantomBackbone({ ...SMALL, cacheDir, imageSize: [64, 64] });
  const tail = await tailModel(model, lastBlock.cut);
  assert.equal(tail.layers[1].name, lastBlock.from);
  assert.equal(unfreeze(model, lastBlock.from), 9 * 128 * 128 + 128);
  model.dispose();
  tail.dispose();
  await Deno.remove(cacheDir, { recursive: true });
});

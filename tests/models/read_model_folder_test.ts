import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { readModelFolder } from "lib/models/read_model_folder.ts";

/** Writes a dense layer, 2·3 weights and 3 biases, its weights in two files. */
async function writeFolder({ dtype = "float32", bytes = 36 } = {}): Promise<string> {
  const dir = await Deno.makeTempDir();
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [2], name: "dense" })],
  });
  const weights = [
    { name: "dense/kernel", shape: [2, 3], dtype },
    { name: "dense/bias", shape: [3], dtype: "float32" },
  ];
  await Deno.writeTextFile(
    join(dir, "model.json"),
    JSON.stringify({
      format: "layers-model",
      modelTopology: model.toJSON(null, false),
      weightsManifest: [{ paths: ["part1.bin", "part2.bin"], weights }],
    }),
  );
  model.dispose();
  const values = new Uint8Array(Float32Array.from({ length: 9 }, (_, i) => i).buffer);
  await Deno.writeFile(join(dir, "part1.bin"), values.slice(0, 10));
  await Deno.writeFile(join(dir, "part2.bin"), values.slice(10, bytes));
  return dir;
}

Deno.test("readModelFolder() reads a network whose weights are cut into files", async () => {
  await startEngine();
  const numTensors = tf.memory().numTensors;
  const dir = await writeFolder();
  const model = await tf.loadLayersModel(tf.io.fromMemory(await readModelFolder(dir)));
  assert.deepEqual(model.getWeights().flatMap((w) => [...w.dataSync()]), [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
  ]);
  model.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("readModelFolder() tells a folder that is not whole", async () => {
  await startEngine();
  const short = await writeFolder({ bytes: 20 });
  await assert.rejects(() => readModelFolder(short), {
    name: "TypeError",
    message: /part1\.bin, part2\.bin": expected 36 bytes but found 20; copy the folder again$/,
  });
  await Deno.remove(join(short, "part2.bin"));
  await assert.rejects(() => readModelFolder(short), {
    name: "TypeError",
    message: /^Cannot read ".*part2\.bin": No such file/,
  });
  await assert.rejects(() => readModelFolder(join(short, "nowhere")), {
    name: "TypeError",
    message: /^Cannot read ".*model\.json": No such file/,
  });
  await Deno.remove(short, { recursive: true });
});

Deno.test("readModelFolder() tells another kind of file", async () => {
  await startEngine();
  const other = await writeFolder({ dtype: "int32" });
  await assert.rejects(() => readModelFolder(other), {
    name: "TypeError",
    message: /weight "dense\/kernel" is not plain float32$/,
  });
  for (const text of ["{}", "<html>"]) {
    await Deno.writeTextFile(join(other, "model.json"), text);
    await assert.rejects(() => readModelFolder(other), {
      name: "TypeError",
      message: /^Cannot load ".*model\.json": not a TensorFlow\.js layers model$/,
    });
  }
  await Deno.remove(other, { recursive: true });
});

import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { readCheckpoint, writeCheckpoint } from "lib/training/checkpoint.ts";
import { tempDir } from "../data/test_films.ts";

async function writeOne() {
  await startEngine();
  const file = join(await tempDir(), "checkpoint.bin");
  const tensors = [
    tf.tensor2d([[0.1, NaN], [-Infinity, 1e-40]]),
    tf.scalar(3),
    tf.zeros([0, 2]),
    tf.tensor1d([7]),
  ];
  await writeCheckpoint(file, { state: { epoch: 3, name: "Füße" }, tensors });
  return { file, tensors };
}

Deno.test("readCheckpoint() reads state, shapes and values to the bit", async () => {
  const { file, tensors } = await writeOne();
  const read = (await readCheckpoint<{ epoch: number; name: string }>(file))!;
  assert.deepEqual(read.state, { epoch: 3, name: "Füße" });
  assert.deepEqual(read.tensors.map(({ shape }) => shape), [[2, 2], [], [0, 2], [1]]);
  const values = (all: tf.Tensor[]) => all.map((tensor) => tensor.dataSync());
  assert.deepEqual(values(read.tensors), values(tensors));
});

Deno.test("writeCheckpoint() replaces the file and leaves nothing beside it", async () => {
  const { file } = await writeOne();
  await writeCheckpoint(file, { state: 2, tensors: [] });
  assert.deepEqual(await readCheckpoint(file), { state: 2, tensors: [] });
  assert.equal([...Deno.readDirSync(join(file, ".."))].length, 1);
});

Deno.test("readCheckpoint() gives undefined where there is no file", async () => {
  assert.equal(await readCheckpoint(join(await tempDir(), "checkpoint.bin")), undefined);
});

Deno.test("readCheckpoint() names a damaged file and the remedy, and leaves no tensor", async () => {
  const { file } = await writeOne();
  const bytes = await Deno.readFile(file);
  const before = tf.memory().numTensors;
  // Cut in the length, in the header, before the values, in the last one.
  for (const length of [0, 2, 30, bytes.length - 8, bytes.length - 2]) {
    await Deno.writeFile(file, bytes.subarray(0, length));
    await assert.rejects(readCheckpoint(file), (error: Error) => {
      assert.equal(error.name, "SyntaxError", `${length} bytes`);
      assert(error.message.startsWith(`Cannot read checkpoint "${file}": `));
      assert(error.message.endsWith("; delete it to start anew"));
      return true;
    });
  }
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("readCheckpoint() refuses another version", async () => {
  const { file } = await writeOne();
  const bytes = await Deno.readFile(file);
  bytes[new TextDecoder("latin1").decode(bytes).indexOf('"version":1') + 10] = 0x32;
  await Deno.writeFile(file, bytes);
  await assert.rejects(readCheckpoint(file), /version 2; delete it to start anew/);
});

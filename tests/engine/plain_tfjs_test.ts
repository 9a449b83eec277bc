import { fromFileUrl, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { sequence } from "lib/models/sequence.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { fit } from "lib/training/fit.ts";
import { tempDir } from "../data/test_films.ts";

const SCRIPT = fromFileUrl(new URL("./plain_tfjs.ts", import.meta.url));

Deno.test("a model trained here predicts the same in plain TensorFlow.js", async () => {
  await startEngine({ seed: 1 });
  const { activation, batchNormalization, conv2d, dense, dropout, flatten, maxPooling2d } =
    tf.layers;
  const model = sequence([
    conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    conv2d({ filters: 3, kernelSize: 2, strides: 2, padding: "same" }),
    batchNormalization(),
    dropout({ rate: 0.25 }),
    flatten(),
    dense({ units: 5, activation: "relu" }),
    dense({ units: 3 }),
    activation({ activation: "softmax" }),
  ], { imageSize: [20, 17], channels: 3 });
  const random = seededRandom(1);
  const values = Uint8Array.from({ length: 6 * 20 * 17 }, () => 256 * random());
  const films = { values, shape: [20, 17, 1], labels: [0, 1, 2, 0, 1, 2] };
  await fit(model, films, { epochs: 3, batchSize: 4, learningRate: 0.01, seed: 1 });

  const dir = join(await tempDir(), "model");
  await model.save(`file://${dir}`);
  const shape = [6, 20, 17, 1];
  const expected = (model.predict(tf.tensor(Float32Array.from(values), shape)) as tf.Tensor)
    .dataSync();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--allow-read", "--allow-env", SCRIPT, dir],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify({ values: [...values], shape })));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const answer = JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
  assert.equal(answer.backend, "cpu");
  assert.equal(answer.values.length, 18);
  expected.forEach((value, i) => {
    assert(Math.abs(answer.values[i] - value) < 1e-5, `${i}: ${answer.values[i]}, not ${value}`);
  });
});

Deno.test("the script of plain TensorFlow.js imports nothing of this project", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", SCRIPT],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  const local = modules.filter(({ specifier }: { specifier: string }) =>
    specifier.startsWith("file:") && !specifier.includes("/node_modules/")
  );
  assert.equal(local.length, 1);
});

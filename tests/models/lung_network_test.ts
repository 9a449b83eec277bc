import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { loadLungNetwork, type LungNetworkInfo, saveLungNetwork } from "lib/models/lung_bundle.ts";
import { buildLungNetwork } from "lib/models/lung_network.ts";

const tf = await startEngine({ seed: 1 });

const info: LungNetworkInfo = {
  title: "a test",
  dice: { value: 0.9, low: NaN, high: NaN },
  iou: { value: 0.8, low: 0.7, high: 0.9 },
  heldOut: { films: 3, patients: 2 },
  training: { data: "made", films: 5, validation: 1, epochs: 1, seed: 1, fingerprint: "abc" },
  licence: "MIT",
  codeVersion: "",
};

Deno.test("buildLungNetwork() has the parameters counted by hand", () => {
  const model = buildLungNetwork({ imageSize: [128, 128] });
  const conv = (channels: number, filters: number, size = 9) => (channels * size + 1) * filters;
  const down = conv(1, 16) + conv(16, 32) + conv(32, 32) + conv(32, 64) + conv(64, 64);
  const bottom = conv(64, 128) + conv(128, 128);
  const up = conv(128 + 64, 32) + conv(32 + 32, 16) + conv(16 + 16, 16) + conv(16, 1, 1);
  assert.equal(model.countParams(), down + bottom + up + 2 * 128 * 128);
  assert.deepEqual(model.outputs[0].shape, [null, 128, 128, 1]);
  model.dispose();
});

Deno.test("buildLungNetwork() gives the same answer whatever a film's brightness and contrast", () => {
  const model = buildLungNetwork({ imageSize: [16, 16], filters: 2 });
  const values = Float32Array.from({ length: 256 }, (_, i) => i * 37 % 101);
  const film = tf.tensor4d(values, [1, 16, 16, 1]);
  const answer = (xs: typeof film) => (model.predict(xs) as typeof film).dataSync();
  const [one, other] = [answer(film), answer(film.mul(1.5).add(40))];
  assert.ok(one.every((value, i) => Math.abs(value - other[i]) < 1e-3));
  assert.ok(one.every((value) => value > 0 && value < 1));
  model.dispose();
});

Deno.test("buildLungNetwork() throws for sizes that cannot be halved three times", () => {
  assert.throws(() => buildLungNetwork({ imageSize: [128, 100] }), {
    name: "RangeError",
    message: "Cannot build a lung network for 128×100 pixels: expected multiples of 8 from 16",
  });
});

Deno.test("loadLungNetwork() gives back what saveLungNetwork() wrote, without leaks", async () => {
  const folder = `${await Deno.makeTempDir()}/lungs`;
  const before = tf.memory().numTensors;
  const model = buildLungNetwork({ imageSize: [16, 16], filters: 2 });
  await saveLungNetwork(folder, { model, info });
  await saveLungNetwork(folder, { model, info }); // replaces it
  const network = await loadLungNetwork(folder);
  assert.deepEqual(network.info, info);
  assert.deepEqual(network.imageSize, [16, 16]);
  const film = tf.ones([1, 16, 16, 1]);
  const [a, b] = [model, network.model].map((each) => each.predict(film) as typeof film);
  assert.deepEqual(a.dataSync(), b.dataSync());
  tf.dispose([film, a, b]);
  model.dispose();
  network.model.dispose();
  assert.equal(tf.memory().numTensors, before);
  const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assert.deepEqual(files.sort(), ["lungs.json", "model.json", "weights.bin"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadLungNetwork() throws for missing, damaged and foreign files", async () => {
  const folder = `${await Deno.makeTempDir()}/lungs`;
  await assert.rejects(loadLungNetwork(folder), {
    name: "TypeError",
    message:
      /^Cannot load lung network ".*": .*; name a folder that "deno task train lungs" wrote$/,
  });
  const model = buildLungNetwork({ imageSize: [16, 16], filters: 2 });
  await saveLungNetwork(folder, { model, info });
  model.dispose();
  await Deno.writeFile(`${folder}/weights.bin`, new Uint8Array(3));
  await assert.rejects(loadLungNetwork(folder), {
    message: /weights\.bin is not the one that lungs\.json names; copy the whole folder again/,
  });
  await Deno.writeTextFile(`${folder}/lungs.json`, `{"kind":"cats"}`);
  await assert.rejects(loadLungNetwork(folder), { message: /is not of kind lung-network-1$/ });
  await Deno.remove(folder, { recursive: true });
});

import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { zipSync } from "fflate";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { formatBundleInfo } from "lib/models/bundle_info.ts";
import { unzipBundle, zipBundle } from "lib/models/bundle_zip.ts";
import { loadBundle, readBundleFiles, saveBundle } from "lib/models/model_bundle.ts";
import { type BundleFiles, openBundle } from "lib/models/open_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { sha256 } from "lib/models/sha256.ts";
import { tempDir } from "../data/test_films.ts";
import { madeBundleInfo } from "./made_bundle_info.ts";

const INFO = madeBundleInfo({
  card: { films: [], results: [], floors: [], limits: ["all of them"] },
  codeVersion: "abc",
});

let made: Promise<{ dir: string; files: BundleFiles }> | undefined;

/** A small sound bundle, made once. */
async function sound(): Promise<{ dir: string; files: BundleFiles }> {
  return await (made ??= (async () => {
    await startEngine({ seed: 1 });
    const { conv2d, dense, flatten } = tf.layers;
    const layers = [
      conv2d({ filters: 2, kernelSize: 3, name: "conv" }),
      flatten({ name: "flat" }),
      dense({ units: 1, activation: "sigmoid", name: "end" }),
    ];
    const model = sequence(layers, { imageSize: [8, 8], channels: 1 });
    const dir = join(await tempDir(), "model");
    await saveBundle(dir, { model, info: INFO });
    model.dispose();
    return { dir, files: await readBundleFiles(dir) };
  })());
}

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const parsed = (file: Uint8Array) => JSON.parse(new TextDecoder().decode(file));

/** Opens the sound bundle with changes whose hashes are right: somebody made it so on purpose. */
async function openChanged(
  { info, model, weights }: {
    // deno-lint-ignore no-explicit-any -- whatever JSON holds
    info?: (info: any) => void;
    // deno-lint-ignore no-explicit-any -- whatever JSON holds
    model?: ((model: any) => void) | string;
    weights?: Uint8Array<ArrayBuffer>;
  },
): Promise<void> {
  const { files } = await sound();
  const changed = { ...files, "weights.bin": weights ?? files["weights.bin"] };
  if (typeof model === "string") changed["model.json"] = bytes(model);
  if (typeof model === "function") {
    const value = parsed(files["model.json"]);
    model(value);
    changed["model.json"] = bytes(value);
  }
  const value = parsed(files["bundle.json"]);
  value.files = {
    "model.json": await sha256(changed["model.json"]),
    "weights.bin": await sha256(changed["weights.bin"]),
  };
  info?.(value);
  changed["bundle.json"] = bytes(value);
  const numTensors = tf.memory().numTensors;
  try {
    const bundle = await openBundle(changed, "bad");
    bundle.model.dispose();
  } finally {
    assert.equal(tf.memory().numTensors, numTensors, "tensors stay behind");
  }
}

const refuses = async (changes: Parameters<typeof openChanged>[0], message: RegExp) =>
  await assert.rejects(openChanged(changes), (error: Error) => {
    assert.equal(error.name, "TypeError");
    assert.match(error.message, /^Cannot load model "bad": /);
    assert.match(error.message, message);
    assert(!error.message.includes("\n"), "one line");
    return true;
  });

// deno-lint-ignore no-explicit-any -- whatever JSON holds
const layer = (model: any, name: string) =>
  // deno-lint-ignore no-explicit-any -- whatever JSON holds
  model.modelTopology.config.layers.find((each: any) => each.config.name === name);

Deno.test("openBundle() opens what is sound", async () => {
  await openChanged({});
});

Deno.test("openBundle() names the part of bundle.json that is wrong", async () => {
  await refuses({ info: (info) => info.version = 3 }, /of version 3, this program knows 1 and 2/);
  await refuses({ info: (info) => info.format = "zip" }, /no model bundle/);
  await refuses({ info: (info) => info.classNames = ["one"] }, /fewer than two classes/);
  await refuses({ info: (info) => info.classNames = ["a", "a"] }, /a class twice/);
  await refuses({ info: (info) => info.classNames = [{}, 2] }, /a class name, or it is no text/);
  await refuses({ info: (info) => info.preprocessing.imageSize = [1e9, 8] }, /imageSize/);
  await refuses({ info: (info) => info.preprocessing.imageSize = [8.5, 8] }, /imageSize/);
  await refuses({ info: (info) => delete info.preprocessing }, /lacks preprocessing/);
  await refuses({ info: (info) => info.threshold = "0.5" }, /lacks threshold/);
  await refuses({ info: (info) => info.threshold = 1.5 }, /no number from 0 to 1/);
  await refuses({ info: (info) => info.temperature = 0 }, /lacks temperature/);
  await refuses({ info: (info) => info.licence = "x".repeat(3000) }, /at most 2000 letters/);
  await refuses({ info: (info) => info.card.limits = "none" }, /card\.limits/);
  await refuses({ info: (info) => info.gate = { kind: "thumbnail-8x8", mean: [] } }, /gate/);
  await refuses({ info: (info) => info.files = {} }, /names other files/);
  await refuses({ info: (info) => info.files["../../etc/passwd"] = "0" }, /names other files/);
  await refuses({ info: (info) => info.files["model.json"] = "abc" }, /no SHA-256 of model\.json/);
});

Deno.test("openBundle() refuses keys that reach prototypes", async () => {
  const { files } = await sound();
  const text = new TextDecoder().decode(files["bundle.json"]);
  const poisoned = bytes(text.replace("{", '{"__proto__": {"polluted": true},'));
  await assert.rejects(openBundle({ ...files, "bundle.json": poisoned }), /key "__proto__"/);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  await refuses({ model: (model) => layer(model, "end").config.constructor = {} }, /"constructor"/);
});

Deno.test("openBundle() refuses damage that hashes show", async () => {
  const { files } = await sound();
  const weights = files["weights.bin"].slice();
  weights[5] ^= 1;
  await assert.rejects(openBundle({ ...files, "weights.bin": weights }), {
    name: "TypeError",
    message:
      'Cannot load model "bundle": weights.bin is damaged (its SHA-256 is another); copy the bundle again',
  });
});

Deno.test("openBundle() refuses weights that are too few, too many, or no numbers", async () => {
  const { files } = await sound();
  const size = files["weights.bin"].length;
  await refuses({ weights: new Uint8Array(size + 4) }, /weights\.bin has \d+ bytes, but/);
  await refuses({ weights: new Uint8Array(0) }, /weights\.bin has 0 bytes/);
  for (const value of [NaN, Infinity]) {
    const weights = new Float32Array(size / 4).fill(value);
    await refuses({ weights: new Uint8Array(weights.buffer) }, /no finite numbers/);
  }
});

Deno.test("openBundle() refuses layers and files that no bundle has", async () => {
  await refuses({ model: (model) => layer(model, "end").class_name = "Lambda" }, /kind "Lambda"/);
  await refuses({ model: (model) => layer(model, "end").class_name = {} }, /which no bundle has/);
  await refuses({ model: "not json" }, /model\.json is no JSON/);
  await refuses({ model: "null" }, /no TensorFlow\.js layers model/);
  await refuses({ model: "[".repeat(100_000) }, /model\.json is no JSON/);
  await refuses(
    { model: (model) => model.weightsManifest[0].paths = ["../../../etc/passwd"] },
    /names other files than weights\.bin/,
  );
  await refuses(
    { model: (model) => model.weightsManifest[0].paths = ["http://example.org/weights.bin"] },
    /names other files/,
  );
  const weight = (change: object) => ({
    // deno-lint-ignore no-explicit-any -- whatever JSON holds
    model: (model: any) => Object.assign(model.weightsManifest[0].weights[0], change),
  });
  await refuses(weight({ dtype: "string" }), /not plain float32/);
  await refuses(weight({ quantization: { dtype: "uint8" } }), /not plain float32/);
  await refuses(weight({ shape: [-1, 2] }), /without a name or shape/);
  await refuses(weight({ shape: [1e15, 1e15] }), /without a name or shape/);
  await refuses(weight({ shape: [2 ** 30, 2 ** 30] }), /weights\.bin has/);
  await refuses(weight({ name: "other" }), /weight/);
});

Deno.test("openBundle() asks for no more memory than the weights need", async () => {
  const started = performance.now();
  await refuses(
    { model: (model) => layer(model, "end").config.units = 2 ** 40 },
    /its layers want more weights than weights\.bin holds/,
  );
  await refuses({ model: (model) => layer(model, "conv").config.filters = 1e9 }, /more weights/);
  await refuses({ model: (model) => layer(model, "conv").config.kernel_size = [4e4, 4e4] }, /./);
  await refuses(
    { model: (model) => layer(model, "film").config.batch_input_shape = [null, 1e8, 1e8, 1] },
    /./,
  );
  assert(performance.now() - started < 20_000);
});

Deno.test("openBundle() refuses graphs that cannot be built, without building for ever", async () => {
  const reads = (name: string, source: unknown) => ({
    // deno-lint-ignore no-explicit-any -- whatever JSON holds
    model: (model: any) => layer(model, name).inbound_nodes = source,
  });
  await refuses(reads("conv", [[["end", 0, 0, {}]]]), /layer "conv" does not read layers before/);
  await refuses(reads("conv", [[["nowhere", 0, 0, {}]]]), /does not read layers before/);
  await refuses(reads("conv", "film"), /does not read layers before/);
  await refuses(reads("flat", []), /./);
  await refuses({ model: (model) => layer(model, "end").config.units = "one" }, /./);
  await refuses({ model: (model) => layer(model, "end").config.activation = "evil" }, /./);
  await refuses(
    { model: (model) => model.modelTopology.config.output_layers = [["conv", 0, 0]] },
    /layers that its output does not read/,
  );
  await refuses(
    { info: (info) => info.preprocessing.imageSize = [9, 9] },
    /its network is not one from 9×9 films to 2 classes/,
  );
});

Deno.test("unzipBundle() gives back what zipBundle() packed, also from inside a folder", async () => {
  const { files } = await sound();
  assert.deepEqual(unzipBundle(zipBundle(files)), files);
  assert.deepEqual(zipBundle(files), zipBundle(files));
  const inFolder = Object.fromEntries(Object.entries(files).map(([k, v]) => [`model/${k}`, v]));
  assert.deepEqual(unzipBundle(zipSync({ ...inFolder, "model/README.txt": bytes("hi") })), files);
});

Deno.test("unzipBundle() refuses archives that escape, repeat, lack or overflow", async () => {
  const { files } = await sound();
  const { "bundle.json": info, ...rest } = files;
  const refused = (zip: Uint8Array, message: RegExp) =>
    assert.throws(() => unzipBundle(zip, "x.zip"), (error: Error) => {
      assert.match(error.message, /^Cannot load model "x\.zip": /);
      assert.match(error.message, message);
      return true;
    });
  refused(zipSync({ ...rest, "../bundle.json": info }), /it lacks bundle\.json/);
  refused(zipSync({ ...rest, "/bundle.json": info }), /it lacks bundle\.json/);
  refused(zipSync({ ...rest, "a/b/bundle.json": info }), /it lacks bundle\.json/);
  refused(zipSync({ ...files, "b/bundle.json": info }), /bundle\.json twice/);
  refused(new Uint8Array(100), /no zip file/);
  refused(zipBundle(files).subarray(0, 500), /no zip file, or a damaged one/);
  const bomb = zipSync({ ...files, "bundle.json": new Uint8Array(5 * 2 ** 20) }, { level: 9 });
  assert(bomb.length < 50_000);
  refused(bomb, /bundle\.json is larger than/);
});

Deno.test("unzipBundle() unpacks no more than an archive's directory says", async () => {
  const { files } = await sound();
  const zip = zipSync({ ...files, "bundle.json": new Uint8Array(5 * 2 ** 20) }, { level: 9 });
  // The bomb lies about its size: 10 bytes, in the local header and in the directory.
  const view = new DataView(zip.buffer);
  for (let i = 0; i < zip.length - 4; i++) {
    if (view.getUint32(i, true) === 0x04034b50) view.setUint32(i + 22, 10, true);
    if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, 10, true);
  }
  let size = 0;
  try {
    size = unzipBundle(zip)["bundle.json"].length;
  } catch { /* refused: as good */ }
  assert(size <= 10);
});

Deno.test("loadBundle() reads folder and zip alike, and bundles of version 1", async () => {
  const { dir, files } = await sound();
  const zip = join(await tempDir(), "model.zip");
  const bundle = await loadBundle(dir);
  await saveBundle(zip, bundle);
  const again = await loadBundle(zip);
  assert.deepEqual(again.info, INFO);
  const xs = tf.randomUniform([2, 8, 8, 1], 0, 255, "float32", 1);
  const ask = (model: tf.LayersModel) => (model.predict(xs) as tf.Tensor).dataSync();
  assert.deepEqual(ask(again.model), ask(bundle.model));

  const old = parsed(files["bundle.json"]);
  old.version = 1;
  for (const key of ["gate", "card", "thresholdBasis", "codeVersion"]) delete old[key];
  const { info, model } = await openBundle({ ...files, "bundle.json": bytes(old) });
  assert.deepEqual(info, { ...INFO, gate: null, card: null, thresholdBasis: "", codeVersion: "" });
  for (const each of [model, again.model, bundle.model]) each.dispose();
});

Deno.test("formatBundleInfo() says what it is and that it is not for diagnosis", () => {
  const hashes = { "model.json": "0", "weights.bin": "1" };
  const file = JSON.parse(formatBundleInfo(INFO, hashes));
  assert.deepEqual([file.format, file.version], ["chest-xray-model", 2]);
  assert.match(file.notice, /Not for diagnosis/);
});

Deno.test("sha256() is the same with and without the platform's own", async () => {
  const data = new Uint8Array(1000).map((_, i) => i);
  const subtle = await sha256(data);
  const kept = Object.getOwnPropertyDescriptor(globalThis, "crypto")!;
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  try {
    assert.equal(await sha256(data), subtle);
  } finally {
    Object.defineProperty(globalThis, "crypto", kept);
  }
});

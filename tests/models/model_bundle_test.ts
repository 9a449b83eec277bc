import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { loadBundle, saveBundle } from "lib/models/model_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import { tempDir } from "../data/test_films.ts";
import { madeBundleInfo } from "./made_bundle_info.ts";

const INFO = madeBundleInfo();

async function makeBundle() {
  await startEngine({ seed: 1 });
  const { activation, dense, flatten } = tf.layers;
  const layers = [flatten(), dense({ units: 1 }), activation({ activation: "sigmoid" })];
  const model = sequence(layers, { imageSize: [8, 8], channels: 1 });
  const dir = join(await tempDir(), "model");
  await saveBundle(dir, { model, info: INFO });
  return { model, dir };
}

Deno.test("loadBundle() reads what saveBundle() wrote", async () => {
  const { model, dir } = await makeBundle();
  const loaded = await loadBundle(dir);
  assert.deepEqual(loaded.info, INFO);
  const xs = tf.fill([1, 8, 8, 1], 100);
  const predict = (m: tf.LayersModel) => (m.predict(xs) as tf.Tensor).dataSync();
  assert.deepEqual(predict(loaded.model), predict(model));
  const file = JSON.parse(await Deno.readTextFile(join(dir, "bundle.json")));
  assert.equal(file.notice, NOT_FOR_DIAGNOSIS);
});

Deno.test("saveBundle() replaces an older bundle and leaves nothing beside it", async () => {
  const { model, dir } = await makeBundle();
  await saveBundle(dir, { model, info: { ...INFO, id: "U" } });
  assert.equal((await loadBundle(dir)).info.id, "U");
  const beside = [...Deno.readDirSync(join(dir, ".."))].map(({ name }) => name);
  assert.deepEqual(beside, ["model"]);
});

Deno.test("loadBundle() names what is missing and what to do", async () => {
  const { dir } = await makeBundle();
  await assert.rejects(loadBundle(join(dir, "nowhere")), {
    name: "TypeError",
    message: /^Cannot load model ".*nowhere".*name a folder or zip file that "deno task train"/,
  });
  await Deno.remove(join(dir, "weights.bin"));
  await assert.rejects(loadBundle(dir), { name: "TypeError", message: /weights\.bin/ });
});

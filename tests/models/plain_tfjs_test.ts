import { fromFileUrl, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { saveBundle } from "lib/models/model_bundle.ts";
import { buildPhantomNetwork } from "lib/models/phantom_network.ts";
import { tempDir } from "../data/test_films.ts";

const SCRIPT = fromFileUrl(new URL("plain/ask_model.mjs", import.meta.url));
const ROOT = fromFileUrl(new URL("../../", import.meta.url));

Deno.test("a bundle's network loads in plain TensorFlow.js and says the same", async () => {
  await startEngine({ seed: 1 });
  const model = buildPhantomNetwork({ imageSize: [32, 32], numClasses: 3 });
  const dir = join(await tempDir(), "model");
  const training = { data: "made", fingerprint: "", numFilms: 0, seed: 1, profile: "quick" };
  await saveBundle(dir, {
    model,
    info: {
      id: "T",
      title: "a test",
      classNames: ["COVID-19", "Normal", "Pneumonia"],
      preprocessing: { imageSize: [32, 32], decoding: "test" },
      threshold: 0.5,
      thresholdBasis: "",
      temperature: 1,
      gate: null,
      card: null,
      training,
      licence: "MIT",
      codeVersion: "",
    },
  });
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", SCRIPT, dir],
    cwd: ROOT,
  }).output();
  assert(stdout.length > 0, new TextDecoder().decode(stderr));
  const answer = JSON.parse(new TextDecoder().decode(stdout));
  assert.equal(answer.backend, "cpu");
  const film = tf.tensor4d(
    Float32Array.from({ length: 32 * 32 }, (_, i) => (7 * i) % 256),
    [1, 32, 32, 1],
  );
  const expected = (model.predict(film) as tf.Tensor).dataSync();
  expected.forEach((p, i) => assert(Math.abs(p - answer.probabilities[i]) < 1e-5));
  model.dispose();
});

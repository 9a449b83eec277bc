import { join } from "@std/path";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { runTransfer } from "lib/experiments/run_transfer.ts";
import { labelsOf } from "lib/experiments/labels_of.ts";
import { frozenBackbone } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { tempDir } from "../data/test_films.ts";
import { realData, realWeights } from "../real_data.ts";

const films = realData("raikokte");
const weights = realWeights("mobilenet_v1_1.0_224_pw12");

Deno.test({
  name: "three classes on frozen MobileNetV1 features: at least .93 on the clean test, five seeds",
  ignore: !films || !weights,
  async fn() {
    await startEngine();
    const set = await readFilms(films!);
    const split = splitFilms(set, { seed: 1 });
    const backbone = await loadBackbone("mobilenet-v1", { weightsDir: join(weights!, "..") });
    const dirs = { out: await tempDir(), cacheDir: await tempDir(), featuresDir: await tempDir() };
    const accuracies = [];
    let model = "";
    for (let seed = 1; seed <= 5; seed++) {
      const options = { ...dirs, set, split, backbone, seed, profile: "full" };
      const run = await runTransfer(frozenBackbone, options);
      const { films, yTrue, yPred } = labelsOf(run, { split }, "test-clean");
      assert.equal(films.length, 58);
      accuracies.push(yTrue.filter((y, i) => y === yPred[i]).length / 58);
      model = join(run.dir, "model");
      if (seed < 5) continue;
      // The joined network says of a film what the head said of its features.
      const bundle = await loadBundle(model);
      const answer = await predictFilm(bundle, join(set.root, films[0].path));
      answer.probabilities.forEach((p, k) =>
        assert(Math.abs(p - films[0].probabilities[k]) < 1e-4)
      );
      bundle.model.dispose();
    }
    backbone.model.dispose();
    const mean = accuracies.reduce((a, b) => a + b) / 5;
    assert(mean >= 0.93, `${accuracies}`);
  },
});

import assert from "node:assert/strict";
import { loadPixels } from "lib/data/load_pixels.ts";
import { readFilms } from "lib/data/read_films.ts";
import { startEngine } from "lib/engine/start.ts";
import { loadFeatures } from "lib/experiments/load_features.ts";
import { loadFilmFeatures } from "lib/experiments/load_film_features.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

Deno.test("loadFilmFeatures() gives loadFeatures()'s numbers, whatever the chunks", async () => {
  await startEngine();
  const dir = await writeFolder({ "covid/1.png": 1, "covid/2.png": 2, "normal/3.png": 3 });
  const set = await readFilms(dir);
  const films = [...set.films, set.films[0]].map((film) => ({ ...film, part: "train" as const }));
  const imageSize: [number, number] = [32, 32];
  const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize });
  try {
    const classNames = ["Normal", "COVID-19"];
    const caches = async () => ({ cacheDir: await tempDir(), featuresDir: await tempDir() });
    const first = await caches();
    const pixels = await loadPixels({ root: set.root, films }, { imageSize, ...first });
    const expected = await loadFeatures(pixels, films, { backbone, classNames, ...first });
    assert.deepEqual(expected.labels, [1, 1, 0, 1]);
    for (const chunkSize of [1, 3, 256]) {
      const options = { ...await caches(), root: set.root, backbone, classNames, chunkSize };
      const steps: number[] = [];
      const onProgress = (done: number, total: number) => steps.push(done / total);
      assert.deepEqual(await loadFilmFeatures(films, { ...options, onProgress }), expected);
      assert.equal(steps.at(-1), 1);
    }
    const none = await loadFilmFeatures([], { ...first, root: set.root, backbone, classNames });
    assert.deepEqual(none, { values: new Float32Array(0), shape: [512], labels: [] });
  } finally {
    backbone.model.dispose();
  }
});

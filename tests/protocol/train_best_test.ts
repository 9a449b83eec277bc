import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { covidOrNot, threeClasses } from "lib/experiments/task.ts";
import type { Backbone } from "lib/models/backbone.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { inOwnStream } from "lib/models/own_stream.ts";
import { bestFoldRows, sourceRows } from "lib/protocol/best_rows.ts";
import { trainBest } from "lib/protocol/train_best.ts";
import { restyledFeatures } from "lib/training/restyled_features.ts";

await startEngine({ seed: 1 });

const SIDE = 32;

/** A network of one random convolution: enough to see that all parts fit. */
function smallBackbone(): Backbone {
  const film = tf.input({ shape: [SIDE, SIDE, 1], name: "film" });
  const model = inOwnStream(1, () => {
    const scaled = tf.layers.averagePooling2d({ poolSize: 4, name: "pool" }).apply(film);
    const map = tf.layers.conv2d({
      filters: 24,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: "heNormal",
      name: "map",
    }).apply(scaled) as tf.SymbolicTensor;
    return tf.model({ inputs: film, outputs: map });
  });
  return {
    name: "small",
    title: "one convolution",
    model,
    imageSize: [SIDE, SIDE],
    scale: "unit",
    featureLayer: "map",
    lastBlock: { cut: "pool", from: "map" },
    numFeatures: 24,
    licence: "MIT",
    fingerprint: "small",
  };
}

async function prepare() {
  const home = await Deno.makeTempDir();
  const dir = join(home, "films");
  await writePhantomSet(dir, { seed: 5, numTrain: 60, numTest: 15, imageSize: 64 });
  const set = await readFilms(dir, { source: "phantom" });
  const split = splitFilms(set, { seed: 1 });
  const backbone = smallBackbone();
  const caches = { cacheDir: join(home, "cache"), featuresDir: join(home, "features") };
  const views: Float32Array[][] = [];
  for (const draw of [undefined, 0, 1]) {
    views.push(await restyledFeatures(set, { ...caches, backbone, draw, seed: 1 }));
  }
  const options = {
    ...{ split, backbone, views, seed: 1, profile: "quick", cacheDir: caches.cacheDir },
    out: join(home, "out"),
  };
  return { home, set, caches, options };
}

Deno.test("restyledFeatures() reads finished pieces back to the same numbers", async () => {
  const { home, set, caches, options: { backbone, views } } = await prepare();
  const again = await restyledFeatures(set, { ...caches, backbone, draw: 1, seed: 1 });
  assert.deepEqual(again, views[2]);
  assert.notDeepEqual(views[1], views[2]);
  assert.notDeepEqual(views[0], views[1]);
  backbone.model.dispose();
  await Deno.remove(home, { recursive: true });
});

Deno.test("trainBest() freezes a threshold, its bundle says what it computed, nothing leaks", async () => {
  const { home, set, options } = await prepare();
  const dir = join(options.out, "experiments", "best-covid", "seed-1");
  const before = tf.memory().numTensors;
  const model = await trainBest(set, { ...options, id: "best-covid", task: covidOrNot, dir });
  assert.equal(tf.memory().numTensors, before);

  const { info, model: network } = await loadBundle(join(dir, "model"));
  assert.equal(info.threshold, model.threshold);
  assert.match(info.thresholdBasis, /^finds 90 % of \d+ COVID-19 films, each judged out of fold$/);
  assert.equal(info.temperature > 0, true);
  network.dispose();

  const rows = bestFoldRows(model, { profile: "quick", resamples: 0 });
  const sensitivity = rows.find(({ metric, control }) =>
    metric === "sensitivity" && control === ""
  );
  assert(sensitivity!.value >= 0.9);
  assert(rows.some(({ control }) => control === "restyled"));
  assert.deepEqual(sourceRows(model, { profile: "quick" }), []); // one source: none can be left out
  const learnt = new Set(model.outOfFold.paths);
  for (const { path, split } of options.split) assert(split !== "test" || !learnt.has(path));
  options.backbone.model.dispose();
  await Deno.remove(home, { recursive: true });
});

Deno.test("trainBest() says the same twice, and reads a finished run", async () => {
  const { home, set, options } = await prepare();
  const train = (name: string) =>
    trainBest(set, { ...options, id: "best", task: threeClasses, dir: join(home, name) });
  const [once, again, read] = [await train("a"), await train("b"), await train("a")];
  assert.deepEqual(once.run.predictions, again.run.predictions);
  assert.deepEqual(once.outOfFold, again.outOfFold);
  assert.equal(read.run.run.seconds, once.run.run.seconds);
  assert.deepEqual(once.run.classNames, ["COVID-19", "Normal", "Pneumonia"]);
  options.backbone.model.dispose();
  await Deno.remove(home, { recursive: true });
});

Deno.test("trainBest() needs a view that only judges", async () => {
  const { home, set, options } = await prepare();
  const views = options.views.slice(0, 2);
  await assert.rejects(
    trainBest(set, { ...options, views, id: "best", task: threeClasses, dir: join(home, "a") }),
    {
      name: "RangeError",
      message: "Cannot train on 2 views: expected the films as they are and two more",
    },
  );
  options.backbone.model.dispose();
  await Deno.remove(home, { recursive: true });
});

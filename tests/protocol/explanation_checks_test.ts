import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { readFilmMaps, writeFilmMaps } from "lib/experiments/film_maps.ts";
import { sequence } from "lib/models/sequence.ts";
import { explanationChecks } from "lib/protocol/explanation_checks.ts";
import { tempDir } from "../data/test_films.ts";

const SIZE: [number, number] = [24, 24];

async function network(seed: number): Promise<tf.LayersModel> {
  await startEngine({ seed });
  const { conv2d, dense, globalAveragePooling2d } = tf.layers;
  return sequence([
    conv2d({ filters: 6, kernelSize: 3, activation: "relu", name: "first" }),
    conv2d({ filters: 6, kernelSize: 3, activation: "relu", name: "second" }),
    globalAveragePooling2d({}),
    dense({ units: 2, activation: "softmax", name: "end" }),
  ], { imageSize: SIZE, channels: 1 });
}

const films = [1, 2, 3].map((seed) => ({
  path: `${seed}.png`,
  pixels: Uint8Array.from({ length: 576 }, (_, i) => (i * i * seed + 31 * i) % 251),
  classIndex: 1,
  lungs: new Uint8Array(576).fill(255, 0, 288),
}));

Deno.test("explanationChecks() gives every figure, 1 for the same again, and leaves all as it was", async () => {
  const [model, other] = [await network(1), await network(2)];
  const before = model.getWeights().map((weight) => weight.dataSync().join());
  const options = {
    imageSize: SIZE,
    methods: ["hires-cam", "occlusion"] as const,
    repeated: other,
    randomLabels: model,
    seed: 1,
    stops: 3,
  };
  const numTensors = tf.memory().numTensors;
  const texts: string[] = [];
  const onProgress = (done: number, total: number, text: string) => {
    texts.push(`${done}/${total} ${text}`);
  };
  const { figures, maps, cascade } = await explanationChecks(model, films, {
    ...options,
    onProgress,
  });
  const of = (metric: string, method: string) =>
    figures.find((figure) => figure.metric === metric && figure.method === method)!;
  for (const method of options.methods) {
    assert(Math.abs(of("ssim-again", method).value - 1) < 1e-9);
    assert(Math.abs(of("ssim-random-labels", method).value - 1) < 1e-9); // here the same network
    assert(of("ssim-repeat", method).value < 0.99);
    assert(of("ssim-after-randomising:first", method).value < 0.99);
    assert.deepEqual([of("lung-area", method).value, of("lung-area", method).n], [0.5, 3]);
    assert(of("energy-in-lungs", method).value > 0);
    assert.equal(of("ssim-other-film", method).n, 2);
  }
  assert.deepEqual(cascade.map(({ layer }) => layer).join(), "end,end,second,second,first,first");
  assert.equal(maps.length, 6);
  assert.equal(texts.at(-1), "7/7 shuffled labels");
  assert.deepEqual(model.getWeights().map((weight) => weight.dataSync().join()), before);
  assert.equal(tf.memory().numTensors, numTensors);
  const again = await explanationChecks(model, films, options);
  assert.deepEqual(again.figures, figures);
  const signal = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(explanationChecks(model, films, { ...options, signal }), /stopped/);
});

Deno.test("explanationChecks() says NaN where nobody knows the lungs", async () => {
  const { figures } = await explanationChecks(
    await network(1),
    films.map((film) => ({ ...film, lungs: undefined })),
    { imageSize: SIZE, methods: ["hires-cam"], seed: 1, stops: 1 },
  );
  const found = figures.find(({ metric }) => metric === "energy-in-lungs")!;
  assert.deepEqual([found.n, found.value], [0, NaN]);
  assert(!figures.some(({ metric }) => metric === "ssim-repeat"));
});

Deno.test("readFilmMaps() reads what writeFilmMaps() wrote, and none where there is none", async () => {
  const out = await tempDir();
  const run = { experiment: "E+", seed: 2 };
  const map = { values: Float32Array.of(0.25, 1), height: 1, width: 2 };
  const maps = [{ path: "a/1.png", className: "Normal", method: "occlusion", map }];
  await writeFilmMaps(out, run, maps);
  assert.deepEqual(await readFilmMaps(out, run), maps);
  assert.deepEqual(await readFilmMaps(out, { ...run, seed: 3 }), []);
});

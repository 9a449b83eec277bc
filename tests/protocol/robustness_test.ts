import * as tf from "@tensorflow/tfjs";
import { join } from "@std/path";
import assert from "node:assert/strict";
import sharp from "sharp";
import { drawPhantom } from "lib/data/phantom.ts";
import type { SplitRow } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { fitGate } from "lib/experiments/fit_gate.ts";
import { readTopic } from "lib/experiments/topic_results.ts";
import { sequence } from "lib/models/sequence.ts";
import { gateStudy } from "lib/protocol/gate_study.ts";
import { robustness } from "lib/protocol/robustness.ts";
import { robustnessFigures } from "lib/protocol/robustness_figures.ts";
import { tempDir } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

/** Six phantoms as files. */
async function films(): Promise<{ root: string; films: { path: string }[] }> {
  const root = await tempDir();
  const paths = await Promise.all([0, 1, 2, 3, 4, 5].map(async (seed) => {
    const pixels = drawPhantom({ label: "Normal", seed, imageSize: 128 });
    const raw = { width: 128, height: 128, channels: 1 as const };
    await sharp(pixels, { raw }).png().toFile(join(root, `${seed}.png`));
    return { path: `${seed}.png` };
  }));
  return { root, films: paths };
}

/** A network that calls the second class where a film is bright. */
async function bright() {
  await startEngine({ seed: 1 });
  const pool = tf.layers.globalAveragePooling2d({});
  const last = tf.layers.dense({ units: 2, activation: "softmax" });
  const model = sequence([pool, last], { imageSize: [32, 32], channels: 1 });
  last.setWeights([tf.tensor2d([[-10, 10]]), tf.tensor1d([4, -4])]);
  return {
    model,
    info: madeBundleInfo({ preprocessing: { imageSize: [32, 32], decoding: "test" } }),
  };
}

Deno.test("robustness() asks about each severity, keeps the answers and reads them back", async () => {
  const [set, bundle, dir] = [await films(), await bright(), await tempDir()];
  const texts: string[] = [];
  const options = {
    corruptions: ["gamma", "inversion"],
    profile: "quick",
    seed: 1,
    dir,
    fingerprint: "a",
    onProgress: (done: number, total: number, text: string) => {
      texts.push(`${done}/${total} ${text}`);
    },
  };
  await robustness([bundle], set, { ...options, corruptions: [] });
  const before = tf.memory().numTensors;
  const all = await robustness([bundle], set, options);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(texts.slice(1), ["1/4 none", "2/4 gamma=0.5", "3/4 gamma=2", "4/4 inversion=1"]);
  const [none, lighter, darker] = all.map(({ answers }) => answers[0].probabilities[1]);
  assert(lighter > none && darker < none);

  await Deno.remove(join(set.root, "0.png")); // nothing is decoded again
  assert.deepEqual(await robustness([bundle], set, options), all);
  await assert.rejects(
    robustness([bundle], set, { ...options, fingerprint: "b" }),
    /0\.png|os error/,
  );
  await assert.rejects(
    robustness([bundle], set, { ...options, corruptions: ["fog"] }),
    /by "fog": expected one of jpeg-quality/,
  );
  const signal = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(robustness([bundle], set, { ...options, signal }), /stopped/);
});

Deno.test("robustnessFigures() sums up as reckoned by hand", () => {
  const answers = (rows: [number, boolean][]) =>
    rows.map(([p, refused], i) => ({ path: `${i}`, probabilities: [1 - p, p], refused }));
  const all = [
    { control: "none", answers: answers([[0.9, false], [0.2, false], [0.4, false], [0.1, false]]) },
    {
      control: "noise=5",
      answers: answers([[0.5, true], [0.6, false], [0.3, false], [0.1, true]]),
    },
  ];
  const options = { classNames: ["Normal", "COVID-19"], yTrue: [1, 0, 1, 0], threshold: 0.4 };
  const figures = robustnessFigures(all, options);
  const of = (control: string, metric: string) =>
    figures.find((figure) => figure.control === control && figure.metric === metric)!;
  const near = (value: number, expected: number) => assert(Math.abs(value - expected) < 1e-12);
  near(of("none", "accuracy").value, 1); // .4 is called from the frozen threshold on
  near(of("none", "probability-change").value, 0);
  near(of("noise=5", "accuracy").value, 0.5);
  near(of("noise=5", "auc").value, 0.5); // .5 > .1, .3 > .1; .6 above both
  near(of("noise=5", "probability").value, (0.5 + 0.4 + 0.3 + 0.9) / 4);
  near(of("noise=5", "probability-change").value, (0.4 + 0.4 + 0.1 + 0) / 4);
  near(of("noise=5", "refused").value, 0.5);
  assert(of("noise=5", "refused").ciLow < 0.2 && of("noise=5", "refused").ciMethod === "wilson");
  const grouped = robustnessFigures(all, { ...options, groups: ["a", "a", "b", "b"] });
  assert.equal(grouped[0].ciMethod, "wilson-cluster");
  assert.throws(() => robustnessFigures(all.slice(1), options), /no answers to unchanged films/);
});

Deno.test("gateStudy() counts what is refused, kind by kind, and writes the topic", async () => {
  const [{ root, films: paths }, out] = [await films(), await tempDir()];
  const thumbnails = Array.from(
    { length: 40 },
    (_, seed) => drawPhantom({ label: "Normal", seed: 100 + seed, imageSize: 64 }),
  );
  const gate = fitGate(thumbnails, thumbnails.map((_, i) => `${i}`))!;
  const others = await tempDir();
  await Deno.mkdir(join(others, "colour"));
  await sharp({ create: { width: 200, height: 200, channels: 3, background: "#a03010" } })
    .toFile(join(others, "colour", "red.png"));
  const split = paths.map(({ path }) => ({ path, split: "test", clean: true }) as SplitRow);
  const study = { out, set: { root, name: "phantom" }, split };
  const rows = await gateStudy(study, { gate, profile: "quick", seed: 1, others });
  const refused = Object.fromEntries(rows.map((row) => [row.subgroup, row.value]));
  assert.equal(refused["real-held-out"], 0);
  assert.equal(refused["inverted"], 1);
  assert.equal(refused["colour"], 1);
  assert(refused["drawn"] > 0.9);
  assert.equal((await readTopic(out, "gate")).length, rows.length);
});

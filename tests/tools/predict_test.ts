import { fromFileUrl, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { fitGate } from "lib/experiments/fit_gate.ts";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";
import { startEngine } from "lib/engine/start.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { loadBundle, saveBundle } from "lib/models/model_bundle.ts";
import { sequence } from "lib/models/sequence.ts";
import sharp from "sharp";
import { expandPaths } from "../../tools/predict/expand_paths.ts";
import { findBundles, lastTrained } from "../../tools/predict/find_bundles.ts";
import { predictOptions } from "../../tools/predict/predict_options.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

const phantom = (seed: number) =>
  drawPhantom({ label: PHANTOM_CLASSES[seed % 3], seed, imageSize: 128 });

async function png(pixels: Uint8Array, side: number): Promise<Uint8Array> {
  const raw = { width: side, height: side, channels: 1 as const };
  return new Uint8Array(await sharp(pixels, { raw }).png().toBuffer());
}

/** An experiment of two seeds, untrained, with a gate, under a folder of results. */
async function experiment(): Promise<string> {
  await startEngine({ seed: 1 });
  const thumbnails = Array.from(
    { length: 36 },
    (_, seed) => drawPhantom({ label: PHANTOM_CLASSES[seed % 3], seed, imageSize: 64 }),
  );
  const gate = fitGate(thumbnails, thumbnails.map((_, i) => `${i}`));
  const dir = join(await tempDir(), "phantom-quick", "experiments", "T");
  for (const seed of [1, 2]) {
    const { conv2d, dense, globalAveragePooling2d } = tf.layers;
    const model = sequence([
      conv2d({ filters: 4, kernelSize: 5, strides: 4, activation: "relu" }),
      globalAveragePooling2d({}),
      dense({ units: 2, activation: "softmax" }),
    ], { imageSize: [32, 32], channels: 1 });
    const training = { data: "phantom", fingerprint: "", numFilms: 36, seed, profile: "quick" };
    await saveBundle(join(dir, `seed-${seed}`, "model"), {
      model,
      info: madeBundleInfo({
        preprocessing: { imageSize: [32, 32], decoding: "test" },
        threshold: 0.25,
        gate,
        training,
      }),
    });
    model.dispose();
  }
  return dir;
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--no-check", join(ROOT, "tools/predict.ts"), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

Deno.test("deno task predict answers, abstains, goes on after a bad film, and fails at the end", async () => {
  const model = await experiment();
  const films = await writeFolder({
    "a.png": await png(phantom(100), 128),
    "b.png": await png(new Uint8Array(128 * 128).fill(99), 128),
    "broken.png": "no picture",
    "c.png": await png(phantom(101), 128),
    "notes.txt": "left out of a folder",
  });
  const csv = join(await tempDir(), "answers.csv");
  const maps = await tempDir();
  const args = [films, "--model", model, "--csv", csv, "--heatmap", maps];
  const { code, out, err } = await run(...args);
  assert.equal(code, 1);
  assert.match(err, /Cannot read film ".*broken\.png": not an image in a known format/);
  assert.match(out, /Model T: a test, trained on phantom, mean of 2 models/);
  assert.match(out, /calls COVID-19 from 25\.0 % on/);
  assert.match(out, /b\.png: no answer, it is nearly one even grey/);
  assert.match(out, /4 films: 2 answered, 1 without an answer, 1 not readable/);
  assert.match(out, /Not for diagnosis/);
  assert(out.indexOf("a.png") < out.indexOf("b.png"), "in the films' order");

  const rows = parseCsv(await Deno.readTextFile(csv));
  assert.deepEqual(rows.map(({ film }) => film.slice(film.lastIndexOf("/") + 1)), [
    "a.png",
    "b.png",
    "broken.png",
    "c.png",
  ]);
  assert.equal(rows[1]["COVID-19"], "");
  assert.match(rows[1].abstained, /even grey/);
  assert.match(rows[2].error, /not an image/);
  assert(rows.every(({ notice }) => notice === "not for diagnosis"));
  const low = Number(rows[0]["COVID-19 low"]);
  assert(low > 0 && low <= Number(rows[0]["COVID-19"]));
  const drawn = (await Array.fromAsync(Deno.readDir(maps))).map(({ name }) => name).sort();
  assert.deepEqual(drawn, ["a.png.heatmap.png", "c.png.heatmap.png"]);
});

Deno.test("deno task predict --json says what predictFilm() says, from folder and from zip", async () => {
  const dir = join(await experiment(), "seed-2", "model");
  const films = await writeFolder({
    "a.png": await png(phantom(100), 128),
    "b.png": await png(phantom(101), 128),
  });
  const bundle = await loadBundle(dir);
  const zip = join(await tempDir(), "model.zip");
  await saveBundle(zip, bundle);
  for (const model of [dir, zip]) {
    const { code, out } = await run(join(films, "*.png"), "--model", model, "--json");
    assert.equal(code, 0);
    const answer = JSON.parse(out);
    assert.match(answer.notice, /Not for diagnosis/);
    assert.deepEqual([answer.model.id, answer.model.threshold], ["T", 0.25]);
    assert.equal(answer.films.length, 2);
    for (const { film, class: className, probabilities } of answer.films) {
      const expected = await predictFilm(bundle, film);
      assert.equal(className, expected.className);
      expected.probabilities.forEach((p, k) =>
        assert(Math.abs(p - probabilities[bundle.info.classNames[k]]) < 1e-6)
      );
    }
  }
  bundle.model.dispose();
});

Deno.test("predictOptions() reads a command line and says what is wrong with it", () => {
  assert.deepEqual(predictOptions(["a.png", "/b", "--model", "m", "--json"], "/home/ada"), {
    paths: ["/home/ada/a.png", "/b"],
    model: "/home/ada/m",
    json: true,
    csv: undefined,
    heatmap: undefined,
    card: false,
  });
  assert.equal(predictOptions(["--help"], "/"), undefined);
  assert.equal(predictOptions([], "/"), undefined);
  assert.throws(() => predictOptions(["--json"], "/"), /No film is named/);
  assert.throws(() => predictOptions(["a", "--colour"], "/"), /Unknown option '--colour'/);
});

Deno.test("expandPaths() finds files, folders and patterns, each film once", async () => {
  const dir = await writeFolder({ "b.png": 1, "sub/a.JPG": 2, "x.txt": "no", "[1].png": 3 });
  const at = (...names: string[]) => names.map((name) => join(dir, name));
  assert.deepEqual(await expandPaths([dir]), at("[1].png", "b.png", "sub/a.JPG"));
  assert.deepEqual(await expandPaths(at("b.png", "*.png")), at("b.png", "[1].png"));
  assert.deepEqual(await expandPaths(at("[1].png")), at("[1].png"));
  assert.deepEqual(await expandPaths(at("missing.png")), at("missing.png"));
  await assert.rejects(expandPaths(at("*.dcm")), /No file fits ".*\*\.dcm"/);
  await assert.rejects(expandPaths([await tempDir()]), /No film in/);
});

Deno.test("findBundles() finds a model, a run and an experiment; lastTrained() the newest", async () => {
  const dir = await experiment();
  const [first, second] = [1, 2].map((seed) => join(dir, `seed-${seed}`, "model"));
  assert.deepEqual(await findBundles(first), [first]);
  assert.deepEqual(await findBundles(join(dir, "seed-1")), [first]);
  assert.deepEqual(await findBundles(dir), [first, second]);
  await assert.rejects(findBundles(join(dir, "..")), /No model in .*name a folder that/);
  const outputs = join(dir, "../../..");
  const old = new Date(2000, 1, 1);
  await Deno.utime(join(second, "bundle.json"), old, old);
  assert.equal(await lastTrained(outputs), first);
  await assert.rejects(lastTrained(await tempDir()), /train one first, such as "deno task train/);
});

import assert from "node:assert/strict";
import { loadPixels } from "lib/data/load_pixels.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { type FilmSet, readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { overlap } from "lib/evaluation/dice.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { readTopic } from "lib/experiments/topic_results.ts";
import { lungsOfFilms } from "lib/protocol/lungs_of_films.ts";
import { maskedSet } from "lib/protocol/masked_set.ts";
import { studyLungs } from "lib/protocol/study_lungs.ts";
import { exampleLungs } from "lib/protocol/example_lungs.ts";
import { trainLungNetwork } from "lib/protocol/train_lung_network.ts";

const tf = await startEngine({ seed: 1 });

async function withPhantoms(test: (set: FilmSet, dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await writePhantomSet(`${dir}/films`, { seed: 3, numTrain: 60, numTest: 0, imageSize: 64 });
    await test(await readFilms(`${dir}/films`), dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const small = { imageSize: [32, 32] as [number, number], filters: 4, epochs: 6, seed: 1 };

Deno.test("trainLungNetwork() measures on patients held out, is read back, and its masks fit", async () => {
  await withPhantoms(async (set, dir) => {
    const options = { ...small, out: `${dir}/lungs`, cacheDir: `${dir}/cache` };
    const before = tf.memory().numTensors;
    const network = await trainLungNetwork(set, options);
    const { info } = network;
    const { films, patients } = info.heldOut;
    assert.equal(films + info.training.films + info.training.validation, 60);
    assert.ok(patients <= films && films >= 10 && films <= 14, `${films} held out`);
    assert.ok(info.dice.value > 0.6, `Dice ${info.dice.value}`);
    assert.ok(info.dice.low < info.dice.value && info.dice.value < info.dice.high);
    assert.ok(info.iou.value < info.dice.value);

    // The same again costs nothing; another seed is another network.
    const progress: string[] = [];
    const onProgress = (_done: number, _total: number, text: string) => progress.push(text);
    const again = await trainLungNetwork(set, { ...options, onProgress });
    assert.equal(again.fingerprint, network.fingerprint);
    assert.deepEqual(progress, []);
    again.model.dispose();

    // Films without outlines get the network's: 7 here.
    for (const { path } of set.films.slice(0, 7)) {
      await Deno.remove(`${set.root}/lung-masks/${path}`);
    }
    const none = await lungsOfFilms(set, { cacheDir: `${dir}/cache` });
    assert.equal(none, undefined);
    const lungs = await lungsOfFilms(set, { network, cacheDir: `${dir}/cache` });
    assert.deepEqual(lungs!.sources, { outlined: 53, network: 7 });
    const pixels = await loadPixels(set, { imageSize: [64, 64], cacheDir: `${dir}/cache` });
    const masks = await lungs!.masks(pixels);
    assert.ok(masks.every((value) => value === 0 || value === 255));
    const share = masks.subarray(0, 7 * 4096).filter((value) => value > 0).length / (7 * 4096);
    assert.ok(share > 0.1 && share < 0.7, `lungs take ${share}`);
    network.model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});

Deno.test("trainLungNetwork() goes on after a stop to the same network", async () => {
  await withPhantoms(async (set, dir) => {
    const options = { ...small, epochs: 3, cacheDir: `${dir}/cache` };
    const stop = new AbortController();
    const onProgress = (done: number, total: number) => {
      if (total < 60 && done === total - 1) stop.abort(new Error("stopped"));
    };
    const out = `${dir}/stopped`;
    await assert.rejects(
      trainLungNetwork(set, { ...options, out, onProgress, signal: stop.signal }),
      { message: "stopped" },
    );
    const resumed = await trainLungNetwork(set, { ...options, out });
    const through = await trainLungNetwork(set, { ...options, out: `${dir}/through` });
    assert.equal(resumed.fingerprint, through.fingerprint);
    resumed.model.dispose();
    through.model.dispose();
  });
});

Deno.test("trainLungNetwork() throws where too few films have outlines", async () => {
  await withPhantoms(async (set, dir) => {
    const few = { ...set, films: set.films.slice(0, 19) };
    await assert.rejects(trainLungNetwork(few, { ...small, out: dir, cacheDir: dir }), {
      name: "RangeError",
      message: "Cannot train a lung network on films: expected at least 20 films with an outline " +
        'in a folder "lung-masks" but found 19',
    });
  });
});

Deno.test("maskedSet() keeps paths and rows, so that every recipe can read it", async () => {
  await withPhantoms(async (set, dir) => {
    const split = splitFilms(set, { seed: 1 });
    const lungs = await lungsOfFilms(set, { cacheDir: `${dir}/cache` });
    const options = {
      imageSize: [64, 64] as [number, number],
      lungs,
      cacheDir: `${dir}/cache`,
      maskedDir: `${dir}/masked`,
    };
    const masked = await maskedSet(set, split, { ...options, mask: "lung-outline" });
    const known = ({ sha256: _, ...row }: typeof split[number]) => row;
    assert.deepEqual(masked.split.map(known), split.map(known));
    const films = { root: masked.root, films: masked.split };
    const { data } = await loadPixels(films, { imageSize: [64, 64], cacheDir: `${dir}/cache` });
    const pixels = await loadPixels({ root: set.root, films: split }, {
      imageSize: [64, 64],
      cacheDir: `${dir}/cache`,
    });
    assert.equal(overlap(await lungs!.masks(pixels), data).dice, 1);
    // The second time nothing is written.
    const { mtime } = await Deno.stat(`${masked.root}/${split[0].path}`);
    await maskedSet(set, split, { ...options, mask: "lung-outline" });
    assert.deepEqual((await Deno.stat(`${masked.root}/${split[0].path}`)).mtime, mtime);
  });
});

Deno.test("studyLungs() trains where films have outlines and writes topic lungs", async () => {
  await withPhantoms(async (set, dir) => {
    const study = await beginStudy({ out: `${dir}/out`, set, split: splitFilms(set, { seed: 1 }) });
    const lungs = await studyLungs(study, { profile: "quick", seed: 1 });
    assert.equal(lungs!.dir, `${dir}/out/lungs`);
    const rows = await readTopic(`${dir}/out`, "lungs");
    assert.deepEqual(rows.map(({ experiment, metric }) => [experiment, metric]), [
      ["lung-network", "dice"],
      ["lung-network", "iou"],
    ]);
    assert.equal(rows[0].value, lungs!.info.dice.value);
    const examples = await exampleLungs(study, { imageSize: [64, 64] });
    assert.deepEqual(examples.labels, ["COVID-19", "Normal", "Viral Pneumonia"]);
    assert.equal(examples.lungs.length, 3 * 64 * 64);

    await Deno.remove(`${set.root}/lung-masks`, { recursive: true });
    assert.deepEqual((await studyLungs(study, { profile: "quick", seed: 1 }))?.info, lungs!.info);
    const without = await exampleLungs(study, { imageSize: [64, 64] });
    assert.deepEqual(without.masks, ["frame-only", "corners-blanked"]);
    assert.equal(
      (await exampleLungs(study, { lungsDir: lungs!.dir, imageSize: [64, 64] })).masks
        .length,
      5,
    );
    const other = { ...study, out: `${dir}/other` };
    assert.equal(await studyLungs(other, { profile: "quick", seed: 1 }), undefined);
  });
});

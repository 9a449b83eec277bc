import assert from "node:assert/strict";
import { join } from "@std/path";
import { beginStudy } from "lib/experiments/study.ts";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { trainingFilms } from "lib/report/training_films.ts";
import { trainingOverlap } from "lib/report/training_overlap.ts";
import { tempDir, testImage, writeFolder } from "../data/test_films.ts";
import { realData } from "../real_data.ts";

/** A training set of four films with a test film, and a study whose model lies where models lie. */
async function study() {
  const root = await writeFolder({
    "train/Normal/NORMAL2-IM-0001-0001.png": 1,
    "train/Normal/2.png": 2,
    "train/Covid/3.png": 3,
    "train/Covid/4.png": 4,
    "test/Covid/5.png": 5,
  });
  const out = await tempDir();
  const set = await readFilms(root, { source: "made" });
  await beginStudy({ out, set, split: splitFilms(set, { seed: 1, validationFraction: 0 }) });
  return { root, out, model: join(out, "experiments", "T", "seed-1", "model") };
}

/** The second film again as it is, the third darker and larger, a film of the first's patient. */
async function elsewhere() {
  return await writeFolder({
    "Normal/same.png": 2,
    "Covid/darker.png": new Uint8Array(
      await testImage(3).linear(0.6, 20).resize(144, 120).png().toBuffer(),
    ),
    "Normal/NORMAL2-IM-0001-0002.png": 7,
    "Covid/new.png": 8,
    "Covid/test.png": 5,
  });
}

Deno.test("trainingOverlap() finds the same file, the same picture and the same patient", async () => {
  const { model } = await study();
  const set = await readFilms(await elsewhere());
  const { films, checked, words } = trainingOverlap(set, await trainingFilms(model));
  assert.equal(checked, "files and pictures");
  assert.deepEqual(films.map(({ path, trainPath, kind }) => [path, trainPath, kind]), [
    ["Covid/darker.png", "train/Covid/3.png", "same picture"],
    ["Normal/NORMAL2-IM-0001-0002.png", "train/Normal/NORMAL2-IM-0001-0001.png", "same patient"],
    ["Normal/same.png", "train/Normal/2.png", "same file"],
  ]);
  assert.match(
    words[0],
    /3 of 5 films left out.*1 the same file, 1 the same picture, 1 another film/,
  );
});

Deno.test("trainingOverlap() says loudly what it could not check", async () => {
  const { root, model } = await study();
  const set = await readFilms(await elsewhere());
  assert.equal(await trainingFilms(join(await tempDir(), "model.zip")), undefined);
  const unknown = trainingOverlap(set, undefined);
  assert.equal(unknown.checked, "nothing");
  assert.match(unknown.words[0], /^NOT CHECKED whether .* Name their folder with --train/);
  await Deno.remove(root, { recursive: true });
  await Deno.mkdir(root); // it is removed once more at the end
  const gone = trainingOverlap(set, await trainingFilms(model));
  assert.equal(gone.checked, "files");
  assert.deepEqual(gone.films.map(({ kind }) => kind), ["same patient", "same file"]);
  assert.match(gone.words[1], /^NOT CHECKED for near copies of 4 of the 4 training films/);
});

Deno.test("trainingOverlap() finds exact copies by the hashes of a bundle that was sent alone", async () => {
  const set = await readFilms(await elsewhere());
  const same = set.films.find(({ path }) => path === "Normal/same.png")!;
  const films = [same.sha256.slice(0, 16), "0".repeat(16)];
  const training = await trainingFilms("/somewhere/model.zip", {
    training: { data: "made", films },
  });
  const { films: found, checked, words } = trainingOverlap(set, training);
  assert.deepEqual(found.map(({ path, kind }) => [path, kind]), [["Normal/same.png", "same file"]]);
  assert.equal(checked, "files");
  assert.match(words.join(), /NOT CHECKED for near copies of 2 of the 2 training films/);
});

Deno.test("trainingFilms() takes the training part of a folder that is named", async () => {
  const { root } = await study();
  const named = await trainingFilms(undefined, { train: root });
  assert.equal(named!.films.length, 4);
  const flat = await trainingFilms(undefined, { train: await elsewhere() });
  assert.equal(flat!.films.length, 5);
  await assert.rejects(trainingFilms(undefined, { train: "/no/such/folder" }), /no\/such\/folder/);
});

const raikokte = realData("raikokte");
Deno.test({
  name: "trainingOverlap() finds the eight test films of raikokte that stand in train",
  ignore: raikokte === undefined,
  fn: async () => {
    const training = await trainingFilms(undefined, { train: raikokte });
    const set = await readFilms(join(raikokte!, "test"));
    const count = (kinds: string[]) =>
      trainingOverlap(set, training).films.filter(({ kind }) => kinds.includes(kind)).length;
    assert.equal(set.films.length, 66);
    assert.equal(count(["same file", "same picture"]), 8);
  },
});

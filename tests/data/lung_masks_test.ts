import { dirname } from "@std/path";
import assert from "node:assert/strict";
import sharp from "sharp";
import { findLungMasks, loadLungMasks } from "lib/data/lung_masks.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { readFilms } from "lib/data/read_films.ts";
import { realData } from "../real_data.ts";

async function withFiles(
  files: Record<string, number[]>,
  test: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, [left, right]] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${root}/${path}`), { recursive: true });
      const raw = { width: 2, height: 1, channels: 1 as const };
      await sharp(Uint8Array.of(left, right), { raw }).toColourspace("b-w").png()
        .toFile(`${root}/${path}`);
    }
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const find = async (root: string, ...paths: string[]) =>
  (await findLungMasks({ root, films: paths.map((path) => ({ path })) }))
    .map(({ film, path }) => [film, path]);

Deno.test("findLungMasks() finds masks by the film's path, or by its name alone", async () => {
  const files = { "lung-masks/train/normal/1.png": [0, 255], "lung-masks/2.png": [0, 255] };
  await withFiles(files, async (root) => {
    const films = ["train/normal/1.jpg", "train/normal/2.jpeg", "test/normal/3.jpg"];
    assert.deepEqual(await find(root, ...films), [
      ["train/normal/1.jpg", "lung-masks/train/normal/1.png"],
      ["train/normal/2.jpeg", "lung-masks/2.png"],
    ]);
  });
});

Deno.test("findLungMasks() finds each set's own masks where sets are joined", async () => {
  const files = { "a/lung-masks/1.png": [0, 0], "b/lung-masks/1.png": [255, 255] };
  await withFiles(files, async (root) => {
    assert.deepEqual(await find(root, "a/images/1.jpg", "b/covid/1.jpg", "c/1.jpg"), [
      ["a/images/1.jpg", "a/lung-masks/1.png"],
      ["b/covid/1.jpg", "b/lung-masks/1.png"],
    ]);
  });
});

Deno.test("findLungMasks() keeps dots of a name, and finds nothing where there is no folder", async () => {
  await withFiles({ "lung-masks/1.pdf-001.png": [0, 255] }, async (root) => {
    assert.equal((await find(root, "covid/1.pdf-001.jpg")).length, 1);
    assert.equal((await find(root, "covid/1.jpg")).length, 0);
  });
  assert.deepEqual(await findLungMasks({ root: "nowhere", films: [{ path: "1.png" }] }), []);
});

Deno.test("loadLungMasks() gives 255 inside and 0 outside", async () => {
  await withFiles({ "lung-masks/1.png": [127, 128] }, async (root) => {
    const masks = await findLungMasks({ root, films: [{ path: "1.png" }] });
    const options = { imageSize: [1, 2] as const, cacheDir: `${root}/cache` };
    assert.deepEqual([...await loadLungMasks(root, masks, options)], [0, 255]);
  });
});

Deno.test("phantom films have lung masks, and they are no films themselves", async () => {
  const dir = `${await Deno.makeTempDir()}/set`;
  await writePhantomSet(dir, { seed: 3, numTrain: 6, numTest: 3, imageSize: 64 });
  const set = await readFilms(dir);
  assert.equal(set.films.length, 9);
  const masks = await findLungMasks(set);
  assert.deepEqual(masks.map(({ film }) => film), set.films.map(({ path }) => path));
  const pixels = await loadLungMasks(dir, masks, {
    imageSize: [64, 64],
    cacheDir: `${dir}/cache`,
  });
  const share = pixels.filter((value) => value === 255).length / pixels.length;
  assert.ok(share > 0.2 && share < 0.6, `lungs take ${share}`);
  await Deno.remove(dir, { recursive: true });
});

const cohen = realData("cohen");
Deno.test({
  name: "findLungMasks() finds the real masks, each of them another",
  ignore: cohen === undefined,
  async fn() {
    const masks = await findLungMasks(await readFilms(cohen!));
    assert.equal(masks.length, 417); // the 418th belongs to a film without a diagnosis
    assert.equal(new Set(masks.map(({ sha256 }) => sha256)).size, 417);
  },
});

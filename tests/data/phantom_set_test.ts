import assert from "node:assert/strict";
import sharp from "sharp";
import { readManifest } from "lib/data/manifest.ts";
import { drawPhantom } from "lib/data/phantom.ts";
import { type PhantomSetOptions, writePhantomSet } from "lib/data/phantom_set.ts";
import { readFilms } from "lib/data/read_films.ts";
import { deriveSeed } from "lib/random/derive_seed.ts";

const settings = { seed: 3, numTrain: 30, numTest: 9, imageSize: 64 };

async function withSet(
  options: PhantomSetOptions,
  test: (dir: string, parent: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await writePhantomSet(`${parent}/set`, options);
    await test(`${parent}/set`, parent);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function names(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir), ({ name }) => name)).sort();
}

Deno.test("writePhantomSet() writes balanced classes as grey PNG, and a manifest of them", async () => {
  const calls: [number, number][] = [];
  const onProgress = (done: number, total: number) => calls.push([done, total]);
  await withSet({ ...settings, onProgress }, async (dir, parent) => {
    assert.deepEqual(await names(parent), ["set"]); // nothing left beside it
    assert.deepEqual(await names(dir), [
      "lung-masks",
      "manifest.csv",
      "phantom.json",
      "test",
      "train",
    ]);
    for (const className of ["COVID-19", "Normal", "Viral Pneumonia"]) {
      assert.equal((await names(`${dir}/train/${className}`)).length, 10);
      assert.equal((await names(`${dir}/test/${className}`)).length, 3);
    }
    assert.deepEqual(calls.at(-1), [39, 39]);

    const films = await readManifest(`${dir}/manifest.csv`);
    assert.equal(films.length, 39);
    const { path, className, width, originalBytes } = films[4];
    assert.equal(path, "train/Normal/00005.png");
    assert.equal(className, "Normal");
    assert.equal(width, 64);
    assert.equal(originalBytes, (await Deno.stat(`${dir}/${path}`)).size);
    const film = sharp(`${dir}/${path}`);
    assert.equal((await film.metadata()).channels, 1);
    const data = await film.toColourspace("b-w").raw().toBuffer();
    const seed = deriveSeed(3, "train", 4);
    assert.deepEqual(
      new Uint8Array(data),
      drawPhantom({ label: "Normal", seed, imageSize: 64 }),
    );
  });
});

Deno.test("writePhantomSet() gives some patients two films, on one side of the split", async () => {
  await withSet(settings, async (dir) => {
    const films = await readManifest(`${dir}/manifest.csv`);
    const byPatient = Map.groupBy(films, ({ patientId }) => patientId);
    const sizes = [...byPatient.values()].map((own) => own.length);
    assert.equal(sizes.filter((size) => size === 2).length, 6); // one film in five of 10 a class
    assert.equal(Math.max(...sizes), 2);
    for (const own of byPatient.values()) {
      assert.equal(new Set(own.map(({ split }) => split)).size, 1);
      assert.equal(new Set(own.map(({ group }) => group)).size, 1);
      assert.equal(new Set(own.map(({ className }) => className)).size, 1);
      assert.equal(new Set(own.map(({ age }) => age)).size, 1);
      assert.equal(new Set(own.map(({ sha256 }) => sha256)).size, own.length);
    }
  });
});

Deno.test("writePhantomSet() writes a set that readFilms() reads whole", async () => {
  await withSet(settings, async (dir) => {
    const set = await readFilms(dir);
    assert.equal(set.films.length, 39);
    assert.deepEqual(set.skipped, []);
    assert.equal(new Set(set.films.map(({ copyGroup }) => copyGroup)).size, 39); // no copies
  });
});

Deno.test("writePhantomSet() leaves a finished set alone and replaces one of other settings", async () => {
  await withSet(settings, async (dir, parent) => {
    const film = `${dir}/train/Normal/00002.png`;
    const before = await Deno.readFile(film);
    const { mtime } = await Deno.stat(film);
    let drawn = 0;
    await writePhantomSet(dir, { ...settings, onProgress: () => drawn++ });
    assert.equal(drawn, 0);
    assert.deepEqual((await Deno.stat(film)).mtime, mtime);

    await writePhantomSet(dir, { ...settings, numTrain: 6, shortcut: { Normal: "P" } });
    assert.equal((await readManifest(`${dir}/manifest.csv`)).length, 15);
    assert.notDeepEqual(await Deno.readFile(film), before); // the letter
    await writePhantomSet(dir, { ...settings, numTrain: 6 });
    assert.deepEqual(await Deno.readFile(film), before); // a smaller set starts with the same films
    assert.deepEqual(await names(parent), ["set"]);
  });
});

Deno.test("writePhantomSet() leaves nothing behind when stopped, and completes the next time", async () => {
  const parent = await Deno.makeTempDir();
  const stop = new AbortController();
  const onProgress = (done: number) => done === 5 && stop.abort(new Error("stopped"));
  await assert.rejects(
    writePhantomSet(`${parent}/set`, { ...settings, onProgress, signal: stop.signal }),
    { message: "stopped" },
  );
  assert.deepEqual(await names(parent), []);
  await writePhantomSet(`${parent}/set`, settings);
  assert.equal((await readManifest(`${parent}/set/manifest.csv`)).length, 39);
  await Deno.remove(parent, { recursive: true });
});

Deno.test("writePhantomSet() may run twice at once", async () => {
  const parent = await Deno.makeTempDir();
  const few = { ...settings, numTrain: 6, numTest: 3 };
  await Promise.all([1, 2].map(() => writePhantomSet(`${parent}/set`, few)));
  assert.equal((await readManifest(`${parent}/set/manifest.csv`)).length, 9);
  assert.deepEqual(await names(parent), ["set"]);
  await Deno.remove(parent, { recursive: true });
});

Deno.test("writePhantomSet() throws rather than overwrite something else", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/thesis.txt`, "years of work");
  await assert.rejects(writePhantomSet(dir, settings), {
    name: "Error",
    message: `Cannot draw phantom films into "${dir}": it holds something else; ` +
      "name another folder or empty it",
  });
  assert.deepEqual(await names(dir), ["thesis.txt"]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("writePhantomSet() throws for numbers that are no counts", async () => {
  await assert.rejects(writePhantomSet("nowhere", { ...settings, numTest: -1 }), {
    name: "RangeError",
    message: "Cannot draw a phantom set: numTest is -1, expected a whole number from 0",
  });
});

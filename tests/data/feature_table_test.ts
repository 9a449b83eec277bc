import assert from "node:assert/strict";
import { join } from "@std/path";
import type { FeatureFilm, FeatureRows } from "lib/data/feature_table.ts";
import { readFeatureAbout, readFeatureTable } from "lib/data/read_feature_table.ts";
import { writeFeatureTable } from "lib/data/write_feature_table.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { parquetWriteBuffer } from "hyparquet-writer";
import { tempDir } from "./test_films.ts";

function film(i: number): FeatureFilm {
  return {
    path: `train/Ärzte, "quoted"/${i}.png`,
    sha256: String(i).padStart(64, "0"),
    className: i % 2 ? "COVID-19" : "Normal",
    split: i % 3 ? "train" : "",
    group: `g${i}`,
  };
}

function portion(start: number, end: number, numFeatures: number): FeatureRows {
  const random = seededRandom(start);
  return {
    films: Array.from({ length: end - start }, (_, i) => film(start + i)),
    values: Float32Array.from({ length: (end - start) * numFeatures }, () => random() - 0.5),
  };
}

Deno.test("readFeatureTable() reads what writeFeatureTable() wrote, bit for bit", async () => {
  const file = join(await tempDir(), "new/features.parquet");
  const portions = [portion(0, 40, 7), portion(40, 41, 7), portion(0, 0, 7), portion(41, 90, 7)];
  const odd = portions[0].values;
  odd.set([NaN, Infinity, -0, 1e-45, 3.4e38, Math.fround(0.1)]);
  const about = { backbone: "phantom", note: "in words, äöü" };
  assert.equal(await writeFeatureTable(file, portions, { numFeatures: 7, about }), 90);
  const table = await readFeatureTable(file);
  assert.deepEqual(table.films, Array.from({ length: 90 }, (_, i) => film(i)));
  assert.deepEqual(
    new Uint8Array(table.values.buffer),
    new Uint8Array(Float32Array.from(portions.flatMap(({ values }) => [...values])).buffer),
  );
  assert.equal(table.numFeatures, 7);
  assert.deepEqual(table.about, about);
});

Deno.test("readFeatureTable() joins the files of a folder by name, parts of one table", async () => {
  const dir = await tempDir();
  for (const [name, start, end] of [["b", 5, 8], ["a", 0, 5]] as const) {
    const about = { backbone: "x", range: `${start}:${end}`, content: name };
    const options = { numFeatures: 2, about };
    await writeFeatureTable(join(dir, `${name}.parquet`), [portion(start, end, 2)], options);
  }
  await Deno.writeTextFile(join(dir, "notes.txt"), "no features");
  const { films, values } = await readFeatureTable(dir);
  assert.deepEqual(films.map(({ sha256 }) => Number(sha256)), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(values.subarray(10), portion(5, 8, 2).values);
  const other = { numFeatures: 2, about: { backbone: "y" } };
  await writeFeatureTable(join(dir, "c.parquet"), [portion(8, 9, 2)], other);
  await assert.rejects(() => readFeatureTable(dir), {
    name: "SyntaxError",
    message: /c\.parquet" is of another network or size than ".*a\.parquet"/,
  });
});

Deno.test("writeFeatureTable() takes rows as they come, and no rows", async () => {
  const file = join(await tempDir(), "f.parquet");
  async function* rows() {
    for (let i = 0; i < 3; i++) {
      await Promise.resolve();
      yield portion(10 * i, 10 * i + 10, 4);
    }
  }
  assert.equal(await writeFeatureTable(file, rows(), { numFeatures: 4 }), 30);
  assert.equal((await readFeatureTable(file)).films.length, 30);
  assert.equal(await writeFeatureTable(file, [], { numFeatures: 4 }), 0);
  assert.deepEqual((await readFeatureTable(file)).films, []);
});

Deno.test("writeFeatureTable() leaves the old file, and nothing else, where rows fail", async () => {
  const dir = await tempDir();
  const file = join(dir, "f.parquet");
  await writeFeatureTable(file, [portion(0, 3, 2)], { numFeatures: 2 });
  const broken = { films: [film(0)], values: new Float32Array(3) };
  await assert.rejects(
    () => writeFeatureTable(file, [portion(5, 9, 2), broken], { numFeatures: 2 }),
    {
      name: "RangeError",
      message: "Cannot write features: expected 2 of each of 1 films, but found 3 values",
    },
  );
  assert.equal((await readFeatureTable(file)).films.length, 3);
  assert.deepEqual((await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name), [
    "f.parquet",
  ]);
});

Deno.test("readFeatureTable() says what a file is not", async () => {
  const dir = await tempDir();
  await assert.rejects(() => readFeatureTable(dir), { message: /no \.parquet file in/ });
  const file = join(dir, "x.parquet");
  await Deno.writeTextFile(file, "this is no such file");
  await assert.rejects(() => readFeatureTable(file), { name: "SyntaxError" });
  assert.equal(await readFeatureAbout(file), undefined);
  const other = parquetWriteBuffer({ columnData: [{ name: "path", data: ["a"], type: "STRING" }] });
  await Deno.writeFile(file, new Uint8Array(other));
  await assert.rejects(() => readFeatureTable(file), {
    message: /there is no column "sha256"/,
  });
});

import assert from "node:assert/strict";
import { join } from "@std/path";
import { auditFilms } from "lib/data/audit.ts";
import { parseCsv } from "lib/data/csv.ts";
import { decodeFilm } from "lib/data/decode_film.ts";
import { loadPixels } from "lib/data/load_pixels.ts";
import { type FilmSet, readFilms } from "lib/data/read_films.ts";
import { splitFilms, type SplitRow } from "lib/data/split.ts";
import { realData } from "../real_data.ts";
import { tempDir } from "./test_films.ts";

const raikokte = realData("raikokte");
const ozturk = realData("ozturk");
const cohen = realData("cohen");
const xrayCovid19 = realData("xray-covid19");
const rawSample = realData("raw-sample");

/** The test films that also stand in train, known beforehand; only these tests read the list. */
const COPIES = [
  "0112.jpg",
  "COVID-00003b.jpg",
  "COVID-00012.jpg",
  "COVID-00022.jpg",
  "COVID-00033.jpg",
  "COVID-00037.jpg",
  "auntminnie-2020_01_31_20_24_2322_2020_01_31_x-ray_coronavirus_US.jpg",
  "radiopaedia-2019-novel-coronavirus-infected-pneumonia.jpg",
];

const opened = new Map<string, Promise<FilmSet>>();

/** Reads each set once for all tests. */
function readOnce(dir: string): Promise<FilmSet> {
  const set = opened.get(dir) ?? readFilms(dir);
  opened.set(dir, set);
  return set;
}

/** Films by class, as `COVID-19 26, Normal 20`. */
function byClass(rows: readonly { className: string }[]): string {
  return Object.entries(Object.groupBy(rows, ({ className }) => className)).sort()
    .map(([className, members]) => `${className} ${members!.length}`).join(", ");
}

function splitsOf(set: FilmSet, validationFraction: number) {
  const rows = splitFilms(set, { seed: 1, validationFraction });
  const part = (split: string) => rows.filter((row) => row.split === split);
  return { rows, train: part("train"), validation: part("validation"), test: part("test") };
}

function assertGroupsWhole(rows: readonly SplitRow[], across: (row: SplitRow) => boolean) {
  const splitOf = new Map<string, string>();
  for (const row of rows.filter(across)) {
    assert.equal(splitOf.get(row.group) ?? row.split, row.split, row.path);
    splitOf.set(row.group, row.split);
  }
}

Deno.test({
  name: "raikokte: 317 films, and the published, clean and patient tests of 66, 58 and 56",
  ignore: raikokte === undefined,
  async fn() {
    const set = await readOnce(raikokte!);
    assert.equal(set.layout, "<split>/<class>/*");
    assert.deepEqual(set.skipped, []);
    const { rows, train, validation, test } = splitsOf(set, 0.15);
    const published = rows.filter((row) => row.published === "train");
    assert.equal(byClass(published), "COVID-19 111, Normal 70, Viral Pneumonia 70");
    assert.equal(byClass(test), "COVID-19 26, Normal 20, Viral Pneumonia 20");
    const clean = test.filter((row) => row.clean);
    assert.equal(byClass(clean), "COVID-19 18, Normal 20, Viral Pneumonia 20");
    const patient = test.filter((row) => row.patient);
    assert.equal(byClass(patient), "COVID-19 16, Normal 20, Viral Pneumonia 20");
    assert.equal(byClass(validation), "COVID-19 17, Normal 11, Viral Pneumonia 11");
    assert.equal(train.length + validation.length, 251);
    assertGroupsWhole(rows, ({ split }) => split !== "test");
    assertGroupsWhole(rows, ({ split }) => split !== "train");
    const names = (kept: SplitRow[], without: SplitRow[]) =>
      kept.filter((row) => !without.includes(row)).map(({ path }) => path.split("/").at(-1));
    assert.deepEqual(names(test, clean), COPIES);
    assert.deepEqual(names(clean, patient), ["0102.jpeg", "094.jpg"]);
  },
});

Deno.test({
  name: "raikokte: the copies are found without hashes and tables, from pixels alone",
  ignore: raikokte === undefined,
  async fn() {
    const { films, thumbnails } = await readOnce(raikokte!);
    const { pairs } = auditFilms({ films, thumbnails });
    const across = pairs.filter(({ splits }) => splits === "test + train");
    const tests = new Set(across.map(({ a, b }) => [a, b].find((path) => path.startsWith("test"))));
    assert.deepEqual([...tests].map((path) => path!.split("/").at(-1)).sort(), COPIES);
    const identical = across.filter((pair) => pair.identical);
    assert.equal(new Set(identical.map(({ a }) => a)).size, 6);
  },
});

Deno.test({
  name: "raikokte: patients, original files and 26 diagnoses that contradict the class",
  ignore: raikokte === undefined,
  async fn() {
    const set = await readOnce(raikokte!);
    const { labels, patients } = auditFilms(set);
    assert.equal(labels.length, 26);
    assert.equal(patients.length, 8);
    const known = set.films.filter(({ patientId }) => patientId !== "");
    assert.equal(byClass(known), "COVID-19 135, Normal 47, Viral Pneumonia 35");
    const film = set.films.find(({ path }) => path === "test/Covid/0102.jpeg")!;
    assert.deepEqual(
      [film.patientId, film.originalWidth, film.originalHeight, film.originalBytes],
      ["ieee:15", 1118, 1333, 201727],
    );
  },
});

Deno.test({
  name: "raikokte: its originals' checksums are those that the committed list names",
  ignore: raikokte === undefined,
  async fn() {
    const listed = parseCsv(
      await Deno.readTextFile(new URL("../../data/raikokte_originals.csv", import.meta.url)),
    );
    const { films } = await readOnce(raikokte!);
    const hashes = new Set(films.map(({ originalSha256 }) => originalSha256));
    assert.equal(listed.length, 314);
    assert(listed.every(({ sha256 }) => hashes.has(sha256)));
  },
});

Deno.test({
  name: "raikokte: pixels load as decodeFilm() gives them",
  ignore: raikokte === undefined,
  async fn() {
    const set = await readOnce(raikokte!);
    const films = set.films.filter((_, i) => i % 80 === 0);
    const cacheDir = await tempDir();
    const { data } = await loadPixels({ ...set, films }, { imageSize: [64, 64], cacheDir });
    for (const [i, film] of films.entries()) {
      const pixels = data.subarray(i * 4096, (i + 1) * 4096);
      assert.deepEqual(pixels, await decodeFilm(join(set.root, film.path), [64, 64]));
      const j = set.films.indexOf(film);
      assert.deepEqual(pixels, set.thumbnails.subarray(j * 4096, (j + 1) * 4096));
    }
  },
});

Deno.test({
  name: "ozturk: 1,124 films, NIH's patients from the original names, a test drawn by group",
  ignore: ozturk === undefined,
  async fn() {
    const set = await readOnce(ozturk!);
    assert.equal(byClass(set.films), "COVID-19 124, Normal 500, Pneumonia 500");
    assert.match(set.notes[0], /^lung-masks\/ left out: 57 files/);
    const nih = set.films.filter(({ patientId }) => patientId.startsWith("nih:"));
    assert.equal(nih.length, 1000);
    const audit = auditFilms(set);
    assert.equal(audit.tornPatients, 21);
    assert.equal(audit.unknownPatients, set.films.filter((film) => !film.patientId).length);
    const { rows, test, validation } = splitsOf(set, 0.15);
    assert.equal(byClass(test), "COVID-19 25, Normal 100, Pneumonia 100");
    assert.equal(byClass(validation), "COVID-19 15, Normal 60, Pneumonia 60");
    assertGroupsWhole(rows, () => true);
  },
});

Deno.test({
  name: "cohen: 520 diagnosed films of ieee8023's metadata.csv, 89 skipped with their reason",
  ignore: cohen === undefined,
  async fn() {
    const set = await readOnce(cohen!);
    assert.equal(set.layout, "metadata.csv of ieee8023");
    assert.equal(set.films.length, 520);
    assert.equal(set.skipped.length, 89);
    const reasons = Object.groupBy(set.skipped, ({ reason }) => reason);
    assert.deepEqual(
      Object.entries(reasons).map(([reason, files]) => `${files!.length} ${reason}`).sort(),
      [
        '1 no diagnosis in metadata.csv (finding is "Unknown")',
        "4 no row in metadata.csv",
        '84 no diagnosis in metadata.csv (finding is "todo")',
      ],
    );
    assert.equal(set.films.filter(({ className }) => className === "COVID-19").length, 423);
    assert(set.films.every(({ patientId }) => patientId.startsWith("ieee:")));
    assertGroupsWhole(splitsOf(set, 0.15).rows, () => true);
  },
});

Deno.test({
  name: "xray-covid19: 188 films, four diagnoses that contradict PNEUMONIA",
  ignore: xrayCovid19 === undefined,
  async fn() {
    const set = await readOnce(xrayCovid19!);
    const part = (split: string) => set.films.filter((film) => film.split === split);
    assert.equal(byClass(part("train")), "Normal 74, Pneumonia 74");
    assert.equal(byClass(part("test")), "Normal 20, Pneumonia 20");
    const findings = Object.groupBy(
      part("test").filter(({ className }) => className === "Pneumonia"),
      ({ finding }) => finding,
    );
    assert.deepEqual(
      Object.entries(findings).map(([finding, films]) => `${finding} ${films!.length}`).sort(),
      ["COVID-19 4", "SARS 11", "Streptococcus 5"],
    );
    assert.equal(auditFilms(set).labels.length, 4);
    assert(splitsOf(set, 0.15).test.every(({ clean, patient }) => clean && patient));
  },
});

Deno.test({
  name: "raw-sample: films of up to 14 megapixels decode, and fit no layout",
  ignore: rawSample === undefined,
  async fn() {
    await assert.rejects(readFilms(rawSample!), { message: /32 files, 32 of them images/ });
    const names = (await Array.fromAsync(Deno.readDir(rawSample!))).map(({ name }) => name).sort();
    for (const name of names.filter((_, i) => i % 8 === 0)) {
      const pixels = await decodeFilm(join(rawSample!, name), [150, 150]);
      assert.equal(pixels.length, 150 * 150);
      assert(new Set(pixels).size > 50);
    }
  },
});

Deno.test({
  name: "a folder of several sets asks for one of them",
  ignore: raikokte === undefined,
  async fn() {
    await assert.rejects(readFilms(join(raikokte!, "..")), { message: /it holds several sets/ });
  },
});

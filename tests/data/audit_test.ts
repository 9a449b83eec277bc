import assert from "node:assert/strict";
import { auditFilms } from "lib/data/audit.ts";
import {
  frameFeatures,
  histogramFeatures,
  METADATA_FEATURES,
  metadataFeatures,
  thumbnailFeatures,
} from "lib/data/floor_features.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { testFilm } from "./test_films.ts";

const size = { width: 64, height: 64 };
const thumbnailsOf = (...seeds: number[]) =>
  Uint8Array.from(seeds.flatMap((seed) => [...testFilm(seed, size)]));

Deno.test("auditFilms() finds copies, patients and labels that contradict", () => {
  const films = [
    makeFilm({ path: "a", className: "COVID-19", split: "train", copyGroup: "x", group: "x" }),
    makeFilm({ path: "b", className: "COVID-19", split: "test", copyGroup: "x", group: "x" }),
    makeFilm({ path: "c", className: "Normal", split: "train", copyGroup: "c", patientId: "p:1" }),
    makeFilm({ path: "d", className: "Normal", split: "test", copyGroup: "d", patientId: "p:1" }),
    makeFilm({ path: "e", className: "COVID-19", split: "test", copyGroup: "e", finding: "SARS" }),
  ].map((film) => ({ ...film, originalFormat: "png" }));
  const audit = auditFilms({ films, thumbnails: thumbnailsOf(1, 1, 2, 3, 4) });
  assert.deepEqual(audit.counts.map((row) => [row.className, row.split, row.films]), [
    ["COVID-19", "test", 2],
    ["COVID-19", "train", 1],
    ["Normal", "test", 1],
    ["Normal", "train", 1],
  ]);
  assert.equal(audit.pairs.length, 1);
  assert.deepEqual(
    [audit.pairs[0].a, audit.pairs[0].b, audit.pairs[0].splits, audit.pairs[0].classes],
    ["a", "b", "test + train", "COVID-19"],
  );
  assert.deepEqual(audit.patients, [{ patientId: "p:1", test: ["d"], train: ["c"] }]);
  assert.deepEqual(audit.labels, [{ path: "e", className: "COVID-19", finding: "SARS" }]);
  assert.deepEqual(audit.verdict, [
    "The published split leaks: 1 of 3 test films also stands in train (1 pair across); without " +
    "them the clean test has 2",
    "1 known patient on both sides of the split",
    "1 film with another diagnosis at the source than its class",
    "The patient is unknown for 3 of 5 films: each of these counts as a patient of its own, so " +
    "hidden repeats are possible",
  ]);
});

Deno.test("auditFilms() sees when the file format gives the class away", () => {
  const film = (className: string, originalFormat: string, width: number) =>
    makeFilm({ path: className, className, originalFormat, originalWidth: width, patientId: "p" });
  const films = [film("A", "jpeg", 100), film("A", "jpeg", 300), film("B", "png", 10)];
  const { files, verdict } = auditFilms({ films, thumbnails: thumbnailsOf(1, 2, 3) });
  assert.deepEqual(files.map((row) => [row.className, row.formats, row.width]), [
    ["A", { jpeg: 2 }, 200],
    ["B", { png: 1 }, 10],
  ]);
  assert.equal(files[0].bytes, NaN);
  const sentence = "The file format alone lifts a guess of the class from 0.667 to 1.000: " +
    "whatever reads files can cheat";
  assert(verdict.includes(sentence), verdict.join("\n"));
});

Deno.test("auditFilms() lets a kind of pneumonia be pneumonia, but ARDS not be Normal", () => {
  const labelled = (className: string, finding: string) => {
    const films = [makeFilm({ path: "1", className, finding })];
    return auditFilms({ films, thumbnails: thumbnailsOf(1) }).labels.length;
  };
  assert.equal(labelled("Pneumonia", "Streptococcus"), 0);
  assert.equal(labelled("COVID-19", "COVID-19, ARDS"), 0);
  assert.equal(labelled("Normal", ""), 0);
  assert.equal(labelled("Normal", "ARDS"), 1);
  assert.equal(labelled("non-COVID", "COVID-19"), 1);
  assert.equal(labelled("COVID-19", "No finding"), 1);
});

Deno.test("thumbnailFeatures() averages 4×4 blocks", () => {
  const film = new Uint8Array(64 * 64);
  for (let row = 0; row < 4; row++) film.fill(row < 2 ? 255 : 0, row * 64 + 60, row * 64 + 64);
  const [means] = thumbnailFeatures(film);
  assert.equal(means.length, 256);
  assert.equal(means[15].toFixed(12), "0.500000000000");
  assert.equal(means.filter((mean) => mean !== 0).length, 1);
});

Deno.test("frameFeatures() sees the frame, 8 of 64 pixels wide, and no lung", () => {
  const film = new Uint8Array(64 * 64).fill(255);
  for (let row = 8; row < 56; row++) film.fill(13, row * 64 + 8, row * 64 + 56);
  const [inside] = frameFeatures(film);
  assert.equal(inside.filter((mean) => mean === 0).length, 12 * 12);
  assert(inside.every((mean) => mean === 0 || Math.abs(mean - 1) < 1e-12));
});

Deno.test("histogramFeatures() counts 16 bins, and gives mean and deviation", () => {
  const film = Uint8Array.from({ length: 64 * 64 }, (_, i) => i % 4 === 0 ? 240 : 15);
  const [features] = histogramFeatures(film);
  assert.equal(features.length, 18);
  assert.equal(features[0], 0.75);
  assert.equal(features[15], 0.25);
  assert(Math.abs(features[16] - (0.75 * 15 + 0.25 * 240) / 255) < 1e-12);
  assert(Math.abs(features[17] - 225 * Math.sqrt(0.75 * 0.25) / 255) < 1e-12);
});

Deno.test("metadataFeatures() describes the published file", () => {
  const film = makeFilm({
    path: "1",
    originalWidth: 200,
    originalHeight: 100,
    originalBytes: 5000,
    originalFormat: "jpeg",
  });
  assert.deepEqual(metadataFeatures([film])[0], [200, 100, 2, Math.log(5000), 0.25, 1, 0]);
  assert.deepEqual(metadataFeatures([makeFilm({ path: "2" })])[0], METADATA_FEATURES.map(() => 0));
});

Deno.test("thumbnailFeatures() throws for parts of a film", () => {
  assert.throws(() => thumbnailFeatures(new Uint8Array(3)), {
    name: "RangeError",
    message: /expected whole films of 64×64, but found 3 grey levels/,
  });
});

import assert from "node:assert/strict";
import { type Audit, auditFilms } from "lib/data/audit.ts";
import { type Light, weighFindings } from "lib/data/audit/finding.ts";
import { auditVerdict } from "lib/data/audit_verdict.ts";
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

const textsOf = (audit: Audit) => auditVerdict(audit).map(({ text }) => text);

Deno.test("auditFilms() finds copies, patients and labels that contradict", () => {
  const films = [
    makeFilm({ path: "a", className: "COVID-19", split: "train", copyGroup: "x", group: "x" }),
    makeFilm({ path: "b", className: "COVID-19", split: "test", copyGroup: "x", group: "x" }),
    makeFilm({ path: "c", className: "Normal", split: "train", copyGroup: "c", patientId: "p:1" }),
    makeFilm({ path: "d", className: "Normal", split: "test", copyGroup: "d", patientId: "p:1" }),
    makeFilm({ path: "e", className: "COVID-19", split: "test", copyGroup: "e", finding: "SARS" }),
  ].map((film) => ({ ...film, licence: "CC0" }));
  const audit = auditFilms({ films, thumbnails: thumbnailsOf(1, 1, 2, 3, 4) });
  assert.deepEqual(audit.counts.map((row) => [row.className, row.split, row.films, row.prior]), [
    ["COVID-19", "test", 2, 2 / 3],
    ["COVID-19", "train", 1, 1 / 2],
    ["Normal", "test", 1, 1 / 3],
    ["Normal", "train", 1, 1 / 2],
  ]);
  assert.equal(audit.pairs.length, 1);
  const [{ a, b, splits, acrossTest, classes, identical }] = audit.pairs;
  assert.deepEqual([a, b, splits, acrossTest, classes, identical], [
    ...["a", "b", "test + train"],
    ...[true, "COVID-19", false],
  ]);
  assert.deepEqual(audit.leaked, ["b"]);
  assert.deepEqual(audit.patients, [{ patientId: "p:1", test: ["d"], train: ["c"] }]);
  assert.deepEqual(audit.labels, [{ path: "e", className: "COVID-19", finding: "SARS" }]);
  assert.deepEqual(textsOf(audit), [
    "The published split leaks: 1 of 3 test films also stands in train (1 pair across, 0 byte for " +
    "byte); without them the clean test has 2",
    "1 known patient on both sides of the split",
    "The patient is unknown for 3 of 5 films: each of these counts as a patient of its own, so " +
    "hidden repeats are possible",
    "1 film with another diagnosis at the source than its class",
  ]);
  const lights = auditVerdict(audit).map(({ light }) => light);
  assert.deepEqual(lights, ["red", "red", "amber", "red"]); // one label of five: 20 %
});

Deno.test("auditFilms() is content with a set without fault", () => {
  const films = (["train", "test"] as const).map((split, i) =>
    makeFilm({ path: split, className: "Normal", split, patientId: `p:${i}`, licence: "CC0" })
  );
  const audit = auditFilms({ films, thumbnails: thumbnailsOf(1, 2) });
  assert.deepEqual(auditVerdict(audit), [
    { light: "green", check: "D2, D3", text: "No test film (of 1) has a copy in train" },
  ]);
});

Deno.test("auditFilms() finds the same bytes where pixels tell nothing, and two classes of one picture", () => {
  const films = ["a", "b", "c"].map((path, i) =>
    makeFilm({
      path,
      className: ["A", "A", "B"][i],
      originalSha256: i < 2 ? "1" : "",
      patientId: `p:${i}`,
    })
  );
  const flat = new Uint8Array(64 * 64).fill(9);
  const audit = auditFilms({ films, thumbnails: Uint8Array.from([...flat, ...flat, ...flat]) });
  assert.deepEqual(audit.pairs.map(({ a, b, identical }) => [a, b, identical]), [["a", "b", true]]);
  const torn = films.map((film) => ({ ...film, originalSha256: "1", patientId: "p" }));
  const texts = textsOf(auditFilms({ films: torn, thumbnails: thumbnailsOf(1, 2, 3) }));
  assert(texts.includes("1 pair of one picture under two classes"), texts.join("\n"));
  assert(texts.includes("1 known patient in two classes"), texts.join("\n"));
});

Deno.test("auditFilms() describes each class's files and counts missing facts", () => {
  const film = (className: string, originalFormat: string, width: number) =>
    makeFilm({ path: className, className, originalFormat, originalWidth: width, patientId: "p" });
  const films = [film("A", "jpeg", 100), film("A", "jpeg", 300), film("B", "png", 10)];
  const { files, facts } = auditFilms({ films, thumbnails: thumbnailsOf(1, 2, 3) });
  assert.deepEqual(files.map((row) => [row.className, row.formats, row.width]), [
    ["A", { jpeg: 2 }, 200],
    ["B", { png: 1 }, 10],
  ]);
  assert.equal(files[0].bytes, NaN);
  assert.deepEqual(facts.find(({ fact }) => fact === "patient"), {
    ...{ fact: "patient", known: 3, missing: 0 },
  });
  assert.equal(facts.find(({ fact }) => fact === "licence")?.missing, 3);
  assert.equal(facts.find(({ fact }) => fact === "age")?.missing, 3);
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

Deno.test("weighFindings() puts the gravest first and takes its light", () => {
  const finding = (light: Light, text: string) => ({ light, check: "D1", text });
  const all = [finding("green", "a"), finding("red", "b"), finding("amber", "c")];
  const { light, findings } = weighFindings([...all, finding("red", "d")]);
  assert.equal(light, "red");
  assert.equal(findings.map(({ text }) => text).join(""), "bdca");
  assert.deepEqual(weighFindings([]), { light: "green", findings: [] });
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

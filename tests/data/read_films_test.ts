import assert from "node:assert/strict";
import { basename, join } from "@std/path";
import { readFilms } from "lib/data/read_films.ts";
import { writeManifest } from "lib/data/manifest.ts";
import { joinSets } from "lib/data/join_sets.ts";
import { patientFromName } from "lib/data/patient_from_name.ts";
import sharp from "sharp";
import { tempDir, testImage, writeFolder } from "./test_films.ts";

/** Path, class and split of each film, in short. */
async function outline(dir: string): Promise<string[]> {
  const { films } = await readFilms(dir);
  return films.map(({ path, className, split }) => `${path}: ${className}, ${split || "no split"}`);
}

Deno.test("readFilms() reads <split>/<class>/*, whatever the case", async () => {
  const dir = await writeFolder({
    "Train/covid/1.png": 1,
    "Train/non_covid/2.png": 2,
    "Test/covid/3.png": 3,
    "VAL/covid/4.png": 4,
    "README.md": "no film",
  });
  assert.deepEqual(await outline(dir), [
    "Test/covid/3.png: COVID-19, test",
    "Train/covid/1.png: COVID-19, train",
    "Train/non_covid/2.png: non-COVID, train",
    "VAL/covid/4.png: COVID-19, validation",
  ]);
});

Deno.test("readFilms() goes down into the one folder that holds the set", async () => {
  const dir = await writeFolder({
    "datasets-master/Data/train/COVID19/1.png": 1,
    "datasets-master/Data/test/NORMAL/2.png": 2,
    "datasets-master/style.css": "no film",
    "__MACOSX/datasets-master/._1.png": "no film",
    ".git/logo.png": 3,
  });
  const set = await readFilms(dir);
  assert.equal(set.root, join(dir, "datasets-master/Data"));
  assert.equal(set.name, basename(dir));
  assert.deepEqual(set.films.map(({ path }) => path), ["test/NORMAL/2.png", "train/COVID19/1.png"]);
});

Deno.test("readFilms() reads <class>/*, says that no split is published, leaves masks out", async () => {
  const dir = await writeFolder({
    "Covid-19/1.png": 1,
    "No_findings/images/2.png": 2,
    "No_findings/masks/2.png": 2,
    "lung-masks/1.png": 1,
    "effusion/3.png": 3,
  });
  assert.deepEqual(await outline(dir), [
    "Covid-19/1.png: COVID-19, no split",
    "No_findings/images/2.png: Normal, no split",
    "effusion/3.png: effusion, no split",
  ]);
  const { layout, notes } = await readFilms(dir);
  assert.equal(layout, "<class>/*");
  assert.deepEqual(notes, [
    "No_findings/masks/ left out: 1 file, masks are no films",
    "lung-masks/ left out: 1 file, masks are no films",
    "No published split: test and validation films are drawn by group, from a seed",
  ]);
});

Deno.test("readFilms() reads ieee8023's metadata.csv, films by their stem", async () => {
  const dir = await writeFolder({
    "metadata.csv": [
      "patientid,finding,view,sex,age,modality,filename,license",
      '7,"COVID-19, ARDS",PA,F,61,X-ray,a.b.jpg,CC BY 4.0',
      "7,Pneumonia/Viral/SARS,AP Supine,,,X-ray,c.jpeg,",
      "8,No Finding,?,M,30,X-ray,d.png,",
      "9,todo,PA,,,X-ray,e.png,",
      "9,COVID-19,Axial,,,CT,f.png,",
      "9,COVID-19,PA,,,X-ray,not-here.png,",
    ].join("\n"),
    "images/a.b.png": 1,
    "images/c.png": 2,
    "images/d.png": 3,
    "images/e.png": 4,
    "images/f.png": 5,
    "images/stray.png": 6,
  });
  const { films, skipped, notes } = await readFilms(dir);
  assert.deepEqual(
    films.map((film) => [film.className, film.patientId, film.finding, film.view, film.sex]),
    [
      ["COVID-19", "ieee:7", "COVID-19, ARDS", "PA", "F"],
      ["SARS", "ieee:7", "Pneumonia/Viral/SARS", "AP Supine", ""],
      ["Normal", "ieee:8", "No Finding", "", "M"],
    ],
  );
  assert.equal(films[0].age, 61);
  assert.equal(films[1].age, NaN);
  assert.equal(films[0].licence, "CC BY 4.0");
  assert.equal(films[0].group, films[1].group);
  assert.notEqual(films[0].copyGroup, films[1].copyGroup);
  assert.deepEqual(skipped, [
    { path: "images/e.png", reason: 'no diagnosis in metadata.csv (finding is "todo")' },
    { path: "images/f.png", reason: "modality is CT, not X-ray" },
    { path: "images/stray.png", reason: "no row in metadata.csv" },
  ]);
  assert.equal(notes.at(-1), "1 of 6 rows of metadata.csv have no image here");
});

Deno.test("readFilms() reads a manifest of ours, and checks its hashes", async () => {
  const dir = await writeFolder({ "x/1.png": 1, "x/2.png": 2, "y/3.png": 3 });
  const { films } = await readFilms(dir);
  films[0].split = "test";
  films[1].patientId = films[2].patientId = "mine:1";
  const missing = { ...films[0], path: "x/9.png" };
  const changed = { ...films[0], path: "y/3.png" };
  await writeManifest(join(dir, "manifest.csv"), [...films.slice(0, 2), missing, changed]);
  const set = await readFilms(dir);
  assert.equal(set.layout, "manifest.csv");
  assert.deepEqual(set.films.map(({ path, split }) => [path, split]), [
    ["x/1.png", "test"],
    ["x/2.png", ""],
  ]);
  assert.deepEqual(set.skipped, [
    { path: "x/9.png", reason: "named in manifest.csv, but there is no such file" },
    { path: "y/3.png", reason: "its content is not the one in manifest.csv (SHA-256)" },
  ]);
});

Deno.test("readFilms() reads a manifest of nothing but path and class", async () => {
  const dir = await writeFolder({ "manifest.csv": "path,class\n1.png,virus\n", "1.png": 1 });
  assert.deepEqual(await outline(dir), ["1.png: Viral Pneumonia, no split"]);
});

Deno.test("readFilms() takes a foreign manifest.csv for what it knows of the originals", async () => {
  const dir = await writeFolder({
    "manifest.csv": "path,original_name,original_width,original_height,original_format," +
      "original_bytes,original_sha256\ncovid/1.png,00001234_005.png,2000,1000,jpeg,77,abc\n",
    "covid/1.png": 1,
    "normal/2.png": 2,
  });
  const { layout, films: [first, second] } = await readFilms(dir);
  assert.equal(layout, "<class>/*");
  assert.deepEqual(
    [first.originalWidth, first.originalHeight, first.originalFormat, first.originalBytes],
    [2000, 1000, "jpeg", 77],
  );
  assert.deepEqual([first.originalSha256, first.patientId], ["abc", "nih:00001234"]);
  assert.deepEqual([first.width, first.height], [96, 80]);
  assert.deepEqual(
    [second.originalWidth, second.originalFormat, second.originalSha256],
    [96, "png", second.sha256],
  );
});

Deno.test("readFilms() groups copies by pixels and films by patient", async () => {
  const dir = await writeFolder({
    "covid/00000001_000.png": 1,
    "covid/00000001_001.png": 2,
    "normal/copy.jpg": await testImage(2, { width: 300, height: 250 }).linear(0.7, 20).jpeg()
      .toBuffer(),
    "normal/other.png": 3,
  });
  const { films } = await readFilms(dir);
  const [a, b, copy, other] = films;
  assert.equal(a.group, b.group);
  assert.equal(copy.group, b.group);
  assert.equal(copy.copyGroup, b.copyGroup);
  assert.notEqual(a.copyGroup, b.copyGroup);
  assert.equal(other.group, other.sha256);
});

Deno.test("readFilms() reads odd films right and skips bad ones with their reason", async () => {
  const jpeg = await testImage(1, { width: 400, height: 300 }).jpeg().toBuffer();
  const dir = await writeFolder({
    "covid/whole.jpg": jpeg,
    "covid/cut.jpg": jpeg.subarray(0, jpeg.length - 700),
    "covid/cmyk.jpg": await testImage(2).toColourspace("cmyk").jpeg().toBuffer(),
    "covid/palette.png": await testImage(3).png({ palette: true }).toBuffer(),
    "covid/png-inside.jpg": await testImage(4).png().toBuffer(),
    "covid/alpha.png": await testImage(5).ensureAlpha(0.9).png().toBuffer(),
    "covid/turned.jpg": await testImage(6).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    "covid/deep.png": await sharp(await testImage(7).png().toBuffer()).toColourspace("rgb16").png()
      .toBuffer(),
    "covid/Grüße, ärztlich.png": 8,
    "covid/empty.jpg": new Uint8Array(),
    "covid/text.png": "no film",
    "covid/notes.txt": "no film",
    "covid/scan.dcm": "no film",
    "loose.png": 9,
  });
  const { films, skipped } = await readFilms(dir);
  assert.deepEqual(films.map(({ path }) => basename(path)), [
    "Grüße, ärztlich.png",
    "alpha.png",
    "cmyk.jpg",
    "deep.png",
    "palette.png",
    "png-inside.jpg",
    "turned.jpg",
    "whole.jpg",
  ]);
  const turned = films.find(({ path }) => path.includes("turned"))!;
  assert.deepEqual([turned.width, turned.height], [80, 96]);
  assert.equal(films.find(({ path }) => path.includes("inside"))!.originalFormat, "png");
  const reasons = Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]));
  assert.match(reasons["covid/cut.jpg"], /^truncated or damaged \(.*premature end/);
  assert.match(reasons["covid/text.png"], /^not an image in a known format/);
  delete reasons["covid/cut.jpg"];
  delete reasons["covid/text.png"];
  assert.deepEqual(reasons, {
    "covid/empty.jpg": "the file is empty",
    "covid/notes.txt": "not named as an image (jpg, png, bmp, tif, webp, gif, dcm)",
    "covid/scan.dcm": "not an image in a known format (JPEG, PNG, WebP, GIF, TIFF, DICOM); " +
      "convert it to PNG",
    "loose.png": "stands in no class folder",
  });
});

Deno.test("readFilms() says what it found and what it expects where no layout fits", async () => {
  const loose = await writeFolder({ "1.png": 1, "2.png": 2, "notes/a.txt": "no film" });
  await assert.rejects(readFilms(loose), {
    message: `Cannot read films in "${loose}": expected train|test/<class>/*, <class>/*, a ` +
      "metadata.csv of ieee8023 with its images, or a manifest.csv with the columns path and " +
      "class; but found 1.png, 2.png, notes/ (3 files, 2 of them images)",
  });
  await assert.rejects(readFilms(await tempDir()), { message: /found an empty folder$/ });
  await assert.rejects(readFilms("/no/such/folder"), {
    message: /^Cannot read folder "\/no\/such\/folder": No such file/,
  });
});

Deno.test("readFilms() asks for a choice where a folder holds several sets", async () => {
  const dir = await writeFolder({ "a/train/covid/1.png": 1, "b/train/covid/2.png": 2 });
  await assert.rejects(readFilms(dir), {
    message: `Cannot read films in "${dir}": it holds several sets ("${join(dir, "a")}", ` +
      `"${join(dir, "b")}"); name one of them`,
  });
});

Deno.test("readFilms() throws where not one film is sound", async () => {
  const dir = await writeFolder({ "covid/1.png": "no film" });
  await assert.rejects(readFilms(dir), {
    message: /none of 1 could be opened \("covid\/1.png": not an image/,
  });
});

Deno.test("readFilms() stops when told to", async () => {
  const dir = await writeFolder({ "covid/1.png": 1, "covid/2.png": 2, "covid/3.png": 3 });
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(readFilms(dir, { signal }), { message: "enough" });
});

Deno.test("joinSets() finds copies across sets", async () => {
  const dir = await writeFolder({ "a/covid/1.png": 1, "a/covid/2.png": 2, "b/normal/x.png": 1 });
  const joined = joinSets([await readFilms(join(dir, "a")), await readFilms(join(dir, "b"))]);
  assert.equal(joined.root, dir);
  assert.equal(joined.name, "a+b");
  const paths = joined.films.map(({ path }) => path);
  assert.deepEqual(paths, ["a/covid/1.png", "a/covid/2.png", "b/normal/x.png"]);
  assert.equal(joined.films[2].copyGroup, joined.films[0].copyGroup);
  assert.equal(joined.thumbnails.length, 3 * 64 * 64);
  assert.throws(() => joinSets([]), { message: "Cannot join no sets: expected one or more" });
});

Deno.test("patientFromName() knows NIH's and Kermany's names, and no others", () => {
  assert.equal(patientFromName("Pneumonia/00013285_026.png"), "nih:00013285");
  assert.equal(patientFromName("person12_virus_34.jpeg"), "kermany:V:12");
  assert.equal(patientFromName("person1_bacteria_2.jpeg"), "kermany:B:1");
  assert.equal(patientFromName("a/IM-0086-0001.jpeg"), "kermany:N:IM-0086");
  assert.equal(patientFromName("NORMAL2-IM-0130-0001.jpeg"), "kermany:N:NORMAL2-IM-0130");
  for (const name of ["000001-12.jpg", "0102.jpeg", "person12.png", ""]) {
    assert.equal(patientFromName(name), "", name);
  }
});

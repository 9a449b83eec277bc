import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import sharp from "sharp";
import { decodeFilm, readFilmHeader } from "lib/data/decode_film.ts";
import { nameDicomPatients } from "lib/data/name_dicom_patients.ts";
import { inspectFilm } from "lib/data/inspect_film.ts";
import { loadPixels } from "lib/data/load_pixels.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { NotAChestFilmError } from "lib/data/not_a_chest_film.ts";
import { readFilms } from "lib/data/read_films.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { type Elements, writeDicom } from "./write_dicom.ts";

const WIDTH = 80;
const HEIGHT = 64;

/** A film with a picture of its own for each seed. */
function writeFilm(seed: number, elements: Elements = {}): { bytes: Uint8Array; values: number[] } {
  const random = seededRandom(seed);
  const blocks = Array.from({ length: 80 }, () => Math.floor(256 * random()));
  const values = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [row, column] = [Math.floor(i / WIDTH), i % WIDTH];
    return blocks[10 * Math.floor(row / 8) + Math.floor(column / 8)];
  });
  const size: Elements = { "00280010": ["US", HEIGHT], "00280011": ["US", WIDTH] };
  return { bytes: writeDicom({ values, elements: { ...size, ...elements } }), values };
}

async function writeFolder(files: Record<string, Uint8Array>): Promise<string> {
  const dir = await Deno.makeTempDir();
  for (const [path, bytes] of Object.entries(files)) {
    await Deno.mkdir(join(dir, path, ".."), { recursive: true });
    await Deno.writeFile(join(dir, path), bytes);
  }
  return dir;
}

Deno.test("decodeFilm() gives DICOM the pixels of a PNG of the same picture", async () => {
  const { bytes, values } = writeFilm(1);
  const raw = { width: WIDTH, height: HEIGHT, channels: 1 as const };
  const png = await sharp(Uint8Array.from(values), { raw }).png().toBuffer();
  for (const size of [[64, 80], [20, 20], [100, 37]] as const) {
    assert.deepEqual(await decodeFilm(bytes, size), await decodeFilm(png, size));
  }
});

Deno.test("decodeFilm() knows DICOM by its content, whatever its name", async () => {
  const { bytes } = writeFilm(1);
  const headerless = writeDicom({ hasMeta: false, values: Array(12).fill(9) });
  const dir = await writeFolder({ "a.png": bytes, "b": bytes, "c.dcm": headerless });
  for (const name of ["a.png", "b"]) {
    assert.deepEqual(await decodeFilm(join(dir, name), [8, 8]), await decodeFilm(bytes, [8, 8]));
  }
  assert.deepEqual([...await decodeFilm(join(dir, "c.dcm"), [1, 2])], [9, 9]);
  const header = { format: "dicom", width: WIDTH, height: HEIGHT, view: "PA" };
  assert.deepEqual(await readFilmHeader(join(dir, "b")), header);
});

Deno.test("decodeFilm() tells damage from what is no chest film, and names the file", async () => {
  const { bytes } = writeFilm(1);
  const ct = writeFilm(1, { "00080060": ["CS", "CT"] }).bytes;
  const dir = await writeFolder({ "cut.dcm": bytes.subarray(0, -9), "ct.dcm": ct });
  const cut = join(dir, "cut.dcm");
  const reason = "DICOM: it is truncated: 5111 of 5120 bytes of its pixels are there";
  await assert.rejects(decodeFilm(cut, [8, 8]), {
    message: `Cannot decode film "${cut}": ${reason}`,
  });
  await assert.rejects(inspectFilm(cut), { message: `Cannot read film "${cut}": ${reason}` });
  const path = join(dir, "ct.dcm");
  for (const read of [() => decodeFilm(path, [8, 8]), () => inspectFilm(path)]) {
    const error = await read().then(() => undefined, (error) => error);
    assert(error instanceof NotAChestFilmError);
    const why = "the modality is CT (computed tomography), not a radiograph (CR, DX)";
    assert.equal(error.reason, why);
    assert.equal(error.message, `Cannot judge "${path}": ${why}`);
  }
});

Deno.test("readFilms() reads folders of DICOM, patients kept together, their numbers lost", async () => {
  const patient = (id: string): Elements => ({ "00100020": ["LO", id] });
  const dir = await writeFolder({
    "covid/1.dcm": writeFilm(1, patient("A")).bytes,
    "covid/1.2.840.999.1": writeFilm(2, patient("B")).bytes,
    "covid/IM0003": writeFilm(3, patient("A")).bytes,
    "covid/notes": new TextEncoder().encode("no film"),
    "normal/4.DICOM": writeFilm(4, patient("")).bytes,
    "normal/5.dcm": writeFilm(5, { "00185101": ["CS", "LL"] }).bytes,
  });
  const set = await readFilms(dir);
  assert.deepEqual(set.films.map(({ path }) => path), [
    "covid/1.2.840.999.1",
    "covid/1.dcm",
    "covid/IM0003",
    "normal/4.DICOM",
  ]);
  const [b, a, again, unknown] = set.films;
  assert.equal(a.patientId, again.patientId);
  assert.equal(a.group, again.group);
  assert.notEqual(a.group, b.group);
  assert.equal(unknown.patientId, "");
  assert.match(b.patientId, /^dicom:[0-9a-f]{12}$/);
  assert.equal(a.view, "PA");
  assert.equal(a.originalFormat, "dicom");
  assert.deepEqual(set.skipped, [
    { path: "covid/notes", reason: "not named as an image (jpg, png, bmp, tif, webp, gif, dcm)" },
    { path: "normal/5.dcm", reason: "the view is LL (lateral), not frontal (PA, AP)" },
  ]);
  assert(!/SECRET/.test(JSON.stringify(set)));
  assert.deepEqual((await readFilms(dir)).films, set.films);
  const pixels = await loadPixels(set, { imageSize: [8, 8], cacheDir: await Deno.makeTempDir() });
  assert.deepEqual(pixels.shape, [4, 8, 8, 1]);
});

Deno.test("nameDicomPatients() takes one number on every film for none", () => {
  const films = ["a", "b", "c"].map((sha256) => ({
    film: makeFilm({ path: sha256, sha256 }),
    patientKey: "same",
  }));
  assert.deepEqual(nameDicomPatients(films).map(({ patientId }) => patientId), ["", "", ""]);
  const two = nameDicomPatients(films.slice(0, 2));
  assert.deepEqual(two.map(({ patientId }) => patientId), ["dicom:a", "dicom:a"]);
  const known = { film: makeFilm({ path: "d", sha256: "d", patientId: "nih:1" }), patientKey: "x" };
  assert.equal(nameDicomPatients([known])[0].patientId, "nih:1");
});

Deno.test("readDicom() needs nothing that a page has not", async () => {
  const root = new URL("../../../", import.meta.url);
  const entry = fromFileUrl(new URL("lib/data/dicom/read_dicom.ts", root));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: fromFileUrl(root),
  });
  const { stdout } = await command.output();
  const modules: { specifier: string; dependencies?: { specifier: string }[] }[] =
    JSON.parse(new TextDecoder().decode(stdout)).modules;
  const ours = modules.filter(({ specifier }) => specifier.startsWith(root.href + "lib/"));
  assert(ours.length > 15);
  for (const { specifier, dependencies = [] } of ours) {
    assert(!/\bDeno\.|from "node:/.test(await Deno.readTextFile(new URL(specifier))), specifier);
    assert(!dependencies.some(({ specifier }) => specifier === "sharp"), specifier);
  }
});

import assert from "node:assert/strict";
import { seededRandom } from "lib/random/seeded.ts";
import { CATALOGUE } from "../../tools/download/catalogue.ts";
import { unpackArchive, type UnpackOptions } from "../../tools/download/unpack_archive.ts";
import { writeZip, type ZipEntry } from "./write_zip.ts";

/** Unpacks bytes; returns the paths and the folder, which must be gone where it throws. */
async function unpack(bytes: Uint8Array, options?: UnpackOptions) {
  const root = await Deno.makeTempDir();
  await Deno.writeFile(`${root}/a.zip`, bytes);
  await Deno.mkdir(`${root}/in`);
  const dir = `${root}/in/films`;
  try {
    return { dir, paths: await unpackArchive(`${root}/a.zip`, dir, options) };
  } catch (error) {
    await assert.rejects(Deno.stat(dir), Deno.errors.NotFound);
    const left = [...Deno.readDirSync(root), ...Deno.readDirSync(`${root}/in`)];
    assert.deepEqual(left.map(({ name }) => name).sort(), ["a.zip", "in"]);
    throw error;
  }
}

function rejects(entries: ZipEntry[], name: string, message: RegExp, options?: UnpackOptions) {
  return assert.rejects(unpack(writeZip(entries), options), { name, message });
}

Deno.test("unpackArchive() writes the files, none of them executable", async () => {
  const { dir, paths } = await unpack(writeZip([
    { name: "train/", mode: 0o040755 },
    { name: "train/Covid/b é.txt", content: "second", mode: 0o100777 },
    { name: "train/Covid/a.txt", content: "first" },
    { name: "empty.txt" },
  ]));
  assert.deepEqual(paths, ["empty.txt", "train/Covid/a.txt", "train/Covid/b é.txt"]);
  assert.equal(await Deno.readTextFile(`${dir}/train/Covid/b é.txt`), "second");
  assert.equal((await Deno.stat(`${dir}/train/Covid/b é.txt`)).mode! & 0o111, 0);
});

Deno.test("unpackArchive() leaves out and renames as pick says, and reports bytes", async () => {
  const seen: number[] = [];
  const { paths } = await unpack(
    writeZip([{ name: "x/a.txt", content: "abc" }, { name: "x/link", mode: 0o120777 }]),
    {
      pick: (path) => path.endsWith(".txt") ? path.slice(2) : undefined,
      onProgress: (done, total) => seen.push(done, total),
    },
  );
  assert.deepEqual(paths, ["a.txt"]);
  assert.deepEqual(seen, [3, 3]);
});

Deno.test("unpackArchive() refuses names that lead outside or fool a file system", async () => {
  const unsafe = ["../a", "x/../../a", "/etc/a", "C:/a", "C:a", "x\\..\\a", "x//a", "./a", "a\0b"];
  for (const name of [...unsafe, "x/\n", "..", "x/.."]) {
    const good = { name: "good.txt", content: "good" };
    await rejects([good, { name }], "SyntaxError", /Cannot unpack ".*a\.zip"/);
    // What is left out is no way round.
    await rejects([good, { name }], "SyntaxError", /Cannot unpack/, { pick: () => undefined });
  }
});

Deno.test("unpackArchive() refuses links and devices", async () => {
  for (const mode of [0o120777, 0o020666, 0o060666, 0o010666]) {
    await rejects([{ name: "a", content: "/etc/passwd", mode }], "SyntaxError", /link or device/);
  }
});

Deno.test("unpackArchive() refuses names that some disks hold to be one", async () => {
  const pairs = [["a.txt", "a.txt"], ["A.png", "a.PNG"], ["é", "e\u0301"], ["a", "A/b"], [
    "a/b",
    "A",
  ]];
  for (const [first, second] of pairs) {
    await rejects([{ name: first }, { name: second }], "SyntaxError", /same name as another/);
  }
});

Deno.test("unpackArchive() refuses an archive bomb before it writes", async () => {
  const zeros = { name: "zeros", content: new Uint8Array(2 ** 21) };
  await rejects([zeros], "RangeError", /"zeros" grows more than 100 times/);
  const one = { name: "a", content: "x".repeat(100) };
  await rejects([one], "RangeError", /is over 99 bytes/, { maxFileBytes: 99 });
  const other = { ...one, name: "b" };
  await rejects([one, other], "RangeError", /over 199 bytes unpacked/, { maxBytes: 199 });
  await rejects([one, other], "RangeError", /over 1 entries/, { maxEntries: 1 });
});

Deno.test("unpackArchive() refuses entries that lie about their size or content", async () => {
  const lies = [{ bytes: 3 }, { bytes: 300 }, { crc: 1 }];
  for (const claimed of lies) {
    const entry = { name: "liar", content: "x".repeat(100), claimed };
    await rejects([{ name: "good" }, entry], "SyntaxError", /at entry "liar".*(bytes|CRC)/);
  }
});

Deno.test("unpackArchive() refuses entries that share their bytes", async () => {
  const random = seededRandom(1);
  const noise = Uint8Array.from({ length: 5000 }, () => random() * 256);
  const entries = [{ name: "a", content: noise }, { name: "b", content: noise, overlaps: true }];
  await rejects(entries, "SyntaxError", /entries overlap/);
});

Deno.test("unpackArchive() says what a file is that is no whole archive", async () => {
  const text = (content: string) => new TextEncoder().encode(content);
  const page = text("\n<!DOCTYPE html><html><title>Kaggle: Login</title></html>");
  await assert.rejects(unpack(page), { name: "SyntaxError", message: /web page, perhaps a login/ });
  await assert.rejects(unpack(text("Rar!")), { message: /it is no zip archive; get it again/ });
  await assert.rejects(unpack(text("")), { message: /it is empty/ });
  const whole = writeZip([{ name: "a", content: "x".repeat(1000) }]);
  await assert.rejects(unpack(whole.subarray(0, -30)), { message: /truncated/ });
});

Deno.test("unpackArchive() stops at its signal and leaves nothing", async () => {
  const stop = new AbortController();
  const bytes = writeZip([{ name: "a", content: "a" }, { name: "b", content: "b" }]);
  const work = unpack(bytes, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(work, { name: "AbortError" });
});

Deno.test("each set's pick takes films to train/, test/ or classes and leaves the rest", () => {
  const picked = (name: string, paths: string[]) =>
    paths.map((path) => CATALOGUE.find((set) => set.name === name)!.pick!(path));
  assert.deepEqual(
    picked("raikokte", [
      "Covid19-dataset/train/Viral Pneumonia/01.jpeg",
      "test/Covid/0105.png",
      "__MACOSX/Covid19-dataset/train/Covid/._01.jpeg",
      "Covid19-dataset/README.md",
    ]),
    ["train/Viral Pneumonia/01.jpeg", "test/Covid/0105.png", undefined, undefined],
  );
  assert.deepEqual(
    picked("akhilkasare", ["covid_update/Train/non_covid/1.png", "covid_update/Test/covid/2.jpg"]),
    ["Train/non_covid/1.png", "Test/covid/2.jpg"],
  );
  assert.deepEqual(
    picked("education454", ["datasets-master/Data/test/NORMAL/1.jpeg", "datasets-master/a.css"]),
    ["test/NORMAL/1.jpeg", undefined],
  );
  const ieee = ["c-master/metadata.csv", "c-master/images/1.jpg", "c-master/volumes/1.nii.gz"];
  assert.deepEqual(picked("ieee8023", ieee), ["metadata.csv", "images/1.jpg", undefined]);
  assert.deepEqual(
    picked("ozturk", ["COVID-19-master/X-Ray Image DataSet/No_findings/00001280_004.png"]),
    ["No_findings/00001280_004.png"],
  );
});

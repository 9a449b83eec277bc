import assert from "node:assert/strict";
import { join } from "@std/path";
import { isManifest, makeFilm, readManifest, writeManifest } from "lib/data/manifest.ts";
import { tempDir } from "./test_films.ts";

async function withText(text: string): Promise<string> {
  const file = join(await tempDir(), "manifest.csv");
  await Deno.writeTextFile(file, text);
  return file;
}

Deno.test("readManifest() reads back what writeManifest() wrote", async () => {
  const films = [
    makeFilm({ path: 'a, "b"/ü.png', className: "Normal", split: "train", width: 1024, age: 0.1 }),
    makeFilm({ path: "2.png", className: "COVID-19", patientId: "nih:1", originalSha256: "ab" }),
  ];
  const file = join(await tempDir(), "deep", "manifest.csv");
  await writeManifest(file, films);
  assert.deepEqual(await readManifest(file), films);
});

Deno.test("writeManifest() and readManifest() hold an empty set", async () => {
  const file = join(await tempDir(), "manifest.csv");
  await writeManifest(file, []);
  assert.deepEqual(await readManifest(file), []);
});

Deno.test("readManifest() needs no more than path and class", async () => {
  const [film] = await readManifest(await withText("\uFEFFpath,class\n1.png,Normal\n"));
  assert.equal(film.className, "Normal");
  assert.equal(film.split, "");
  assert.equal(film.width, NaN);
});

Deno.test("isManifest() knows another project's manifest from ours", () => {
  assert(isManifest(["class", "path"]));
  assert(!isManifest(["path", "original_name", "original_sha256"]));
  assert(!isManifest(["path", "class", "colour"]));
});

Deno.test("readManifest() says what is wrong and where", async () => {
  const foreign = await withText("path,original_name\n1.png,1.png\n");
  await assert.rejects(readManifest(foreign), {
    name: "SyntaxError",
    message:
      /Cannot read manifest ".*manifest.csv": expected path, class .* found path, original_name/,
  });
  const split = await withText("path,class,split\n1.png,Normal,exam\n");
  await assert.rejects(readManifest(split), { message: /row 1: split is "exam", expected train/ });
  const width = await withText("path,class,width\n1.png,Normal,wide\n");
  await assert.rejects(readManifest(width), {
    message: /row 1: width is "wide", expected a number/,
  });
  await assert.rejects(readManifest(await withText("path,class\n,Normal\n")), {
    message: /row 1 has no path/,
  });
  await assert.rejects(readManifest("/nowhere.csv"), {
    message: /^Cannot read manifest "\/nowhere/,
  });
});

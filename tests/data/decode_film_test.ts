import assert from "node:assert/strict";
import { join } from "@std/path";
import { decodeFilm, MAX_PIXELS, readFilmHeader } from "lib/data/decode_film.ts";
import { inspectFilm } from "lib/data/inspect_film.ts";
import sharp from "sharp";
import { testImage, writeFolder } from "./test_films.ts";

/** The largest difference between two pictures, grey levels. */
function distance(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((largest, grey, i) => Math.max(largest, Math.abs(grey - b[i])), 0);
}

Deno.test("decodeFilm() averages to the size asked for, height first", async () => {
  const halves = Uint8Array.from({ length: 8 * 4 }, (_, i) => i % 8 < 4 ? 40 : 200);
  const film = await sharp(halves, { raw: { width: 8, height: 4, channels: 1 } }).png().toBuffer();
  assert.deepEqual([...await decodeFilm(film, [4, 8])], [...halves]);
  assert.deepEqual([...await decodeFilm(film, [1, 8])], [...halves.subarray(0, 8)]);
  const [left, right] = await decodeFilm(film, [1, 2]);
  assert(left < 70 && right > 170 && Math.abs(left + right - 240) <= 1, `${left} ${right}`);
});

Deno.test("decodeFilm() stretches, whatever the aspect", async () => {
  const film = await testImage(1, { width: 64, height: 64 }).png().toBuffer();
  const wide = await testImage(1, { width: 256, height: 64 }).png().toBuffer();
  assert(distance(await decodeFilm(film, [8, 8]), await decodeFilm(wide, [8, 8])) <= 2);
});

Deno.test("decodeFilm() gives the same for a path and its bytes", async () => {
  const film = await testImage(1, { width: 900, height: 700 }).jpeg().toBuffer();
  const dir = await writeFolder({ "1.jpg": film });
  assert.deepEqual(
    await decodeFilm(join(dir, "1.jpg"), [50, 60]),
    await decodeFilm(film, [50, 60]),
  );
});

Deno.test("decodeFilm() scales 16 bits to 8", async () => {
  const ramp = new Uint16Array(256).map((_, i) => i * 257);
  const deep = sharp(ramp, { raw: { width: 16, height: 16, channels: 1 } }).toColourspace("grey16");
  const expected = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.equal((await sharp(await deep.clone().png().toBuffer()).metadata()).depth, "ushort");
  for (const film of [await deep.clone().png().toBuffer(), await deep.clone().tiff().toBuffer()]) {
    assert(distance(await decodeFilm(film, [16, 16]), expected) <= 1);
  }
});

Deno.test("decodeFilm() turns colour, palette and CMYK to grey", async () => {
  const grey = await decodeFilm(await testImage(1).png().toBuffer(), [8, 8]);
  const colour = await testImage(1).toColourspace("srgb").png().toBuffer();
  const palette = await testImage(1).png({ palette: true }).toBuffer();
  const cmyk = await testImage(1).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
  assert.equal((await sharp(palette).metadata()).isPalette, true);
  assert.equal((await sharp(cmyk).metadata()).space, "cmyk");
  assert(distance(await decodeFilm(colour, [8, 8]), grey) <= 1);
  assert(distance(await decodeFilm(palette, [8, 8]), grey) <= 1);
  assert(distance(await decodeFilm(cmyk, [8, 8]), grey) <= 25); // by way of an ink profile
});

Deno.test("decodeFilm() flattens transparency on black", async () => {
  const background = { r: 255, g: 255, b: 255, alpha: 0.5 };
  const film = await sharp({ create: { width: 9, height: 9, channels: 4, background } }).png();
  assert.deepEqual([...await decodeFilm(await film.toBuffer(), [1, 2])], [128, 128]);
});

Deno.test("decodeFilm() turns a film as its EXIF orientation says", async () => {
  const film = await testImage(1, { width: 100, height: 50 }).jpeg({ quality: 100 }).toBuffer();
  const turned = await sharp(film).rotate(90).jpeg({ quality: 100 }).toBuffer();
  const tagged = await sharp(film).withMetadata({ orientation: 6 }).jpeg({ quality: 100 })
    .toBuffer();
  const { width, height } = await readFilmHeader(tagged);
  assert.deepEqual([width, height], [50, 100]);
  assert(distance(await decodeFilm(tagged, [32, 16]), await decodeFilm(turned, [32, 16])) <= 6);
});

Deno.test("decodeFilm() reads a PNG that is named .jpg", async () => {
  const dir = await writeFolder({ "1.jpg": await testImage(1).png().toBuffer() });
  assert.equal((await readFilmHeader(join(dir, "1.jpg"))).format, "png");
  assert.equal((await decodeFilm(join(dir, "1.jpg"), [8, 8])).length, 64);
});

Deno.test("decodeFilm() reads a large JPEG as its small copy, nearly", async () => {
  const large = await testImage(1, { width: 1600, height: 1600 }).jpeg({ quality: 95 }).toBuffer();
  const small = await testImage(1, { width: 64, height: 64 }).png().toBuffer();
  assert(distance(await decodeFilm(large, [8, 8]), await decodeFilm(small, [8, 8])) <= 4);
});

Deno.test("decodeFilm() says why it cannot read a film, and which", async () => {
  const jpeg = await testImage(1, { width: 400, height: 300 }).jpeg().toBuffer();
  const dir = await writeFolder({
    "empty.png": new Uint8Array(),
    "text.png": "no picture",
    "half.jpg": jpeg.subarray(0, jpeg.length / 2),
    "drawing.png": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  });
  const reasons = {
    "empty.png": /Cannot decode film ".*empty.png": the file is empty$/,
    "text.png": /text.png": not an image in a known format \(JPEG.*\); convert it to PNG$/,
    "half.jpg": /half.jpg": truncated or damaged \(.*premature end.*\)$/,
    "drawing.png": /drawing.png": the format is svg; convert it to PNG$/,
    "none.png": /none.png": No such file/,
  };
  for (const [name, message] of Object.entries(reasons)) {
    await assert.rejects(decodeFilm(join(dir, name), [8, 8]), { message });
  }
  await assert.rejects(decodeFilm(new Uint8Array(), [8, 8]), {
    message: "Cannot decode film: the file is empty",
  });
});

Deno.test("decodeFilm() refuses a decompression bomb by its header", async () => {
  const side = Math.ceil(Math.sqrt(MAX_PIXELS)) + 500;
  const bomb = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#000" } })
    .png().toBuffer();
  const claimed = new Uint8Array(bomb);
  new DataView(claimed.buffer).setUint32(16, side);
  new DataView(claimed.buffer).setUint32(20, side);
  new DataView(claimed.buffer).setUint32(29, crc32(claimed.subarray(12, 29)));
  await assert.rejects(decodeFilm(claimed, [8, 8]), {
    message: "Cannot decode film: 110 megapixels are more than the limit of 100",
  });
});

Deno.test("inspectFilm() finds every truncation of a JPEG, and damage that its decoder notices", async () => {
  const jpeg = await testImage(1, { width: 400, height: 300 }).jpeg().toBuffer();
  const damaged = new Uint8Array(jpeg);
  damaged.fill(255, 1000, 1100);
  const cuts = [1, 2, 10, 500, jpeg.length - 100, jpeg.length - 20];
  const dir = await writeFolder({
    "whole.jpg": jpeg,
    "damaged.jpg": damaged,
    ...Object.fromEntries(cuts.map((cut) => [`${cut}.jpg`, jpeg.subarray(0, jpeg.length - cut)])),
  });
  assert.equal((await inspectFilm(join(dir, "whole.jpg"))).bytes, jpeg.length);
  for (const name of ["damaged", ...cuts]) {
    await assert.rejects(inspectFilm(join(dir, `${name}.jpg`)), {
      message: /^Cannot read film ".*": truncated or damaged/,
    });
  }
});

Deno.test("inspectFilm() tells hash, size, format and thumbnail", async () => {
  const png = await testImage(1).png().toBuffer();
  const dir = await writeFolder({ "1.png": png });
  const { sha256, width, height, format, thumbnail } = await inspectFilm(join(dir, "1.png"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(png)));
  assert.equal(sha256, hash.toHex());
  assert.deepEqual([width, height, format], [96, 80, "png"]);
  assert.deepEqual(thumbnail, await decodeFilm(png, [64, 64]));
});

/** CRC-32 as PNG's chunks carry it. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

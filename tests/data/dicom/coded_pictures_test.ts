import assert from "node:assert/strict";
import { readDicom } from "lib/data/dicom/read_dicom.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { encodeJpegLossless, encodePicture, encodeRle, type Picture } from "./encode_picture.ts";
import { type Elements, join, writeDicom } from "./write_dicom.ts";

/** A smooth picture with some noise, as films have; deterministic. */
function drawPicture(bits: number, { width = 40, height = 30 } = {}): Picture {
  const random = seededRandom(bits);
  const max = 2 ** bits - 1;
  const values = Array.from({ length: width * height }, (_, i) => {
    const wave = Math.sin((i % width) / 7) * Math.cos(i / width / 5) * 0.4 + 0.5;
    return Math.round(max * Math.min(1, Math.max(0, wave + 0.02 * random())));
  });
  return { width, height, bits, values };
}

function elementsOf({ width, height, bits }: Picture): Elements {
  return {
    "00280010": ["US", height],
    "00280011": ["US", width],
    "00280100": ["US", bits <= 8 ? 8 : 16],
    "00280101": ["US", bits],
    "00280102": ["US", bits - 1],
    "00281050": ["DS", String(2 ** (bits - 1))],
    "00281051": ["DS", String(2 ** bits)],
    "00281056": ["CS", "LINEAR_EXACT"],
  };
}

/** The picture coded in each transfer syntax that keeps every value. */
function losslessly(picture: Picture): [syntax: string, coded: () => Promise<Uint8Array>][] {
  return [
    [".5", () => Promise.resolve(encodeRle(picture))],
    [".4.57", () => Promise.resolve(encodeJpegLossless(picture))],
    [".4.70", () => Promise.resolve(encodeJpegLossless(picture))],
    [".4.80", () => encodePicture(picture, "jpeg-ls")],
    [".4.90", () => encodePicture(picture, "jpeg 2000")],
  ];
}

for (const bits of [8, 12, 16]) {
  Deno.test(`readDicom() decodes ${bits} bits as it reads them uncompressed`, async () => {
    const picture = drawPicture(bits);
    const elements = elementsOf(picture);
    const expected = await readDicom(writeDicom({ values: picture.values, elements }));
    for (const [syntax, encode] of losslessly(picture)) {
      const coded = await encode();
      const film = await readDicom(writeDicom({ syntax, fragments: [coded], elements }));
      assert.deepEqual(film.pixels, expected.pixels, syntax);
    }
  });
}

Deno.test("readDicom() decodes JPEG to within what JPEG loses", async () => {
  const picture = drawPicture(8);
  const elements = { ...elementsOf(picture), "00281050": undefined };
  const coded = await encodePicture(picture, "jpeg");
  const film = await readDicom(writeDicom({ syntax: ".4.50", fragments: [coded], elements }));
  const worst = picture.values.map((value, i) => Math.abs(value - film.pixels[i]));
  assert(Math.max(...worst) <= 12, `${Math.max(...worst)}`);
});

Deno.test("readDicom() joins a picture that is stored in several fragments", async () => {
  const picture = drawPicture(12);
  const elements = elementsOf(picture);
  const coded = await encodePicture(picture, "jpeg 2000");
  const fragments = [coded.subarray(0, 100), coded.subarray(100, 500), coded.subarray(500)];
  const whole = await readDicom(writeDicom({ syntax: ".4.90", fragments: [coded], elements }));
  const joined = await readDicom(writeDicom({ syntax: ".4.90", fragments, elements }));
  assert.deepEqual(joined.pixels, whole.pixels);
});

Deno.test("readDicom() gives decoders that are loaded by hand the same films", async () => {
  // Deno reads the decoders' files itself; a page has to say where they are.
  const picture = drawPicture(8);
  const elements = elementsOf(picture);
  const coded = await encodePicture(picture, "jpeg-ls");
  const { loadWasmCodec } = await import("lib/data/dicom/load_codec.ts");
  const file = new URL(
    "../../../node_modules/@cornerstonejs/codec-charls/dist/charlswasm_decode.wasm",
    import.meta.url,
  );
  const asked: string[] = [];
  const codec = await loadWasmCodec("jpeg-ls", (name) => {
    asked.push(name);
    return Deno.readFile(file);
  });
  const decoder = codec.createDecoder();
  decoder.getEncodedBuffer(coded.length).set(coded);
  decoder.decode();
  assert.deepEqual([...decoder.getDecodedBuffer()], picture.values);
  decoder.delete();
  assert.deepEqual(asked, ["charlswasm_decode.wasm"]);
  const film = await readDicom(writeDicom({ syntax: ".4.80", fragments: [coded], elements }));
  assert.equal(film.pixels.length, 1200);
});

Deno.test("loadWasmCodec() says which file it could not load", async () => {
  const { loadWasmCodec } = await import("lib/data/dicom/load_codec.ts");
  const offline = () => Promise.reject(new TypeError("offline"));
  await assert.rejects(loadWasmCodec("jpeg 2000", offline), {
    message: "Cannot load the decoder openjpegwasm_decode.wasm: offline",
  });
});

Deno.test("readDicom() refuses a coded picture of another size before decoding it", async () => {
  const picture = drawPicture(8);
  const elements: Elements = { ...elementsOf(picture), "00280010": ["US", 31] };
  for (const [syntax, encode] of losslessly(picture).slice(1)) {
    const coded = await encode();
    await assert.rejects(readDicom(writeDicom({ syntax, fragments: [coded], elements })), {
      message: "Cannot read DICOM: its coded picture has 40×30 pixels in 1 channels, " +
        "expected 40×31 in 1",
    }, syntax);
  }
});

Deno.test("readDicom() refuses what is coded in another way than it says", async () => {
  const picture = drawPicture(8);
  const elements = elementsOf(picture);
  const coded = await encodePicture(picture, "jpeg");
  const messages: [syntax: string, message: RegExp][] = [
    [".4.70", /its pixels are not JPEG lossless$/],
    [".4.80", /its pixels are not JPEG-LS$/],
    [".4.90", /its pixels are not JPEG 2000$/],
    [".5", /run lengths/],
  ];
  for (const [syntax, message] of messages) {
    await assert.rejects(readDicom(writeDicom({ syntax, fragments: [coded], elements })), {
      message,
    });
  }
  const native = writeDicom({ syntax: ".4.50", values: picture.values, elements });
  await assert.rejects(readDicom(native), { message: /not stored in fragments$/ });
});

Deno.test("readDicom() refuses a JPEG of more scans than films have", async () => {
  const picture = drawPicture(8);
  const coded = await encodePicture(picture, "jpeg");
  const scan = Uint8Array.of(0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0);
  const fragments = [
    join(coded.subarray(0, -2), ...Array(20).fill(scan), Uint8Array.of(0xff, 0xd9)),
  ];
  const film = writeDicom({ syntax: ".4.50", fragments, elements: elementsOf(picture) });
  await assert.rejects(readDicom(film), {
    message: "Cannot read DICOM: its picture has more than 20 scans",
  });
});

Deno.test("readDicom() takes 200 damaged files with an answer or one line each", async () => {
  const random = seededRandom(6);
  const files: Uint8Array[] = [];
  for (const bits of [8, 12]) {
    const picture = drawPicture(bits);
    const elements = elementsOf(picture);
    for (const syntax of ["", ".1", ".2"]) {
      files.push(writeDicom({ syntax, values: picture.values, elements }));
    }
    for (const [syntax, encode] of losslessly(picture)) {
      files.push(writeDicom({ syntax, fragments: [await encode()], elements }));
    }
  }
  const jpeg = drawPicture(8);
  const coded = await encodePicture(jpeg, "jpeg");
  files.push(writeDicom({ syntax: ".4.50", fragments: [coded], elements: elementsOf(jpeg) }));
  let read = 0;
  for (let i = 0; i < 200; i++) {
    const damaged = damage(files[i % files.length], random);
    const start = performance.now();
    const result = await readDicom(damaged).catch((error: Error) => error);
    assert(performance.now() - start < 5000, `file ${i} took too long`);
    if (result instanceof Error) {
      assert.match(result.message, /^Cannot (read DICOM|judge the film): [^\n]+$/, `file ${i}`);
    } else {
      assert.equal(result.pixels.length, result.width * result.height);
      read++;
    }
  }
  assert(read > 20 && read < 180, `${read} of 200 were read`);
  // After all that, sound files are read as before.
  for (const file of files) await readDicom(file);
});

/** Cuts a file, flips bits, or overwrites a stretch with noise; half of it among the elements. */
function damage(file: Uint8Array, random: () => number): Uint8Array {
  const kind = Math.floor(3 * random());
  const place = () =>
    Math.floor((random() < 0.5 ? Math.min(file.length, 500) : file.length) * random());
  if (kind === 0) return file.slice(0, place());
  const damaged = file.slice();
  if (kind === 1) {
    for (let k = 0; k < 8; k++) damaged[place()] ^= 1 << Math.floor(8 * random());
    return damaged;
  }
  const start = place();
  for (let k = start; k < Math.min(file.length, start + 16); k++) damaged[k] = 256 * random();
  return damaged;
}

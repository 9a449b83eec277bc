import assert from "node:assert/strict";
import { readDicom, readDicomHeader } from "lib/data/dicom/read_dicom.ts";
import { MAX_PIXELS } from "lib/data/max_pixels.ts";
import { NotAChestFilmError } from "lib/data/not_a_chest_film.ts";
import { type Elements, type Value, writeDicom, type WriteDicomOptions } from "./write_dicom.ts";

const VALUES = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 200, 255];
const TWELVE_BITS: Elements = {
  "00280100": ["US", 16],
  "00280101": ["US", 12],
  "00280102": ["US", 11],
};

/** The twelve pixels of a film with other elements. */
async function pixelsOf(
  elements: Elements,
  { window, ...options }: WriteDicomOptions & { window?: number } = {},
): Promise<number[]> {
  const film = writeDicom({ values: VALUES, elements, ...options });
  return [...(await readDicom(film, { window })).pixels];
}

/** The reason for which a file with other elements is no chest film. */
async function reasonOf(elements: Elements): Promise<string> {
  const error = await readDicom(writeDicom({ values: VALUES, elements })).catch((error) => error);
  assert(error instanceof NotAChestFilmError, String(error));
  return error.reason;
}

Deno.test("readDicom() reads a film in every uncompressed transfer syntax", async () => {
  for (const syntax of ["", ".1", ".2"]) {
    for (const hasMeta of [true, false]) {
      const film = await readDicom(writeDicom({ syntax, hasMeta, values: VALUES }));
      assert.deepEqual([...film.pixels], VALUES, `${syntax} ${hasMeta}`);
      assert.deepEqual([film.width, film.height], [4, 3]);
    }
  }
});

Deno.test("readDicom() reads 16 bits in either byte order", async () => {
  const values = VALUES.map((value) => value * 16);
  const elements = {
    ...TWELVE_BITS,
    "00281050": ["DS", "2048"],
    "00281051": ["DS", "4096"],
  } as const;
  const [little, big] = await Promise.all(
    [".1", ".2"].map((syntax) => readDicom(writeDicom({ syntax, values, elements }))),
  );
  assert.deepEqual(little.pixels, big.pixels);
  assert.equal(little.pixels[10], Math.round(255 * 3200 / 4095));
});

Deno.test("readDicom() inflates a deflated film, padded or not", async () => {
  const plain = writeDicom({ values: VALUES, hasMeta: false });
  const deflated = new Uint8Array(
    await new Response(
      new Blob([plain.slice()]).stream().pipeThrough(new CompressionStream("deflate-raw")),
    ).arrayBuffer(),
  );
  const head = writeDicom({ syntax: ".1.99", elements: {} });
  const meta = head.subarray(0, head.length - writeDicom({ hasMeta: false }).length);
  for (const padding of [[], [0]]) {
    const film = await readDicom(Uint8Array.from([...meta, ...deflated, ...padding]));
    assert.deepEqual([...film.pixels], VALUES);
  }
});

Deno.test("readDicom() tells facts, and nothing of the patient", async () => {
  const film = await readDicom(writeDicom({
    values: VALUES,
    elements: { "00280030": ["DS", "0.2\\0.1"], "00081030": ["LO", "SECRET STUDY"] },
  }));
  assert.deepEqual(film.facts, {
    modality: "DX",
    view: "PA",
    bodyPart: "CHEST",
    pixelSpacing: [0.2, 0.1],
    transferSyntax: "1.2.840.10008.1.2.1",
    photometric: "MONOCHROME2",
    windows: [],
  });
  assert.deepEqual(film.notes, []);
  assert(!/SECRET|4711/.test(JSON.stringify(film)));
});

Deno.test("readDicom() names no patient in any error, nor in what caused it", async () => {
  const whole = writeDicom({ values: VALUES });
  for (let length = 0; length < whole.length; length++) {
    const error = await readDicom(whole.subarray(0, length)).then(
      () => undefined,
      (error) => error,
    );
    assert(error instanceof Error, `${length} of ${whole.length} bytes were read`);
    assert(!/SECRET|4711/.test(Deno.inspect(error, { depth: 20 })));
  }
});

Deno.test("readDicom() inverts MONOCHROME1 and an INVERSE presentation, once", async () => {
  const inverted = VALUES.map((value) => 255 - value);
  assert.deepEqual(await pixelsOf({ "00280004": ["CS", "MONOCHROME1"] }), inverted);
  assert.deepEqual(await pixelsOf({ "20500020": ["CS", "INVERSE"] }), inverted);
  assert.deepEqual(await pixelsOf({ "20500020": ["CS", "IDENTITY"] }), VALUES);
  const both: Elements = { "00280004": ["CS", "MONOCHROME1"], "20500020": ["CS", "INVERSE"] };
  assert.deepEqual(await pixelsOf(both), inverted);
});

Deno.test("readDicom() applies the three window functions as the standard defines them", async () => {
  const window = (shape: string) =>
    pixelsOf({
      "00281050": ["DS", "50"],
      "00281051": ["DS", "100"],
      "00281056": ["CS", shape],
    });
  const linear = VALUES.map((x) => Math.min(1, Math.max(0, (x - 49.5) / 99 + 0.5)));
  const exact = VALUES.map((x) => Math.min(1, Math.max(0, (x - 50) / 100 + 0.5)));
  const sigmoid = VALUES.map((x) => 1 / (1 + Math.exp(-4 * (x - 50) / 100)));
  const grey = (values: number[]) => values.map((value) => Math.round(255 * value));
  assert.deepEqual(await window("LINEAR"), grey(linear));
  assert.deepEqual(await window("LINEAR_EXACT"), grey(exact));
  assert.deepEqual(await window("SIGMOID"), grey(sigmoid));
});

Deno.test("readDicom() takes the first of several windows, or the one asked for", async () => {
  const elements: Elements = {
    "00281050": ["DS", "50\\1000"],
    "00281051": ["DS", "1\\1"],
  };
  const step = VALUES.map((value) => value <= 49.5 ? 0 : 255);
  assert.deepEqual(await pixelsOf(elements), step);
  assert.deepEqual(await pixelsOf(elements, { window: 1 }), VALUES.map(() => 0));
  const film = await readDicom(writeDicom({ values: VALUES, elements }));
  assert.deepEqual(film.facts.windows, ["centre 50, width 1", "centre 1000, width 1"]);
  await assert.rejects(pixelsOf(elements, { window: 2 }), {
    name: "RangeError",
    message: "Cannot read DICOM: window 2 was asked for, but the film has 2",
  });
});

Deno.test("readDicom() leaves out a window without a usable width", async () => {
  for (const width of ["0", "0.5", "-3", "wide"]) {
    const elements: Elements = { "00281050": ["DS", "50"], "00281051": ["DS", width] };
    assert.deepEqual(await pixelsOf(elements), VALUES);
  }
});

Deno.test("readDicom() looks values up in the VOI table before any window", async () => {
  for (const [type, bits] of [["OW", 16], ["OW", 8]] as const) {
    const entries = bits === 16 ? [0, 65535] : [0, 255];
    const elements: Elements = {
      "00281050": ["DS", "0.5"],
      "00281051": ["DS", "1"],
      "00283010": ["SQ", [[
        ["00283002", "US", [2, 40, bits]],
        ["00283006", type, bits === 16 ? Uint8Array.of(0, 0, 255, 255) : Uint8Array.from(entries)],
      ]]],
    };
    assert.deepEqual(await pixelsOf(elements), VALUES.map((value) => value <= 40 ? 0 : 255));
    const implicit = await pixelsOf(elements, { syntax: "" });
    assert.deepEqual(implicit, VALUES.map((value) => value <= 40 ? 0 : 255));
    assert.deepEqual(
      await pixelsOf(elements, { window: 1 }),
      VALUES.map((value) => value > 0 ? 255 : 0),
    );
  }
});

Deno.test("readDicom() shows entries of a VOI table beyond its bits as white", async () => {
  const elements: Elements = {
    "00283010": ["SQ", [[
      ["00283002", "US", [2, 40, 12]],
      ["00283006", "OW", Uint8Array.of(0, 0, 0xff, 0xff)],
    ]]],
  };
  assert.deepEqual(await pixelsOf(elements), VALUES.map((value) => value <= 40 ? 0 : 255));
});

Deno.test("readDicom() rescales by slope and intercept, or by the modality's table", async () => {
  const window: Elements = {
    "00281050": ["DS", "0"],
    "00281051": ["DS", "200"],
    "00281056": ["CS", "LINEAR_EXACT"],
  };
  const rescaled = await pixelsOf({
    ...window,
    "00281052": ["DS", "-100"],
    "00281053": ["DS", "2"],
  });
  assert.deepEqual(
    rescaled,
    VALUES.map((x) => Math.round(255 * Math.min(1, Math.max(0, (2 * x - 100) / 200 + 0.5)))),
  );
  const looked = await pixelsOf({
    ...window,
    "00283000": ["SQ", [[
      ["00283002", "US", [2, 40, 16]],
      ["00283006", "OW", Uint8Array.of(0, 0, 50, 0)],
    ]]],
  });
  assert.deepEqual(looked, VALUES.map((x) => Math.round(255 * (x <= 40 ? 0.5 : 0.75))));
  await assert.rejects(pixelsOf({ "00281053": ["DS", "0"], "00281052": ["DS", "1"] }), {
    message: "Cannot read DICOM: its rescale slope or intercept is no usable number",
  });
});

Deno.test("readDicom() reads signed values, and values above the lowest bits", async () => {
  const window: Elements = {
    ...TWELVE_BITS,
    "00281050": ["DS", "0"],
    "00281051": ["DS", "200"],
    "00281056": ["CS", "LINEAR_EXACT"],
  };
  const numbers = VALUES.map((value) => value - 100);
  const expected = numbers.map((x) => Math.round(255 * Math.min(1, Math.max(0, x / 200 + 0.5))));
  const signed: Elements = { ...window, "00280103": ["US", 1] };
  assert.deepEqual(await pixelsOf(signed, { values: numbers.map((x) => x & 0xfff) }), expected);
  assert.deepEqual(await pixelsOf(signed, { values: numbers.map((x) => x & 0xffff) }), expected);
  const high: Elements = { ...signed, "00280102": ["US", 15] };
  assert.deepEqual(
    await pixelsOf(high, { values: numbers.map((x) => (x & 0xfff) << 4) }),
    expected,
  );
});

Deno.test("readDicom() stretches a deep film without a window, its padding aside", async () => {
  const values = [...VALUES.slice(0, 11).map((value) => 1000 + value), 4095];
  const film = writeDicom({ values, elements: { ...TWELVE_BITS, "00280120": ["US", 4095] } });
  const { pixels, notes } = await readDicom(film);
  assert.deepEqual([...pixels], [
    ...VALUES.slice(0, 11).map((value) => Math.round(255 * value / 200)),
    255,
  ]);
  assert.deepEqual(notes, ["The file names no window: shown from its darkest to its brightest"]);
  const flat = writeDicom({ values: Array(12).fill(7), elements: TWELVE_BITS });
  assert.deepEqual([...(await readDicom(flat)).pixels], Array(12).fill(0));
});

Deno.test("readDicom() says why a file is no frontal chest film", async () => {
  const cases: [tag: string, value: string, reason: string][] = [
    ["00080060", "CT", "the modality is CT (computed tomography), not a radiograph (CR, DX)"],
    ["00080060", "MR", "the modality is MR (magnetic resonance), not a radiograph (CR, DX)"],
    ["00080060", "US", "the modality is US (ultrasound), not a radiograph (CR, DX)"],
    [
      "00080060",
      "SECRET name of some length",
      "the modality is UNREADABLE, not a radiograph (CR, DX)",
    ],
    ["00180015", "HAND", "the body part is HAND, not CHEST"],
    ["00180015", "RIBCAGE", "the body part is RIBCAGE, not CHEST"],
    ["00180015", "CHEST_ABDOMEN", "the body part is CHEST ABDOMEN, not CHEST"],
    ["00185101", "LL", "the view is LL (lateral), not frontal (PA, AP)"],
    ["00185101", "LATERAL", "the view is LATERAL, not frontal (PA, AP)"],
    ["00185101", "RLO", "the view is RLO, not frontal (PA, AP)"],
    ["00280004", "RGB", "the picture is in colour (RGB), a radiograph is grey"],
    ["00280004", "PALETTE COLOR", "the picture is in colour (PALETTE COLOR), a radiograph is grey"],
  ];
  for (const [tag, value, reason] of cases) {
    assert.equal(await reasonOf({ [tag]: ["CS", value] }), reason);
  }
  assert.equal(
    await reasonOf({ "00280002": ["US", 3] }),
    "the picture is in colour, a radiograph is grey",
  );
});

Deno.test("readDicom() finds the view wherever it is told", async () => {
  const none = { "00185101": undefined };
  const lateral = "the view is LATERAL, not frontal (PA, AP)";
  assert.equal(await reasonOf({ ...none, "00200020": ["CS", "A\\F"] }), lateral);
  const code = (meaning: string): [string, Value] => ["SQ", [[["00080104", "LO", meaning]]]];
  assert.equal(await reasonOf({ ...none, "00540220": code("left lateral") }), lateral);
  assert.equal(
    await reasonOf({ ...none, "00185100": ["CS", "XX"] }),
    "the view is XX, not frontal (PA, AP)",
  );
  const viewOf = async (elements: Elements) =>
    (await readDicomHeader(writeDicom({ values: VALUES, elements }))).facts.view;
  assert.equal(await viewOf({ ...none, "00540220": code("postero-anterior") }), "PA");
  assert.equal(await viewOf({ ...none, "00185100": ["CS", "AP"] }), "AP");
  assert.equal(
    await viewOf({ ...none, "00185100": ["CS", "HFS"], "00200020": ["CS", "L\\F"] }),
    "",
  );
});

Deno.test("readDicom() accepts what a film leaves out, with a note", async () => {
  const film = await readDicom(writeDicom({
    values: VALUES,
    elements: { "00080060": undefined, "00180015": undefined, "00185101": undefined },
  }));
  assert.deepEqual(film.notes, [
    "The file does not say that it is a radiograph",
    "The file does not say that it shows a chest",
    "The file does not say that its view is frontal",
  ]);
  const ct = "1.2.840.10008.5.1.4.1.1.2";
  const reason = await reasonOf({ "00080060": undefined, "00080016": ["UI", ct] });
  assert.match(reason, /^the modality is CT/);
});

Deno.test("readDicom() refuses what it cannot read in one line", async () => {
  const refusal = (options: WriteDicomOptions) =>
    readDicom(writeDicom({ values: VALUES, ...options }))
      .then(() => "", (error: Error) => error.message.replace("Cannot read DICOM: ", ""));
  const elements = (tag: string, value: [string, Value]) => ({ elements: { [tag]: value } });
  assert.equal(
    await refusal(elements("00280008", ["IS", "12"])),
    "it holds 12 frames; export the one to look at as a file of its own",
  );
  assert.equal(
    await refusal(elements("00280010", ["US", 0])),
    "it has no picture (4×0 pixels)",
  );
  assert.equal(
    await refusal(elements("00280010", ["US", 4])),
    "it is truncated: 12 of 16 bytes of its pixels are there",
  );
  assert.equal(
    await refusal({ elements: { "00280010": ["US", 65535], "00280011": ["US", 65535] } }),
    `4295 megapixels are more than the limit of ${MAX_PIXELS / 1e6}`,
  );
  assert.equal(
    await refusal(elements("00280100", ["US", 32])),
    "its values have 8 of 32 bits, the highest is bit 7; expected up to 16 bits in 8 or 16",
  );
  assert.equal(
    await refusal({ syntax: ".4.103" }),
    "its transfer syntax (1.2.840.10008.1.2.4.103) is not one that is read; " +
      "save it as explicit little endian",
  );
  assert.equal(await refusal({ values: undefined }), "it has no pixels");
  await assert.rejects(readDicom(new TextEncoder().encode("no film at all")), {
    message: "Cannot read DICOM: it is no DICOM file",
  });
});

Deno.test("readDicom() withstands lengths that lie", async () => {
  const film = writeDicom({ values: VALUES });
  const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset);
  const pixelLength = film.length - 16; // of twelve bytes of pixels, four of their length
  for (const length of [0xffffffff, 0xfffffffe, 0x7fffffff, 11]) {
    const lying = film.slice();
    view(lying).setUint32(pixelLength, length, true);
    const result = await readDicom(lying).then(() => "read", (error: Error) => error.message);
    assert.match(result, length === 11 ? /11 of 12 bytes/ : /^read$/);
  }
  const nested = new Uint8Array(2 ** 20);
  const sequence = [8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 255, 0, 0xe0];
  for (let i = 0; i + 20 <= nested.length; i += 20) {
    nested.set([...sequence, 255, 255, 255, 255], i);
  }
  await assert.rejects(readDicom(nested), { message: /^Cannot read DICOM: it is truncated/ });
});

Deno.test("readDicom() stops inflating at a limit", async () => {
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (let i = 0; i < 300; i++) controller.enqueue(new Uint8Array(2 ** 20));
      controller.close();
    },
  });
  const deflated = await new Response(zeros.pipeThrough(new CompressionStream("deflate-raw")))
    .bytes();
  const head = writeDicom({ syntax: ".1.99" });
  const meta = head.subarray(0, head.length - writeDicom({ hasMeta: false }).length);
  await assert.rejects(readDicom(Uint8Array.from([...meta, ...deflated])), {
    message: /^Cannot read DICOM: its deflated content is more than \d+ bytes$/,
  });
});

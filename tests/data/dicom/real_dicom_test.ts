import assert from "node:assert/strict";
import { join } from "@std/path";
import { greyLevels } from "lib/data/dicom/grey_levels.ts";
import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
import { readPixelFormat } from "lib/data/dicom/pixel_format.ts";
import { readDicom } from "lib/data/dicom/read_dicom.ts";
import { readSamples } from "lib/data/dicom/read_samples.ts";
import { decodeFilm } from "lib/data/decode_film.ts";
import { NotAChestFilmError } from "lib/data/not_a_chest_film.ts";
import { realData } from "../../real_data.ts";

const dicom = realData("dicom");

/**
 * What pydicom 3.0.2 gives, with pylibjpeg 2.1.0 (libjpeg 2.5.0, openjpeg 2.6.0, rle 2.2.0) and
 * pyjpegls 1.5.1, in 8 bits: size, mean, start of the pixels' SHA-256, pixels at row and column
 * (100, 100), (512, 200) and (700, 120).
 *
 *     a = apply_voi_lut(apply_modality_lut(d.pixel_array, d), d)
 *     y = a / (2 ** d.BitsStored - 1)
 *     if d.PhotometricInterpretation == "MONOCHROME1": y = 1 - y
 *     g = np.floor(y * 255 + .5).astype(np.uint8)
 *     g.shape, g.mean(), sha256(g.tobytes()).hexdigest()[:16], g[100, 100], g[512, 200], g[700, 120]
 */
const FILMS: [file: string, size: [number, number], mean: number, hash: string, at: number[]][] = [
  ["RG1_J2KI.dcm", [1955, 1841], 192.170611, "cfab42ef0912b025", [67, 227, 212]],
  ["dx_explicitBE.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_explicitLE.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_j2k_lossless_90.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_j2k_lossy_91.dcm", [1024, 1024], 180.0585, "d4855f33f1cb7c19", [202, 143, 211]],
  ["dx_jpegll_57.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_jpegll_sv1_70.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_jpegls_80.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["dx_rle.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["test1.dcm", [1024, 1024], 180.058658, "8a771769a267418e", [203, 144, 210]],
  ["test2.dcm", [1024, 1024], 128.135709, "ab30bbf7c6b0698e", [15, 56, 95]],
  ["test3.dcm", [1024, 1024], 104.748004, "033dadbc352c492f", [88, 56, 120]],
  // JPEG baseline, whose arithmetic the standard leaves open: 97 % of the pixels are pylibjpeg's,
  // the rest is off by one. Mean and hash are Pillow's (libjpeg-turbo).
  [
    "1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm",
    [1024, 1024],
    160.398039,
    "938432fbb18d79f4",
    [144, 169, 193],
  ],
  ["Fake_MONOHR1.dcm", [1024, 1024], 94.601961, "1d2c41bf295eda72", [111, 86, 62]],
];

for (const [file, size, mean, hash, at] of FILMS) {
  Deno.test({
    name: `readDicom() gives pydicom's pixels of ${file}`,
    ignore: dicom === undefined,
    fn: async () => {
      const film = await readDicom(await Deno.readFile(join(dicom!, file)));
      assert.deepEqual([film.height, film.width], size);
      const sum = film.pixels.reduce((sum, grey) => sum + grey, 0);
      assert(Math.abs(sum / film.pixels.length - mean) < 1e-6);
      assert.equal(await shortHash(film.pixels), hash);
      const places = [[100, 100], [512, 200], [700, 120]];
      assert.deepEqual(places.map(([row, column]) => film.pixels[row * film.width + column]), at);
    },
  });
}

Deno.test({
  name: "readDicom() says why four of the files are no frontal chest films",
  ignore: dicom === undefined,
  fn: async () => {
    const reasons: Record<string, string> = {
      "JPEG-LL.dcm": "the modality is NM (nuclear medicine), not a radiograph (CR, DX)",
      "test4.dcm": "the body part is RIBCAGE, not CHEST",
      "test5.dcm": "the modality is CT (computed tomography), not a radiograph (CR, DX)",
      "test6.dcm": "the view is XX, not frontal (PA, AP)",
    };
    for (const [file, reason] of Object.entries(reasons)) {
      const error = await decodeFilm(join(dicom!, file), [8, 8]).catch((error) => error);
      assert(error instanceof NotAChestFilmError);
      assert.equal(error.reason, reason);
    }
  },
});

Deno.test({
  name: "readSamples() and greyLevels() give pydicom's pixels of 16 signed bits, JPEG lossless",
  ignore: dicom === undefined,
  fn: async () => {
    const parsed = await parseDicom(await Deno.readFile(join(dicom!, "JPEG-LL.dcm")));
    const format = readPixelFormat(parsed.dataSet);
    const samples = await readSamples(parsed, { format });
    const { pixels } = greyLevels(parsed.dataSet, samples, { format, window: 0 });
    // y = (a - a.min()) / (a.max() - a.min()), then as above
    assert.equal(await shortHash(pixels), "09d84f3f5a7fb63c");
  },
});

Deno.test({
  name: "decodeFilm() gives one film the same pixels in every lossless coding",
  ignore: dicom === undefined,
  fn: async () => {
    const expected = await decodeFilm(join(dicom!, "test1.dcm"), [224, 224]);
    for (const [file, , , hash] of FILMS) {
      if (hash !== "8a771769a267418e") continue;
      assert.deepEqual(await decodeFilm(join(dicom!, file), [224, 224]), expected, file);
    }
  },
});

async function shortHash(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes.slice());
  return Array.from(new Uint8Array(hash).subarray(0, 8), (x) => x.toString(16).padStart(2, "0"))
    .join("");
}

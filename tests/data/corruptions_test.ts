import assert from "node:assert/strict";
import { addNoise } from "lib/data/corruptions/add_noise.ts";
import { CORRUPTIONS } from "lib/data/corruptions/corruptions.ts";
import { changeContrast, changeGamma, invertFilm } from "lib/data/corruptions/grey_levels.ts";
import { addBorder, cropBorder, rotateFilm } from "lib/data/corruptions/place_film.ts";
import { blurFilm, recodeJpeg, stretchFilm } from "lib/data/corruptions/recode.ts";
import { decodeFilm } from "lib/data/decode_film.ts";
import { drawPhantom } from "lib/data/phantom.ts";
import sharp from "sharp";

const phantom = {
  pixels: drawPhantom({ label: "Normal", seed: 1, imageSize: 64 }),
  height: 64,
  width: 64,
};
const distance = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, grey, i) => sum + Math.abs(grey - b[i]), 0) / a.length;

for (const [name, { severities, quick, none, apply }] of Object.entries(CORRUPTIONS)) {
  Deno.test(`${name} gives whole films, the same again, and leaves its film as it was`, async () => {
    const before = phantom.pixels.slice();
    for (const severity of new Set([...severities, ...quick])) {
      const film = await apply(phantom, severity, 3);
      assert.equal(film.pixels.length, film.height * film.width);
      assert(film.pixels instanceof Uint8Array);
      assert.deepEqual(await apply(phantom, severity, 3), film);
    }
    if (!Number.isNaN(none) && !["blur", "jpeg-quality"].includes(name)) {
      assert.deepEqual(await apply(phantom, none, 3), phantom);
    }
    assert.deepEqual(phantom.pixels, before);
  });
}

Deno.test("grey levels change as reckoned by hand", () => {
  const film = { pixels: Uint8Array.of(0, 51, 204, 255), height: 2, width: 2 };
  assert.deepEqual([...changeGamma(film, 2).pixels], [0, 10, 163, 255]); // 255 · .2², 255 · .8²
  assert.deepEqual([...changeContrast(film, 2).pixels], [0, 0, 255, 255]); // mean 127.5
  assert.deepEqual([...changeContrast(film, 0).pixels], [128, 128, 128, 128]);
  assert.deepEqual([...invertFilm(film).pixels], [255, 204, 51, 0]);
  assert.throws(() => changeGamma(film, 0), /by 0: expected above 0/);
});

Deno.test("addNoise() has the deviation asked for, and another seed gives other noise", () => {
  const grey = { pixels: new Uint8Array(10_000).fill(128), height: 100, width: 100 };
  const { pixels } = addNoise(grey, { deviation: 10, seed: 1 });
  const mean = pixels.reduce((a, b) => a + b, 0) / 10_000;
  const deviation = Math.sqrt(pixels.reduce((sum, g) => sum + (g - mean) ** 2, 0) / 10_000);
  assert(Math.abs(mean - 128) < 0.5 && Math.abs(deviation - 10) < 0.3);
  assert.notDeepEqual(addNoise(grey, { deviation: 10, seed: 2 }).pixels, pixels);
});

Deno.test("films turn, lose and gain borders as reckoned by hand", () => {
  const film = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), height: 3, width: 3 };
  assert.deepEqual([...rotateFilm(film, 90).pixels], [7, 4, 1, 8, 5, 2, 9, 6, 3]);
  assert.deepEqual([...rotateFilm(film, 180).pixels], [9, 8, 7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(cropBorder(film, 0.3), { pixels: Uint8Array.of(5), height: 1, width: 1 });
  assert.throws(() => cropBorder(film, 0.5), /below 0.5/);
  const wide = addBorder({ pixels: Uint8Array.of(5), height: 1, width: 1 }, { share: 1, grey: 7 });
  assert.deepEqual([...wide.pixels], [7, 7, 7, 7, 5, 7, 7, 7, 7]);
  assert.deepEqual(cropBorder(wide, 0.3).pixels, Uint8Array.of(5));
});

Deno.test("recodeJpeg() loses more at lower quality, blurFilm() more with a wider blur", async () => {
  const lost = async (quality: number) =>
    distance((await recodeJpeg(phantom, quality)).pixels, phantom.pixels);
  assert(await lost(95) < await lost(30) && await lost(30) < await lost(5));
  const blurred = async (deviation: number) =>
    distance((await blurFilm(phantom, deviation)).pixels, phantom.pixels);
  assert(await blurred(1) < await blurred(4));
});

Deno.test("stretchFilm() stretches as decodeFilm() does", async () => {
  const raw = { raw: { width: 64, height: 64, channels: 1 as const } };
  const png = new Uint8Array(await sharp(phantom.pixels, raw).png().toBuffer());
  const { pixels } = await stretchFilm(phantom, { height: 24, width: 40 });
  assert.deepEqual(pixels, await decodeFilm(png, [24, 40]));
});

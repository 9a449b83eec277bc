import assert from "node:assert/strict";
import sharp from "sharp";
import { suspectPairsSheet } from "lib/display/suspect_pairs_sheet.ts";

const film = {
  path: "test/Normal/a_very_long_name_of_a_film_0001.png",
  split: "test",
  className: "A",
};
const pair = (split: string, className = "A") => ({
  films: [film, { ...film, split, className }] as const,
  correlation: 0.9876,
  identical: false,
});
const pictures = (n: number) => ({
  data: Uint8Array.from({ length: n * 16 }, (_, i) => i < 16 ? 60 : 200),
  shape: [n, 4, 4, 1],
});

async function read(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray(3 * (y * info.width + x)).subarray(0, 3)],
  };
}

Deno.test("suspectPairsSheet() puts two films side by side, a red bar over pairs that reach across", async () => {
  const pairs = [pair("train"), pair("test"), pair("test", "B")];
  const sheet = suspectPairsSheet(pairs, pictures(6), {
    title: "Pairs",
    caption: "Not to publish",
  });
  const png = await read(sheet.toPng(1));
  assert.deepEqual([png.width, png.height], [sheet.width, sheet.height]);
  assert.equal(sheet.width, 16 + 322 + 24 + 322 + 16);
  const top = 16 + 20 + 8;
  assert.deepEqual(png.at(60, top + 1), [0xcf, 0x22, 0x2e]);
  assert.deepEqual(png.at(16 + 346 + 60, top + 1), [0xd4, 0xa7, 0x2c]);
  assert.deepEqual(png.at(60, top + 80), [60, 60, 60]);
  assert.deepEqual(png.at(60 + 162, top + 80), [200, 200, 200]);
  const second = top + 4 + 160 + 18 + 3 * 15 + 16;
  assert.deepEqual(png.at(60, second + 1), [0xcf, 0x22, 0x2e]); // two classes
});

Deno.test("suspectPairsSheet() is as wide as a single pair, and shows itself in a notebook", () => {
  const sheet = suspectPairsSheet([{ ...pair("train"), identical: true }], pictures(2));
  assert.equal(sheet.width, 16 + 322 + 16);
  assert(sheet.toDataURL().startsWith("data:image/png;base64,"));
});

Deno.test("suspectPairsSheet() throws where pictures and pairs do not fit", () => {
  assert.throws(() => suspectPairsSheet([pair("train")], pictures(3)), {
    name: "RangeError",
    message:
      "Cannot lay out 1 pairs with 3 pictures: expected one pair or more, and two pictures each",
  });
  assert.throws(() => suspectPairsSheet([], pictures(2)), RangeError);
});

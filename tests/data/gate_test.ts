import { join } from "@std/path";
import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeFilm } from "lib/data/decode_film.ts";
import { filmLook } from "lib/data/film_look.ts";
import { fitGate } from "lib/experiments/fit_gate.ts";
import { checkFilm, colourOf, type FilmLook, type Gate } from "lib/data/gate.ts";
import { gateFeatures } from "lib/data/gate_features.ts";
import { gateScore, type ShapeGate } from "lib/data/shape_gate.ts";
import type { ThumbnailGate } from "lib/data/thumbnail_gate.ts";
import { listFiles } from "lib/data/list_files.ts";
import { mapParallel } from "lib/data/map_parallel.ts";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";
import { readGate } from "lib/data/read_gate.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { realData } from "../real_data.ts";

const drawn: Uint8Array[] = [];

/** Phantoms of several classes, each drawn once: those that gates are made of, and others. */
function phantoms(from: number, to: number): Uint8Array[] {
  for (let i = drawn.length; i < to; i++) {
    drawn.push(drawPhantom({ label: PHANTOM_CLASSES[i % 3], seed: i, imageSize: 64 }));
  }
  return drawn.slice(from, to);
}

const look = (thumbnail: Uint8Array): FilmLook => ({
  thumbnail,
  width: 500,
  height: 400,
  colour: 0,
});

let made: ShapeGate | undefined;

function phantomGate(): ShapeGate {
  const films = phantoms(0, 60);
  return made ??= fitGate(films, films.map((_, i) => `${i}`))!;
}

const PICTURES: Record<string, (x: number, y: number, random: () => number) => number> = {
  noise: (_x, _y, random) => 256 * random(),
  "faint noise": (_x, _y, random) => 118 + 20 * random(),
  gradient: (x) => 4 * x,
  "page of text": (x, y) => (y % 8 < 3 && x > 6 && x < 58 && (x * 7 + y * 3) % 5 > 1 ? 30 : 250),
  "chess board": (x, y) => 255 * ((Math.floor(x / 8) + Math.floor(y / 8)) % 2),
  sun: (x, y) => 255 * Math.exp(-((x - 20) ** 2 + (y - 40) ** 2) / 60),
};

function draw(name: string): Uint8Array {
  const random = seededRandom(1);
  return Uint8Array.from({ length: 64 * 64 }, (_, i) => PICTURES[name](i % 64, i >> 6, random));
}

Deno.test("checkFilm() lets at least 98 % of other films of the same kind through", () => {
  const refused = phantoms(60, 110)
    .filter((film) => checkFilm(phantomGate(), look(film)).length > 0);
  assert(refused.length <= 1, `${refused.length} of 50 phantoms are refused`);
});

Deno.test("checkFilm() refuses what is no film, saying why", () => {
  for (const name of Object.keys(PICTURES)) {
    assert(checkFilm(phantomGate(), look(draw(name))).length > 0, `${name} is let through`);
  }
  const [film] = phantoms(60, 61);
  const reasons = (other: Partial<FilmLook>) =>
    checkFilm(phantomGate(), { ...look(film), ...other }).join();
  assert.equal(reasons({}), "");
  assert.equal(reasons({ colour: 0.3 }), "it is a colour picture");
  assert.equal(reasons({ width: 64, height: 80 }), "it is only 64 × 80 pixels");
  assert.match(reasons({ width: 100 }), /^it is 4\.0 times as long as it is wide/);
  assert.equal(reasons({ thumbnail: film.map(() => 90) }), "it is nearly one even grey");
  assert.match(reasons({ thumbnail: draw("noise") }), /^it is noise, text or texture/);
  assert.throws(() => reasons({ thumbnail: film.subarray(1) }), /expected 64 × 64/);
});

Deno.test("checkFilm() notices an inverted film and says so", () => {
  const inverted = phantoms(60, 80).map((film) => film.map((grey) => 255 - grey));
  const reasons = inverted.map((film) => checkFilm(phantomGate(), look(film)).join());
  assert(reasons.every((text) => text !== ""));
  assert(reasons.filter((text) => /it may be inverted/.test(text)).length >= 19);
});

Deno.test("checkFilm() does not mind exposure and contrast", () => {
  const [film] = phantoms(60, 61);
  const darker = film.map((grey) => 20 + grey / 2);
  assert.deepEqual(checkFilm(phantomGate(), look(darker)), []);
});

Deno.test("fitGate() gives the same numbers again, and none for too few films", () => {
  const films = phantoms(0, 30);
  const groups = films.map((_, i) => `${i}`);
  assert.deepEqual(fitGate(films, groups), fitGate(films, groups));
  assert.equal(fitGate(films.slice(1), groups.slice(1)), null);
  assert.equal(fitGate(films, groups.map(() => "one patient")), null);
  assert.throws(() => fitGate(films, []), /30 films but 0 groups/);
});

Deno.test("readGate() reads what fitGate() made, through JSON, and names what is wrong", () => {
  const text = JSON.stringify(phantomGate());
  assert.deepEqual(readGate(JSON.parse(text)), phantomGate());
  const wrong = (changes: object) => () => readGate({ ...JSON.parse(text), ...changes });
  assert.throws(wrong({ kind: "other" }), /kind is neither "shape-1" nor "thumbnail-8x8"/);
  assert.throws(wrong({ mean: [1] }), /mean is not a list of 160 numbers/);
  assert.throws(wrong({ components: "x" }), /components are not a list/);
  assert.throws(wrong({ components: [Array(64).fill(null)] }), /component 0 is not a list of 160/);
  assert.throws(wrong({ restVariance: 0 }), /restVariance is not a positive number/);
  assert.throws(wrong({ weights: [1] }), /weights is not a list of 62 numbers/);
  assert.throws(wrong({ threshold: "0" }), /bias and threshold is not a list/);
  assert.throws(wrong({ variances: phantomGate().variances.map(() => -1) }), /not positive/);
});

Deno.test("checkFilm() and readGate() still know the gate of earlier bundles", () => {
  const old: ThumbnailGate = {
    kind: "thumbnail-8x8",
    numFilms: 30,
    mean: Array(64).fill(0),
    components: [],
    variances: [],
    restVariance: 64,
    limit: 1,
    restLimit: 0.5,
  };
  const gate = readGate(JSON.parse(JSON.stringify(old)));
  assert.deepEqual(gate, old);
  // Values of mean 0 and deviation nearly 1: about 64 squared in all, over 64, over .5.
  assert.match(checkFilm(gate, look(draw("gradient"))).join(), /unlike the films/);
  assert.deepEqual(checkFilm({ ...gate, restLimit: 1.1 } as Gate, look(draw("gradient"))), []);
  assert.throws(() => readGate({ ...old, limit: 0 }), /limit is not a positive number/);
});

Deno.test("checkFilm() notices films that lie on their side or upside down", () => {
  const films = phantoms(60, 70);
  const upsideDown = films.map((film) => film.toReversed());
  const onSide = films.map((film) => film.map((_, i) => film[(63 - i % 64) * 64 + (i >> 6)]));
  const said = (film: Uint8Array, words: RegExp) =>
    words.test(checkFilm(phantomGate(), look(film)).join());
  assert(upsideDown.filter((film) => said(film, /upside down/)).length >= 9);
  assert(onSide.filter((film) => said(film, /on its side/)).length >= 9);
});

Deno.test("gateFeatures() sees which way edges run, and nothing on an even grey", () => {
  const rising = gateFeatures(draw("gradient")).subarray(64); // grey rises to the right
  // All edges point along the first of six directions, alike in 16 places: sqrt(6) there.
  assert(Math.abs(rising[6] - Math.sqrt(6)) < 0.1);
  assert.deepEqual([...rising.subarray(7, 12)], [0, 0, 0, 0, 0]);
  assert(gateFeatures(new Uint8Array(4096).fill(9)).every((value) => value === 0));
});

Deno.test("gateScore() is the logarithm of odds: by hand for one component", () => {
  const gate: ShapeGate = {
    kind: "shape-1",
    numFilms: 30,
    mean: Array(160).fill(0),
    components: [[1, ...Array(159).fill(0)]],
    variances: [0.25],
    restVariance: 1,
    weights: [1, 10, 100, 0],
    bias: 3,
    threshold: 0,
  };
  const thumbnail = draw("gradient");
  const place = gateFeatures(thumbnail)[0] / 0.5;
  const byHand = 3 + place + 10 * place ** 2 + 100 * Math.log(place ** 2 + 0.05);
  assert(Math.abs(gateScore(gate, thumbnail) - byHand) < 1e-9);
});

Deno.test("colourOf() is 0 for grey and 1 for pure colour, alpha left aside", () => {
  assert.equal(colourOf(Uint8Array.of(7, 7, 7, 200, 200, 200), 3), 0);
  assert.equal(colourOf(Uint8Array.of(0, 255, 0, 0, 255, 0, 0, 9), 4), 1);
});

Deno.test("filmLook() sees the same thumbnail as decodeFilm(), the size and the colour", async () => {
  const image = sharp({ create: { width: 300, height: 200, channels: 3, background: "#ff8000" } });
  const bytes = new Uint8Array(await image.png().toBuffer());
  const seen = await filmLook(bytes);
  assert.deepEqual([seen.width, seen.height], [300, 200]);
  assert.deepEqual(seen.thumbnail, await decodeFilm(bytes, [64, 64]));
  assert(Math.abs(seen.colour - 1) < 0.01);
  assert.equal(
    (await filmLook(new Uint8Array(await image.greyscale().png().toBuffer()))).colour,
    0,
  );
});

const raikokte = realData("raikokte");
const others = ["ozturk", "cohen", "xray-covid19"].map((name) => ({ name, dir: realData(name) }));

Deno.test({
  name: "a gate fitted on raikokte's training films refuses few real films and many others",
  ignore: raikokte === undefined,
  fn: async () => {
    const train = await looksIn(join(raikokte!, "train"));
    const gate = fitGate(train.map(({ thumbnail }) => thumbnail), train.map((_, i) => `${i}`))!;
    const refused = (looks: FilmLook[]) =>
      looks.filter((each) => checkFilm(gate, each).length > 0).length / looks.length;
    const test = await looksIn(join(raikokte!, "test"));
    assert(refused(test) <= 0.02, `${refused(test)} of held-out films are refused`);
    const inverted = test.map((each) => ({
      ...each,
      thumbnail: each.thumbnail.map((g) => 255 - g),
    }));
    assert(refused(inverted) >= 0.95);
    assert(refused(Object.keys(PICTURES).map((name) => look(draw(name)))) === 1);
    for (const { name, dir } of others) {
      const share = refused(await looksIn(dir!, 200));
      console.log(
        `${name}: ${(100 * share).toFixed(1)} % of 200 films of other clinics are refused`,
      );
      assert(share <= 0.03, `${share} of ${name} is refused`);
    }
  },
});

/** What is seen of a folder's films, or of some of them drawn by lot. */
async function looksIn(dir: string, count = Infinity): Promise<FilmLook[]> {
  const files = (await listFiles(dir))
    .filter(({ path }) => /\.(jpe?g|png)$/i.test(path) && !path.includes("lung-masks"));
  const drawn = shuffle(files, seededRandom(1)).slice(0, count);
  return await mapParallel(
    drawn,
    async ({ path }) => await filmLook(await Deno.readFile(join(dir, path))),
    {},
  );
}

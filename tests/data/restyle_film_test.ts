import assert from "node:assert/strict";
import { drawPhantom } from "lib/data/phantom.ts";
import { restyleFilm } from "lib/data/restyle_film.ts";

const SIDE = 96;

function film(seed: number) {
  const pixels = drawPhantom({ label: "Normal", seed, imageSize: SIDE });
  return { pixels, height: SIDE, width: SIDE };
}

function mean(pixels: Uint8Array): number {
  return pixels.reduce((a, b) => a + b, 0) / pixels.length;
}

Deno.test("restyleFilm() draws the same for the same seed, another for another", async () => {
  const [once, again, other] = await Promise.all(
    [3, 3, 4].map((seed) => restyleFilm(film(1), { seed, look: film(2).pixels })),
  );
  assert.deepEqual(once, again);
  assert.notDeepEqual(once.pixels, other.pixels);
});

Deno.test("restyleFilm() keeps the size and leaves the film itself alone", async () => {
  const original = film(1);
  const copy = original.pixels.slice();
  for (let seed = 0; seed < 20; seed++) {
    const styled = await restyleFilm(original, { seed });
    assert.deepEqual([styled.height, styled.width, styled.pixels.length], [SIDE, SIDE, SIDE ** 2]);
  }
  assert.deepEqual(original.pixels, copy);
});

Deno.test("restyleFilm() borrows grey levels: a dark look makes films darker on average", async () => {
  const dark = new Uint8Array(SIDE ** 2).map((_, i) => i % 60);
  const bright = dark.map((grey) => 195 + grey);
  const average = async (look: Uint8Array) => {
    const styled = await Promise.all(
      Array.from({ length: 12 }, (_, seed) => restyleFilm(film(1), { seed, look })),
    );
    return styled.reduce((sum, { pixels }) => sum + mean(pixels), 0) / styled.length;
  };
  assert(await average(bright) - await average(dark) > 40);
});

Deno.test("restyleFilm() keeps the chest: films correlate with their restyled selves", async () => {
  const correlation = (a: Uint8Array, b: Uint8Array) => {
    const [ma, mb] = [mean(a), mean(b)];
    let [ab, aa, bb] = [0, 0, 0];
    a.forEach((value, i) => {
      ab += (value - ma) * (b[i] - mb);
      aa += (value - ma) ** 2;
      bb += (b[i] - mb) ** 2;
    });
    return ab / Math.sqrt(aa * bb);
  };
  const original = film(1);
  const mirrored = original.pixels.map((_, i) =>
    original.pixels[Math.floor(i / SIDE) * SIDE + SIDE - 1 - i % SIDE]
  );
  for (let seed = 0; seed < 10; seed++) {
    const { pixels } = await restyleFilm(original, { seed });
    const best = Math.max(correlation(original.pixels, pixels), correlation(mirrored, pixels));
    assert(best > 0.4, `seed ${seed}: ${best}`);
  }
});

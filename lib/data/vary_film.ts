const SIDE = 64;

/**
 * Varies a thumbnail as films vary from clinic to clinic: mirrored or not, a little turned, shifted
 * and stretched, darker or lighter, with or without a black margin.
 *
 * @param thumbnail Grey levels, 64 × 64.
 * @param random Numbers in `[0, 1)`.
 * @returns Another thumbnail, `[0, 255]`.
 *
 * @example
 * ```ts
 * import { varyFilm } from "lib/data/vary_film.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * varyFilm(new Uint8Array(64 * 64).fill(255), seededRandom(1)).length; // 4096
 * ```
 */
export function varyFilm(thumbnail: Uint8Array, random: () => number): Uint8Array {
  const around = (spread: number) => spread * (2 * random() - 1);
  const mirrored = random() < 0.5 ? -1 : 1;
  const angle = around(8 * Math.PI / 180);
  const [zoomY, zoomX] = [Math.exp(around(0.12)), Math.exp(around(0.12))];
  const [shiftY, shiftX] = [around(0.05 * SIDE), around(0.05 * SIDE)];
  const isMargin = random() < 0.3;
  const gamma = Math.exp(around(0.3));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = (SIDE - 1) / 2;
  const varied = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < varied.length; i++) {
    const y = Math.floor(i / SIDE) - middle;
    const x = (i % SIDE - middle) * mirrored;
    const row = middle + zoomY * (cos * y - sin * x) + shiftY;
    const column = middle + zoomX * (sin * y + cos * x) + shiftX;
    const isOutside = Math.min(row, column) < -0.5 || Math.max(row, column) > SIDE - 0.5;
    if (isMargin && isOutside) continue;
    varied[i] = Math.round(255 * (pixelAt(thumbnail, row, column) / 255) ** gamma);
  }
  return varied;
}

/** Grey level between pixels, bilinearly; the edge goes on outside. */
function pixelAt(pixels: Uint8Array, y: number, x: number): number {
  const row = Math.min(Math.max(y, 0), SIDE - 1);
  const column = Math.min(Math.max(x, 0), SIDE - 1);
  const top = Math.floor(row);
  const left = Math.floor(column);
  const bottom = Math.min(top + 1, SIDE - 1);
  const right = Math.min(left + 1, SIDE - 1);
  const down = row - top;
  const across = column - left;
  const above = pixels[top * SIDE + left] * (1 - across) + pixels[top * SIDE + right] * across;
  const below = pixels[bottom * SIDE + left] * (1 - across) +
    pixels[bottom * SIDE + right] * across;
  return above * (1 - down) + below * down;
}

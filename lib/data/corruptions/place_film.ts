import type { GreyFilm } from "./grey_film.ts";

/**
 * Turns a film about its middle; what comes in at the corners is black.
 *
 * @param film A film.
 * @param degrees Clockwise.
 * @returns Another film of the same size, bilinear.
 *
 * @example
 * ```ts
 * import { rotateFilm } from "lib/data/corruptions/place_film.ts";
 * rotateFilm({ pixels: Uint8Array.of(1, 2, 3, 4), height: 2, width: 2 }, 90).pixels; // [3, 1, 4, 2]
 * ```
 */
export function rotateFilm(film: GreyFilm, degrees: number): GreyFilm {
  const { height, width, pixels } = film;
  const angle = degrees * Math.PI / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  const at = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? pixels[y * width + x] : 0;
  const turned = Uint8ClampedArray.from(pixels, (_, i) => {
    const [y, x] = [Math.floor(i / width) - middleY, i % width - middleX];
    const row = middleY + cos * y - sin * x;
    const column = middleX + sin * y + cos * x;
    const [top, left] = [Math.floor(row + 1e-9), Math.floor(column + 1e-9)];
    const [down, across] = [row - top, column - left];
    return (at(top, left) * (1 - across) + at(top, left + 1) * across) * (1 - down) +
      (at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across) * down;
  });
  return { ...film, pixels: new Uint8Array(turned.buffer) };
}

/**
 * Cuts off a border on all sides.
 *
 * @param film A film.
 * @param share Of height and width, on each side, in `[0, 0.5)`.
 * @returns A smaller film.
 * @throws {RangeError} Where nothing would be left.
 *
 * @example
 * ```ts
 * import { cropBorder } from "lib/data/corruptions/place_film.ts";
 * cropBorder({ pixels: new Uint8Array(100), height: 10, width: 10 }, 0.1).width; // 8
 * ```
 */
export function cropBorder({ pixels, height, width }: GreyFilm, share: number): GreyFilm {
  if (!(share >= 0 && share < 0.5)) {
    throw new RangeError(`Cannot cut off ${share} on each side: expected 0 or more, below 0.5`);
  }
  const [top, left] = [Math.round(share * height), Math.round(share * width)];
  const [innerHeight, innerWidth] = [height - 2 * top, width - 2 * left];
  if (innerHeight < 1 || innerWidth < 1) {
    throw new RangeError(`Cannot cut off ${share} of ${height} × ${width} pixels: nothing is left`);
  }
  const inner = Uint8Array.from(
    { length: innerHeight * innerWidth },
    (_, i) => pixels[(top + Math.floor(i / innerWidth)) * width + left + i % innerWidth],
  );
  return { pixels: inner, height: innerHeight, width: innerWidth };
}

/**
 * Adds a border on all sides.
 *
 * @param film A film.
 * @param options `share` of height and width, on each side; `grey` in `[0, 255]`, black where left out.
 * @returns A larger film.
 *
 * @example
 * ```ts
 * import { addBorder } from "lib/data/corruptions/place_film.ts";
 * addBorder({ pixels: new Uint8Array(100), height: 10, width: 10 }, { share: 0.1 }).width; // 12
 * ```
 */
export function addBorder(
  { pixels, height, width }: GreyFilm,
  { share, grey = 0 }: { share: number; grey?: number },
): GreyFilm {
  const [top, left] = [Math.round(share * height), Math.round(share * width)];
  const [outerHeight, outerWidth] = [height + 2 * top, width + 2 * left];
  const outer = new Uint8Array(outerHeight * outerWidth).fill(grey);
  for (let y = 0; y < height; y++) {
    outer.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * outerWidth + left);
  }
  return { pixels: outer, height: outerHeight, width: outerWidth };
}

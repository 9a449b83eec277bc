import { normal } from "../random/normal.ts";
import { seededRandom } from "../random/seeded.ts";
import { addNoise } from "./corruptions/add_noise.ts";
import { type GreyFilm, mapGrey } from "./corruptions/grey_film.ts";
import { changeGamma } from "./corruptions/grey_levels.ts";
import { recodeJpeg, stretchFilm } from "./corruptions/recode.ts";

/** Options of {@linkcode restyleFilm}. */
export interface RestyleOptions {
  /** Decides everything that is drawn. */
  seed: number;
  /** Grey levels of another film, whose look is borrowed in part; none where left out. */
  look?: Uint8Array;
}

/**
 * Shows a film as another clinic might have made it: framed anew, mirrored or not, a little turned,
 * with grey levels borrowed from another film, other sharpness, noise, JPEG traces, and marks that
 * cover a place near the border. What stays the same is the chest.
 *
 * A network that learns from such films cannot lean on what tells the clinics apart.
 *
 * @param film The film, `height × width`, grey levels in `[0, 255]`.
 * @param options Seed and look.
 * @returns A film of the same size.
 *
 * @example
 * ```ts
 * import { restyleFilm } from "lib/data/restyle_film.ts";
 * const film = { pixels: new Uint8Array(64 * 64).fill(90), height: 64, width: 64 };
 * (await restyleFilm(film, { seed: 1 })).pixels.length; // 4096
 * ```
 */
export async function restyleFilm(
  film: GreyFilm,
  { seed, look }: RestyleOptions,
): Promise<GreyFilm> {
  const random = seededRandom(seed);
  let styled = frameAnew(film, random);
  if (look) styled = borrowLook(styled, { look, share: Math.min(1, 1.2 * random()) });
  styled = changeGamma(styled, Math.exp(0.2 * normal(random)));
  const { height, width } = film;
  const side = pick([0.28, 0.36, 0.43, 0.57, 0.71, 1, 1], random);
  const [small, isJpeg, quality] = [side < 1, random() < 0.5, Math.round(10 + 60 * random())];
  if (small) {
    const size = { height: Math.round(side * height), width: Math.round(side * width) };
    styled = await stretchFilm(await stretchFilm(styled, size), { height, width });
  }
  if (isJpeg) styled = await recodeJpeg(styled, quality);
  styled = addNoise(styled, { deviation: 9 * random(), seed: Math.floor(2 ** 31 * random()) });
  return coverMarks(styled, random);
}

/** Other borders, up to 14 % off or 2 % added on each side; mirrored or not; turned up to 7°. */
function frameAnew({ pixels, height, width }: GreyFilm, random: () => number): GreyFilm {
  const isMirrored = random() < 0.5;
  const [top, bottom, left, right] = Array.from({ length: 4 }, () => 0.16 * random() - 0.02);
  const angle = random() < 0.7 ? (14 * random() - 7) * Math.PI / 180 : 0;
  const mean = pixels.reduce((a, b) => a + b, 0) / pixels.length;
  const fill = pick([0, 0, 255, mean], random);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  const at = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? pixels[y * width + x] : fill;
  const framed = new Uint8ClampedArray(pixels.length);
  for (let i = 0; i < framed.length; i++) {
    const column = i % width;
    const across = (isMirrored ? width - 1 - column : column) / width;
    const y = height * (top + (1 - top - bottom) * Math.floor(i / width) / height) - middleY;
    const x = width * (left + (1 - left - right) * across) - middleX;
    const [sourceY, sourceX] = [middleY + cos * y - sin * x, middleX + sin * y + cos * x];
    const [row, place] = [Math.floor(sourceY), Math.floor(sourceX)];
    const [down, on] = [sourceY - row, sourceX - place];
    framed[i] = (at(row, place) * (1 - on) + at(row, place + 1) * on) * (1 - down) +
      (at(row + 1, place) * (1 - on) + at(row + 1, place + 1) * on) * down;
  }
  return { pixels: new Uint8Array(framed.buffer), height, width };
}

/** Moves grey levels towards those of another film: 1 gives the film its whole histogram. */
function borrowLook(
  film: GreyFilm,
  { look, share }: { look: Uint8Array; share: number },
): GreyFilm {
  const [own, other] = [cumulative(film.pixels), cumulative(look)];
  let level = 0;
  const matched = Array.from(own, (rank) => {
    while (level < 255 && other[level] < rank) level++;
    return level;
  });
  return mapGrey(film, (grey) => (1 - share) * grey + share * matched[grey]);
}

/** Share of the pixels up to each grey level, half of its own included. */
function cumulative(pixels: Uint8Array): Float64Array {
  const counts = new Float64Array(256);
  for (const grey of pixels) counts[grey]++;
  let below = 0;
  return counts.map((count) => {
    below += count;
    return (below - count / 2) / pixels.length;
  });
}

/** Up to three blocks near the upper or lower border, as letters and covers are. */
function coverMarks({ pixels, height, width }: GreyFilm, random: () => number): GreyFilm {
  const marked = pixels.slice();
  const count = Math.floor(4 * random());
  for (let mark = 0; mark < count; mark++) {
    const [h, w] = [height, width].map((side) => Math.round(side * (0.03 + 0.12 * random())));
    const near = Math.round(0.13 * height * random());
    const y0 = random() < 0.5 ? near : height - h - near;
    const x0 = Math.floor((width - w) * random());
    const grey = pick([0, 255, 255 * random()], random);
    for (let y = y0; y < y0 + h; y++) marked.fill(grey, y * width + x0, y * width + x0 + w);
  }
  return { pixels: marked, height, width };
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(items.length * random())];
}

import type { Pixels } from "./load_pixels.ts";

/** What a control leaves of a film. */
export type MaskName =
  | "frame-only"
  | "lungs-only"
  | "lungs-erased"
  | "lung-outline"
  | "corners-blanked";

/** What each mask does, for people. */
export const MASKS: Readonly<Record<MaskName, { about: string; needsLungs: boolean }>> = {
  "frame-only": {
    about: "the centre, 75 % of height and of width, is black: no lungs are left",
    needsLungs: false,
  },
  "lungs-only": { about: "everything outside of the lungs is black", needsLungs: true },
  "lungs-erased": {
    about: "the lungs, and a little round them, have the grey of the rest's mean",
    needsLungs: true,
  },
  "lung-outline": { about: "the lungs are white and all else is black", needsLungs: true },
  "corners-blanked": {
    about: "the four corners, a fifth of height and of width each, are black",
    needsLungs: false,
  },
};

/** How far beyond the outline lungs are erased, as a share of the film's width. */
const MARGIN = 0.03;
/** Share of height and of width that a blanked corner takes. */
const CORNER = 0.2;

/**
 * Leaves of each film what a control is about.
 *
 * Lungs are erased with the grey of the mean over what stays, not with black, which would draw their
 * outline as sharply as `lung-outline` does; some of the outline stays visible all the same.
 *
 * @param pixels Films, `[films, height, width, 1]`.
 * @param name What is left.
 * @param lungs `[films, height, width]`, flat, not 0 inside the lungs; for masks of lungs.
 * @returns Films of the same shape; the given ones stay as they are.
 * @throws {RangeError} Where the mask needs lungs and they are missing or of another size.
 *
 * @example
 * ```ts
 * import { maskFilms } from "lib/data/mask_films.ts";
 * const shape: [number, number, number, 1] = [1, 8, 8, 1];
 * const film = { data: new Uint8Array(64).fill(9), shape };
 * maskFilms(film, "frame-only").data.filter((grey) => grey > 0).length; // 28, the outermost pixels
 * ```
 */
export function maskFilms(pixels: Pixels, name: MaskName, lungs?: Uint8Array): Pixels {
  const { data, shape } = pixels;
  const [numFilms, height, width] = shape;
  const size = height * width;
  if (MASKS[name].needsLungs && lungs?.length !== data.length) {
    throw new RangeError(
      `Cannot leave ${name} of ${numFilms} films: expected ${data.length} pixels of lung masks but ` +
        `found ${lungs?.length ?? "none"}`,
    );
  }
  const masked = new Uint8Array(data.length);
  for (let i = 0; i < numFilms; i++) {
    const film = data.subarray(i * size, (i + 1) * size);
    const own = lungs?.subarray(i * size, (i + 1) * size) ?? film;
    masked.set(maskFilm(film, { name, lungs: own, height, width }), i * size);
  }
  return { data: masked, shape };
}

/**
 * Widens what a mask covers by a square.
 *
 * @param mask `[height, width]`, flat, not 0 inside.
 * @param options Height, width, and how many pixels are added on every side.
 * @returns A mask of the same size, 255 inside and 0 outside.
 *
 * @example
 * ```ts
 * import { dilate } from "lib/data/mask_films.ts";
 * dilate(Uint8Array.of(0, 0, 1, 0, 0), { height: 1, width: 5, radius: 1 }); // [0, 255, 255, 255, 0]
 * ```
 */
export function dilate(
  mask: Uint8Array,
  { height, width, radius }: { height: number; width: number; radius: number },
): Uint8Array {
  const wide = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width);
    row.forEach((value, x) => {
      if (!value) return;
      const end = Math.min(width, x + radius + 1);
      wide.fill(255, y * width + Math.max(0, x - radius), y * width + end);
    });
  }
  const dilated = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    const [from, to] = [Math.max(0, y - radius), Math.min(height - 1, y + radius)];
    for (let x = 0; x < width; x++) {
      for (let other = from; other <= to; other++) {
        if (wide[other * width + x]) {
          dilated[y * width + x] = 255;
          break;
        }
      }
    }
  }
  return dilated;
}

function maskFilm(
  film: Uint8Array,
  { name, lungs, height, width }: {
    name: MaskName;
    lungs: Uint8Array;
    height: number;
    width: number;
  },
): Uint8Array {
  const within = (i: number, [y0, x0]: [number, number]) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return y >= y0 && y < height - y0 && x >= x0 && x < width - x0;
  };
  switch (name) {
    case "frame-only": {
      const edge: [number, number] = [Math.round(height / 8), Math.round(width / 8)];
      return film.map((grey, i) => within(i, edge) ? 0 : grey);
    }
    case "lungs-only":
      return film.map((grey, i) => lungs[i] ? grey : 0);
    case "lungs-erased": {
      const radius = Math.max(1, Math.round(MARGIN * width));
      const erased = dilate(lungs, { height, width, radius });
      const mean = meanOutside(film, erased);
      return film.map((grey, i) => erased[i] ? mean : grey);
    }
    case "lung-outline":
      return lungs.map((value) => value ? 255 : 0);
    case "corners-blanked": {
      const tall: [number, number] = [Math.round(CORNER * height), 0];
      const wide: [number, number] = [0, Math.round(CORNER * width)];
      return film.map((grey, i) => within(i, tall) || within(i, wide) ? grey : 0);
    }
  }
}

/** Mean grey of what a mask leaves; of the whole film where it leaves nothing. */
function meanOutside(film: Uint8Array, mask: Uint8Array): number {
  let sum = 0, count = 0;
  film.forEach((grey, i) => {
    if (mask[i]) return;
    sum += grey;
    count++;
  });
  if (count === 0) return meanOutside(film, new Uint8Array(film.length));
  return Math.round(sum / count);
}

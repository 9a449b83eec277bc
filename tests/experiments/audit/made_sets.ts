import { type Film, makeFilm } from "lib/data/manifest.ts";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";
import type { FilmSet } from "lib/data/read_films.ts";
import { deriveSeed } from "lib/random/derive_seed.ts";
import { testFilm } from "../../data/test_films.ts";

const PIXELS = 64 * 64;

const drawn = new Map<string, Uint8Array>();

/** Phantom films as `writePhantomSet` draws them, as thumbnails: the classes in turn. */
export function phantomThumbnails(
  { seed, n, shortcut }: { seed: number; n: number; shortcut?: Record<string, string> },
): Uint8Array {
  const films = new Uint8Array(n * PIXELS);
  for (let i = 0; i < n; i++) {
    const label = PHANTOM_CLASSES[i % 3];
    const key = `${seed} ${i} ${shortcut?.[label]}`;
    const film = drawn.get(key) ??
      drawPhantom({ label, seed: deriveSeed(seed, "train", i), imageSize: 64, shortcut });
    drawn.set(key, film);
    films.set(film, i * PIXELS);
  }
  return films;
}

/** Mirrors each thumbnail, left to right or top to bottom. */
export function mirror(
  films: Uint8Array,
  { across, down }: { across: boolean; down: boolean },
): Uint8Array {
  return films.map((_, i) => {
    const [y, x] = [Math.floor((i % PIXELS) / 64), i % 64];
    return films[i - i % PIXELS + 64 * (down ? 63 - y : y) + (across ? 63 - x : x)];
  });
}

/** A set of unrelated pictures, each its own patient, the films as `known` has them. */
export function madeSet(known: readonly Partial<Film>[]): FilmSet {
  const films = known.map((film, i) =>
    makeFilm({
      path: `${i}.png`,
      patientId: `p:${i}`,
      licence: "CC0",
      sha256: `${i}`,
      copyGroup: `${i}`,
      group: `${i}`,
      ...film,
    })
  );
  const size = { width: 64, height: 64 };
  const thumbnails = new Uint8Array(films.length * PIXELS);
  films.forEach((_, i) => thumbnails.set(testFilm(i + 1, size), i * PIXELS));
  const set = { root: ".", name: "made", layout: "<class>/*", films, thumbnails };
  return { ...set, skipped: [], notes: [] } as FilmSet;
}

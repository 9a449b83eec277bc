import { normal } from "../random/normal.ts";
import { varyFilm } from "./vary_film.ts";

const SIDE = 64;

/** Draws a picture, or spoils a film. */
type Draw = (film: Uint8Array, random: () => number) => Float64Array | Uint8Array;

/** What a picture that is no film as it should be is made by, from a film or from nothing. */
const KINDS: readonly Draw[] = [
  (film, random) => varyFilm(film, random).map((grey) => 255 - grey), // inverted
  (film, random) => turned(varyFilm(film, random), 1 + Math.floor(3 * random())), // on its side, …
  cutOut,
  shuffledTiles,
  clouds,
  clouds,
  leaves,
  leaves,
  page,
  section,
];

/**
 * Makes pictures that are no upright frontal film, for a gate to tell from films: films inverted,
 * turned, cut to a part or shuffled; clouds, leaves over one another (which share much with
 * photographs), pages of text and sections of a body, drawn from nothing.
 *
 * @param films Thumbnails, 64 × 64.
 * @param options `count`, of pictures; `random`.
 * @returns Thumbnails, and the film that each was made of: its place, or -1.
 *
 * @example
 * ```ts
 * import { counterPictures } from "lib/data/counter_pictures.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * const films = [new Uint8Array(64 * 64)];
 * counterPictures(films, { count: 10, random: seededRandom(1) }).length; // 10
 * ```
 *
 * @see Lee, Mumford and Huang, "Occlusion models for natural images", IJCV 2001 (the leaves)
 */
export function counterPictures(
  films: readonly Uint8Array[],
  { count, random }: { count: number; random: () => number },
): { thumbnail: Uint8Array; film: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = i % KINDS.length;
    const film = Math.floor(films.length * random());
    const picture = KINDS[kind](films[film], random);
    const thumbnail = picture instanceof Uint8Array ? picture : stretched(picture);
    return { thumbnail, film: kind < 4 ? film : -1 };
  });
}

function turned(film: Uint8Array, quarters: number): Uint8Array {
  let result = film;
  for (let k = 0; k < quarters; k++) {
    const before = result;
    result = film.map((_, i) => before[(SIDE - 1 - i % SIDE) * SIDE + Math.floor(i / SIDE)]);
  }
  return result;
}

/** A part of the film, a quarter to half as wide. */
function cutOut(film: Uint8Array, random: () => number): Uint8Array {
  const size = 16 + 14 * random();
  const [top, left] = [(SIDE - size) * random(), (SIDE - size) * random()];
  const place = (from: number, at: number) => Math.floor(from + at * size / SIDE);
  return film.map((_, i) => film[place(top, Math.floor(i / SIDE)) * SIDE + place(left, i % SIDE)]);
}

function shuffledTiles(film: Uint8Array, random: () => number): Uint8Array {
  const perSide = [2, 4, 8][Math.floor(3 * random())];
  const tile = SIDE / perSide;
  const order = Array.from({ length: perSide ** 2 }, (_, i) => ({ i, key: random() }))
    .sort((a, b) => a.key - b.key).map(({ i }) => i);
  return film.map((_, i) => {
    const [y, x] = [Math.floor(i / SIDE), i % SIDE];
    const from = order[Math.floor(y / tile) * perSide + Math.floor(x / tile)];
    const row = Math.floor(from / perSide) * tile + y % tile;
    return film[row * SIDE + (from % perSide) * tile + x % tile];
  });
}

/** Noise of several sizes, coarse to fine in a share drawn by lot. */
function clouds(_film: Uint8Array, random: () => number): Float64Array {
  const picture = new Float64Array(SIDE * SIDE);
  const falloff = 0.3 + 2.2 * random();
  const [from, to] = [Math.floor(3 * random()), 4 + Math.floor(3 * random())];
  for (let octave = from; octave < to; octave++) {
    const cells = 2 ** octave + 1;
    const values = Float64Array.from({ length: (cells + 1) ** 2 }, () => normal(random));
    const weight = 2 ** (-octave * falloff);
    const [shiftY, shiftX] = [random(), random()];
    for (let i = 0; i < picture.length; i++) {
      const y = (Math.floor(i / SIDE) + shiftY) * (cells - 1) / SIDE;
      const x = (i % SIDE + shiftX) * (cells - 1) / SIDE;
      const row = Math.floor(y);
      const column = Math.floor(x);
      const at = row * (cells + 1) + column;
      const down = smooth(y - row);
      const across = smooth(x - column);
      picture[i] += weight * (
        (values[at] * (1 - across) + values[at + 1] * across) * (1 - down) +
        (values[at + cells + 1] * (1 - across) + values[at + cells + 2] * across) * down
      );
    }
  }
  return picture;
}

/** Ellipses and boxes of all sizes, one over the other, each with its own light. */
function leaves(_film: Uint8Array, random: () => number): Float64Array {
  const picture = new Float64Array(SIDE * SIDE).fill(random());
  const count = Math.round(3 * 70 ** random());
  for (let k = 0; k < count; k++) {
    const radius = 3 / Math.max(0.04, random()) ** 0.8;
    const [middleY, middleX] = [84 * random() - 10, 84 * random() - 10];
    const [grey, slopeX, slopeY] = [random(), normal(random) * 0.3, normal(random) * 0.3];
    const angle = Math.PI * random();
    const [cos, sin, long] = [Math.cos(angle), Math.sin(angle), Math.exp(2 * random() - 1)];
    const isRound = random() < 0.6;
    const reach = Math.SQRT2 * radius * Math.max(long, 1 / long); // no leaf goes further
    const [firstX, endX] = [Math.max(0, middleX - reach), Math.min(SIDE, middleX + reach)];
    const [firstY, endY] = [Math.max(0, middleY - reach), Math.min(SIDE, middleY + reach)];
    for (let row = Math.floor(firstY); row < endY; row++) {
      for (let column = Math.floor(firstX); column < endX; column++) {
        const [y, x] = [row - middleY, column - middleX];
        const u = (x * cos + y * sin) / long;
        const v = (y * cos - x * sin) * long;
        const isIn = isRound
          ? u * u + v * v < radius ** 2
          : Math.max(Math.abs(u), Math.abs(v)) < radius;
        if (isIn) picture[row * SIDE + column] = grey + (slopeX * x + slopeY * y) / SIDE;
      }
    }
  }
  return picture;
}

/** Lines of words, dark on light or light on dark. */
function page(_film: Uint8Array, random: () => number): Float64Array {
  const picture = new Float64Array(SIDE * SIDE).fill(0.8 + 0.2 * random());
  const pitch = 2 + 6 * random();
  const [top, bottom, left, right] = Array.from({ length: 4 }, () => 12 * random());
  const height = Math.max(1, Math.floor(pitch * 0.55));
  for (let line = top; line + height < SIDE - bottom; line += pitch) {
    const end = SIDE - right - (random() < 0.3 ? 30 * random() : 0);
    const ink = 0.2 + 0.6 * random();
    for (let x = Math.ceil(left); x < end; x++) {
      const grey = ink * Math.sqrt(random());
      for (let y = 0; y < height; y++) picture[(Math.floor(line) + y) * SIDE + x] -= grey;
    }
  }
  return random() < 0.6 ? picture : picture.map((grey) => 1 - grey);
}

/** An oval with a rim and something in it, on black: what a section of a head or trunk is like. */
function section(film: Uint8Array, random: () => number): Float64Array {
  const inner = stretched(clouds(film, random));
  const picture = new Float64Array(SIDE * SIDE);
  const long = Math.exp(0.6 * random() - 0.3);
  const radius = 0.5 + 0.45 * random();
  const [rim, tissue, texture] = [0.3 + 0.7 * random(), 0.1 + 0.9 * random(), 0.6 * random()];
  const [edge, middleY, middleX] = [
    0.8 + 0.15 * random(),
    0.2 * random() - 0.1,
    0.2 * random() - 0.1,
  ];
  return picture.map((_, i) => {
    const y = 2 * Math.floor(i / SIDE) / (SIDE - 1) - 1 - middleY;
    const x = 2 * (i % SIDE) / (SIDE - 1) - 1 - middleX;
    const distance = Math.hypot(x * long, y / long) / radius;
    if (distance >= 1) return 0;
    return distance > edge ? rim : tissue + texture * (inner[i] / 255 - 0.5);
  });
}

/** Brings values to `[0, 255]`, the least to 0. */
function stretched(values: Float64Array): Uint8Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const grey = new Uint8Array(values.length);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 255 * (values[i] - least) / (most - least || 1);
  }
  return grey;
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

import { between } from "./between.ts";
import { blur, blurWidely } from "./blur.ts";

/** How one film was exposed, processed and scanned. */
export interface Exposure {
  /** Attenuation of one body unit of soft tissue; lower at a higher tube voltage. */
  tissue: number;
  /** Scattered light, as a share of the light around. */
  scatter: number;
  /** Attenuation that comes out middle grey. */
  middle: number;
  /** Width of the grey scale, in attenuation. */
  latitude: number;
  /** Share of the large differences (lung against heart) that processing takes out, `[0, 1)`. */
  evening: number;
  /** Gamma of the display. */
  gamma: number;
  /** Grain of a film 256 pixels wide, as a share of the light at middle grey. */
  grain: number;
  /** Blur of the scanner, standard deviation in film widths. */
  blur: number;
}

/**
 * Draws an exposure: pale or dark, hard or soft, fine or grainy.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The exposure.
 */
export function drawExposure(random: () => number): Exposure {
  return {
    tissue: between(random, [2.3, 3.2]),
    scatter: between(random, [0.04, 0.16]),
    middle: between(random, [1.15, 1.75]),
    latitude: between(random, [0.42, 0.68]),
    evening: between(random, [0.15, 0.55]),
    gamma: between(random, [0.85, 1.25]),
    grain: between(random, [0.01, 0.035]),
    blur: between(random, [0.001, 0.0028]),
  };
}

/**
 * Turns attenuation into film greys: Beer and Lambert's law, scatter, quantum noise, blur, the
 * evening-out of digital radiography, an S-shaped film curve.
 *
 * Noise grows where little light arrives, as on a real film, and with the number of pixels, so that
 * a film drawn twice as large and shrunk again is equally grainy.
 *
 * @param attenuation μ·thickness per pixel: `[size * size]`.
 * @param exposure How the film was exposed.
 * @param random Uniform numbers in `[0, 1)`, for the grain.
 * @returns Greys in `[0, 1]`, dark where much light arrived: `[size * size]`.
 */
export function expose(
  attenuation: Float32Array,
  exposure: Exposure,
  random: () => number,
): Float32Array {
  const size = Math.sqrt(attenuation.length);
  const { middle, scatter, evening } = exposure;
  const light = new Float32Array(attenuation.length);
  for (let i = 0; i < light.length; i++) light[i] = Math.exp(-attenuation[i]);
  const around = blurWidely(light, 1.6);
  const grain = exposure.grain * size / 256 * Math.sqrt(Math.exp(-middle));
  for (let i = 0; i < light.length; i++) {
    const arrived = light[i] + scatter * around[i];
    light[i] = Math.max(1e-4, arrived + grain * Math.sqrt(arrived) * bell(random));
  }
  const density = blur(light, exposure.blur * size);
  for (let i = 0; i < density.length; i++) density[i] = -Math.log(density[i]);
  const large = blurWidely(density, 1);
  const develop = filmCurve(exposure);
  for (let i = 0; i < density.length; i++) {
    const above = Math.max(0, large[i] - 0.3 * middle);
    density[i] = develop(density[i] - evening * (above - 0.7 * middle));
  }
  return density;
}

const STEPS = 2048;
const LONGEST = 12;

/** The film curve as a table: grey in `[0, 1]` over attenuation. */
function filmCurve({ middle, latitude, gamma }: Exposure): (density: number) => number {
  const level = (density: number) => 1 / (1 + Math.exp((middle - density) / latitude));
  const black = level(0);
  const table = Float64Array.from({ length: STEPS + 2 }, (_, i) => {
    return Math.pow((level(i * LONGEST / STEPS) - black) / (1 - black), gamma);
  });
  return (density) => {
    const place = Math.min(STEPS, Math.max(0, density * STEPS / LONGEST));
    const i = Math.floor(place);
    return table[i] + (table[i + 1] - table[i]) * (place - i);
  };
}

/** Nearly normal noise (mean 0, deviation 1): the sum of four parts of one random number. */
function bell(random: () => number): number {
  const bits = Math.floor(random() * 2 ** 32);
  const sum = (bits & 255) + (bits >>> 8 & 255) + (bits >>> 16 & 255) + (bits >>> 24);
  return (sum - 510) * (1.7320508 / 256);
}

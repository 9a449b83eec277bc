import { addNoise } from "./add_noise.ts";
import type { GreyFilm } from "./grey_film.ts";
import { changeContrast, changeGamma, invertFilm } from "./grey_levels.ts";
import { addBorder, cropBorder, rotateFilm } from "./place_film.ts";
import { blurFilm, recodeJpeg, stretchFilm } from "./recode.ts";

/** A way in which a film may come out otherwise than those that a network learnt on. */
export interface Corruption {
  /** For people. */
  title: string;
  /** What a severity is, for an axis. */
  unit: string;
  /** Severities in order, the one that changes nothing left out. */
  severities: readonly number[];
  /** The few that a quick look takes. */
  quick: readonly number[];
  /** The severity that changes nothing; `NaN` where there is none. */
  none: number;
  /** Changes a film; pure: the same film, severity and seed give the same pixels. */
  apply(film: GreyFilm, severity: number, seed: number): GreyFilm | Promise<GreyFilm>;
}

/** Every corruption, by the name that results carry: `jpeg-quality=30`. */
export const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  "jpeg-quality": {
    title: "JPEG quality",
    unit: "quality",
    severities: [5, 10, 20, 30, 50, 75, 90],
    quick: [10, 50],
    none: 100,
    apply: (film, quality) => recodeJpeg(film, quality),
  },
  "longest-side": {
    title: "Size",
    unit: "longest side, pixels",
    severities: [32, 48, 64, 96, 128, 256, 1024],
    quick: [48, 128],
    none: NaN,
    apply: (film, side) => {
      const scale = side / Math.max(film.height, film.width);
      return stretchFilm(film, {
        height: Math.max(1, Math.round(film.height * scale)),
        width: Math.max(1, Math.round(film.width * scale)),
      });
    },
  },
  "gamma": {
    title: "Gamma",
    unit: "exponent",
    severities: [0.4, 0.6, 0.8, 1.25, 1.6, 2.5],
    quick: [0.5, 2],
    none: 1,
    apply: (film, gamma) => changeGamma(film, gamma),
  },
  "contrast": {
    title: "Contrast",
    unit: "times",
    severities: [0.25, 0.5, 0.75, 1.5, 2],
    quick: [0.5],
    none: 1,
    apply: (film, factor) => changeContrast(film, factor),
  },
  "noise": {
    title: "Noise",
    unit: "deviation, grey levels",
    severities: [5, 10, 20, 40],
    quick: [20],
    none: 0,
    apply: (film, deviation, seed) => addNoise(film, { deviation, seed }),
  },
  "blur": {
    title: "Blur",
    unit: "deviation, share of the side (%)",
    severities: [0.5, 1, 2, 4],
    quick: [2],
    none: 0,
    apply: (film, percent) => blurFilm(film, Math.max(0.3, percent / 100 * film.width)),
  },
  "rotation": {
    title: "Rotation",
    unit: "degrees",
    severities: [-30, -15, -8, -4, 4, 8, 15, 30, 90, 180],
    quick: [15, 90],
    none: 0,
    apply: (film, degrees) => rotateFilm(film, degrees),
  },
  "inversion": {
    title: "Inversion",
    unit: "1: black and white exchanged",
    severities: [1],
    quick: [1],
    none: 0,
    apply: (film, isInverted) => isInverted ? invertFilm(film) : film,
  },
  "missing-border": {
    title: "Missing border",
    unit: "share of each side",
    severities: [0.03, 0.06, 0.1, 0.15, 0.2],
    quick: [0.1],
    none: 0,
    apply: (film, share) => cropBorder(film, share),
  },
  "added-border": {
    title: "Added black border",
    unit: "share of each side",
    severities: [0.03, 0.06, 0.1, 0.15, 0.2],
    quick: [0.1],
    none: 0,
    apply: (film, share) => addBorder(film, { share }),
  },
};

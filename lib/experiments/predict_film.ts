import { decodeFilm } from "../data/decode_film.ts";
import { inspectFilm } from "../data/inspect_film.ts";
import type { ModelBundle } from "../models/open_bundle.ts";
import { predictProbabilities } from "../training/predict.ts";

/** What a model says of one film. */
export interface FilmAnswer {
  /** The class called: the likeliest, or by the model's threshold where there are two. */
  className: string;
  /** Probability of each class, in `[0, 1]`, in the order of the model's classes. */
  probabilities: number[];
}

/**
 * Asks a model about a film. Not for diagnosis.
 *
 * @param bundle Model, as `loadBundle` loads it.
 * @param film Path of a picture file, or its bytes.
 * @returns The answer.
 * @throws {Error} Where the film cannot be decoded, naming it and the reason.
 *
 * @example
 * ```ts ignore
 * import { predictFilm } from "lib/experiments/predict_film.ts";
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * const bundle = await loadBundle("outputs/phantom-quick/experiments/C/seed-1/model");
 * (await predictFilm(bundle, "film.png")).className; // "Normal"
 * ```
 */
export async function predictFilm(
  { model, info }: ModelBundle,
  film: string | Uint8Array,
): Promise<FilmAnswer> {
  const { classNames, preprocessing: { imageSize }, threshold, temperature } = info;
  if (typeof film === "string") await inspectFilm(film);
  const values = await decodeFilm(film, imageSize);
  const [raw] = predictProbabilities(model, {
    values,
    shape: [...imageSize, 1],
    labels: { length: 1 },
  });
  const probabilities = temper(raw, temperature);
  const index = classNames.length === 2
    ? Number(probabilities[1] >= threshold)
    : probabilities.indexOf(Math.max(...probabilities));
  return { className: classNames[index], probabilities };
}

/** Divides the logits by the temperature. */
function temper(probabilities: number[], temperature: number): number[] {
  if (temperature === 1) return probabilities;
  const powers = probabilities.map((p) => p ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

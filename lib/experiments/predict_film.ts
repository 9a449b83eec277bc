import { decodeFilm } from "../data/decode_film.ts";
import { filmLook } from "../data/film_look.ts";
import { NotAChestFilmError } from "../data/not_a_chest_film.ts";
import { answerFilm, type FilmAnswer, type FilmPixels } from "../models/answer_film.ts";
import type { ModelBundle } from "../models/open_bundle.ts";

/**
 * Asks a model about a film. Not for diagnosis.
 *
 * @param bundles Model, as `loadBundle` loads it, or several of the same classes and size.
 * @param film Path of a picture or DICOM file, or its bytes.
 * @returns The answer; it abstains where the model's gate or the film's own header says that this is
 *   no film like those it was trained on.
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
  bundles: ModelBundle | readonly ModelBundle[],
  film: string | Uint8Array,
): Promise<FilmAnswer> {
  const models = "info" in bundles ? [bundles] : bundles;
  const { classNames, preprocessing: { imageSize } } = models[0].info;
  try {
    return await answerFilm(models, await readFilm(film, imageSize));
  } catch (error) {
    if (!(error instanceof NotAChestFilmError)) throw error;
    return {
      className: undefined,
      probabilities: classNames.map(() => NaN),
      range: undefined,
      abstained: [error.reason],
    };
  }
}

/**
 * Decodes a film for a model and its gate.
 *
 * @param film Path of a picture or DICOM file, or its bytes.
 * @param imageSize Height and width that the model expects, in pixels.
 * @returns Pixels, and what the gate looks at.
 * @throws {NotAChestFilmError} Where a DICOM file's header says that it is no chest film.
 * @throws {Error} Where the film cannot be decoded, naming it and the reason.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { readFilm } from "lib/experiments/predict_film.ts";
 * const film = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .png().toBuffer();
 * (await readFilm(film, [8, 8])).pixels.length; // 64
 * ```
 */
export async function readFilm(
  film: string | Uint8Array,
  imageSize: readonly [number, number],
): Promise<FilmPixels> {
  const name = typeof film === "string" ? ` "${film}"` : "";
  try {
    const bytes = typeof film === "string" ? await Deno.readFile(film) : film;
    const [pixels, look] = await Promise.all([decodeFilm(bytes, imageSize), filmLook(bytes)]);
    return { pixels, look };
  } catch (error) {
    if (error instanceof NotAChestFilmError) throw error;
    const reason = (error as Error).message.replace(/^Cannot decode film: /, "");
    throw new Error(`Cannot read film${name}: ${reason}`, { cause: error });
  }
}

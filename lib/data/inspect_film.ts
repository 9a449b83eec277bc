import { decodeFilm, type FilmHeader, readFilmHeader } from "./decode_film.ts";
import { patientKey } from "./dicom/patient_key.ts";
import { NotAChestFilmError } from "./not_a_chest_film.ts";

/** Side of the thumbnails by which copies are found, pixels. */
export const THUMBNAIL_SIZE = 64;

/** What is seen of a film when it is decoded. */
export interface SeenFilm extends FilmHeader {
  /** Grey thumbnail, 64×64, `[0, 255]`. */
  thumbnail: Uint8Array;
}

/** What a film's file itself tells. */
export interface Inspection extends SeenFilm {
  /** SHA-256 of the file, hex. */
  sha256: string;
  /** Size of the file. */
  bytes: number;
  /** Key of the patient that a DICOM file names, for grouping in this process; `""` for others. */
  patientKey: string;
}

/** Settings of {@linkcode inspectFilm}. */
export interface InspectFilmOptions {
  /** What was seen of films before, by SHA-256: one that is among them is not decoded again. */
  seen?: ReadonlyMap<string, SeenFilm>;
}

/** What libjpeg complains about where the picture is whole all the same. */
const HARMLESS = /extraneous bytes|unknown.*marker|Adobe marker/i;

/**
 * Reads one film's file wholly: hash, size, format and thumbnail. Truncation shows only when the
 * pixels are decoded, so the thumbnail is the check that the film is sound.
 *
 * @param path File of an image.
 * @param options What was seen before.
 * @returns What the file tells.
 * @throws {Error} Where the file is empty, unreadable, truncated, damaged or too large.
 * @throws {NotAChestFilmError} Where a DICOM file says that it is no frontal chest radiograph.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { inspectFilm } from "lib/data/inspect_film.ts";
 * const path = await Deno.makeTempFile({ suffix: ".png" });
 * await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .toFile(path);
 * (await inspectFilm(path)).width; // 40
 * ```
 */
export async function inspectFilm(
  path: string,
  { seen }: InspectFilmOptions = {},
): Promise<Inspection> {
  try {
    const file = await Deno.readFile(path);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
    const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const film = seen?.get(sha256) ??
      { ...await readFilmHeader(file), thumbnail: await makeThumbnail(file) };
    return {
      ...film,
      sha256,
      bytes: file.length,
      patientKey: film.format === "dicom" ? await patientKey(file) : "",
    };
  } catch (error) {
    if (error instanceof NotAChestFilmError) {
      throw new NotAChestFilmError(error.reason, { film: path, cause: error });
    }
    const reason = (error as Error).message.replace(/^Cannot decode film: /, "");
    throw new Error(`Cannot read film "${path}": ${reason}`, { cause: error });
  }
}

async function makeThumbnail(file: Uint8Array): Promise<Uint8Array> {
  const size = [THUMBNAIL_SIZE, THUMBNAIL_SIZE] as const;
  try {
    return await decodeFilm(file, size, { strict: true });
  } catch (error) {
    if (!HARMLESS.test((error as Error).message)) throw error;
    return await decodeFilm(file, size);
  }
}

import { DICOM_SNIFF_BYTES, isDicom } from "./is_dicom.ts";

/** A film of the largest size has 200 MB; files beyond this one are no films. */
const MAX_FILE_BYTES = 2 ** 29;

/**
 * Reads a file wholly if its content is DICOM, whatever its name.
 *
 * @param film Path of a file, or its bytes.
 * @returns The file's bytes; `undefined` where it is something else.
 * @throws {Error} Where it cannot be read, or has more than 512 MiB.
 *
 * @example
 * ```ts
 * import { openDicomFile } from "lib/data/dicom/open_dicom_file.ts";
 * await openDicomFile(new TextEncoder().encode("text")); // undefined
 * ```
 */
export async function openDicomFile(film: string | Uint8Array): Promise<Uint8Array | undefined> {
  if (typeof film !== "string") return isDicom(film) ? checkSize(film, film.length) : undefined;
  using file = await Deno.open(film);
  const start = new Uint8Array(DICOM_SNIFF_BYTES);
  const length = await file.read(start) ?? 0;
  if (!isDicom(start.subarray(0, length))) return undefined;
  checkSize(film, (await file.stat()).size);
  return await Deno.readFile(film);
}

function checkSize<T>(film: T, bytes: number): T {
  if (bytes > MAX_FILE_BYTES) {
    throw new Error(`${Math.round(bytes / 1e6)} MB are more than a film has`);
  }
  return film;
}

/**
 * Takes folders and a film's extension off a path: copies of a film are often in another format, and
 * tables name films without their folder.
 *
 * @param path A film's path, or its name in a table.
 * @returns The name without a known extension; another one stays.
 *
 * @example
 * ```ts
 * import { filmStem } from "lib/data/film_stem.ts";
 * filmStem("images/covid.1.JPEG"); // "covid.1"
 * ```
 */
export function filmStem(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.(jpe?g|png|gz|nii|gif|bmp|tiff?|dcm|dicom)$/i, "");
}

import type { Film } from "./manifest.ts";

/**
 * Names the patients of films whose DICOM files tell them apart, each by the hash of that patient's
 * first film: nothing of the number in the file is left, and the same folder gives the same names.
 *
 * One key for all of three films or more is none: tools that take names out often put the same
 * word in. A patient who is known otherwise keeps the name.
 *
 * @param films Films in the set's order, with the key of each patient; `""` where there is none.
 * @returns The films.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { nameDicomPatients } from "lib/data/name_dicom_patients.ts";
 * const film = makeFilm({ path: "1.dcm", sha256: "0123456789abcdef" });
 * nameDicomPatients([{ film, patientKey: "x" }])[0].patientId; // "dicom:0123456789ab"
 * ```
 */
export function nameDicomPatients(
  films: readonly { film: Film; patientKey: string }[],
): Film[] {
  const keyed = films.filter(({ patientKey }) => patientKey !== "");
  const names = new Map<string, string>();
  for (const { film, patientKey } of keyed) {
    if (!names.has(patientKey)) names.set(patientKey, `dicom:${film.sha256.slice(0, 12)}`);
  }
  if (names.size === 1 && keyed.length > 2) return films.map(({ film }) => film);
  return films.map(({ film, patientKey }) => {
    const name = names.get(patientKey);
    return name === undefined || film.patientId !== "" ? film : { ...film, patientId: name };
  });
}

import { NotAChestFilmError } from "../not_a_chest_film.ts";
import type { DicomFacts } from "./dicom_facts.ts";

/** Radiographs: computed, digital, digitised from film, and two spellings outside the standard. */
const RADIOGRAPHS = ["CR", "DX", "RG", "DR", "XR"];
const OTHER_MODALITIES: Record<string, string> = {
  CT: "computed tomography",
  MG: "mammography",
  MR: "magnetic resonance",
  NM: "nuclear medicine",
  PT: "positron emission tomography",
  RF: "fluoroscopy",
  US: "ultrasound",
  XA: "angiography",
};
const UNSAID = ["", "OT", "UNKNOWN", "UNSPECIFIED", "NONE", "NA", "N A"];
const CHEST = /CHEST|THORAX|TORAX|LUNG/;
const NOT_ONLY_CHEST = /ABD|PELVIS|SPINE|RIB|WALL|NECK|HEAD/;
const FRONTAL = /^(PA|AP)\b(?!.*LAT)/;
const LATERAL = /^(L|R|LL|RL|LLAT|RLAT|LAT|LATERAL|LEFT LATERAL|RIGHT LATERAL)$/;

/**
 * Checks by what a DICOM file says of itself that it shows what the networks learned from: a
 * frontal radiograph of the chest. What the file leaves out passes, with a note.
 *
 * @param facts What the file says.
 * @returns Notes on what could not be checked, for people.
 * @throws {NotAChestFilmError} Where modality, body part, view or colour is another.
 *
 * @example
 * ```ts
 * import { checkChestFilm } from "lib/data/dicom/check_chest_film.ts";
 * const facts = { modality: "DX", bodyPart: "CHEST", view: "PA", photometric: "MONOCHROME2" };
 * checkChestFilm(facts); // []
 * ```
 */
export function checkChestFilm(
  { modality, bodyPart, view, photometric }: Pick<
    DicomFacts,
    "modality" | "bodyPart" | "view" | "photometric"
  >,
): string[] {
  const notes: string[] = [];
  if (UNSAID.includes(modality)) notes.push("The file does not say that it is a radiograph");
  else if (!RADIOGRAPHS.includes(modality)) {
    const name = OTHER_MODALITIES[modality];
    throw new NotAChestFilmError(
      `the modality is ${modality}${name ? ` (${name})` : ""}, not a radiograph (CR, DX)`,
    );
  }
  const part = bodyPart.replaceAll("_", " ");
  if (UNSAID.includes(part)) notes.push("The file does not say that it shows a chest");
  else if (!CHEST.test(part) || NOT_ONLY_CHEST.test(part)) {
    throw new NotAChestFilmError(`the body part is ${part}, not CHEST`);
  }
  const projection = view.replaceAll("_", " ");
  if (UNSAID.includes(projection)) notes.push("The file does not say that its view is frontal");
  else if (!FRONTAL.test(projection)) {
    const name = LATERAL.test(projection) && projection !== "LATERAL" ? " (lateral)" : "";
    throw new NotAChestFilmError(`the view is ${projection}${name}, not frontal (PA, AP)`);
  }
  if (!/^(MONOCHROME[12]|)$/.test(photometric)) {
    const isColour = /^(RGB|YBR|PALETTE|HSV|ARGB|CMYK)/.test(photometric);
    throw new NotAChestFilmError(
      isColour
        ? `the picture is in colour (${photometric}), a radiograph is grey`
        : `its values mean ${photometric}, expected MONOCHROME1 or MONOCHROME2`,
    );
  }
  return notes;
}

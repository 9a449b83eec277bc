import { parseDicom } from "./parse_dicom.ts";

const PATIENT_ID = "x00100020";

let salt: Uint8Array | undefined;

/**
 * Gets a key by which films of one patient are known as such, and nothing else: the SHA-256 of the
 * file's PatientID with a random salt that is never stored. It is another in every process, so it
 * must not be written anywhere.
 *
 * @param bytes A DICOM file.
 * @returns The key, in hex; `""` where the file names no patient.
 * @throws {Error} Where the file is no DICOM, or damaged.
 *
 * @example
 * ```ts
 * import { patientKey } from "lib/data/dicom/patient_key.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]);
 * await patientKey(headerless); // ""
 * ```
 */
export async function patientKey(bytes: Uint8Array): Promise<string> {
  const { dataSet } = await parseDicom(bytes);
  const patient = (dataSet.string(PATIENT_ID) ?? "").trim();
  if (patient === "") return "";
  salt ??= crypto.getRandomValues(new Uint8Array(32));
  const salted = Uint8Array.from([...salt, ...new TextEncoder().encode(patient)]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", salted));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

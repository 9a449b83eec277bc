/**
 * Makes the error for a DICOM file that cannot be read. It never carries a cause: what parsers
 * throw can hold the whole data set, the patient's name included.
 *
 * @param reason What is wrong, without any text from the file that could name a person.
 * @returns The error, to be thrown.
 *
 * @example
 * ```ts
 * import { dicomError } from "lib/data/dicom/dicom_error.ts";
 * dicomError("it has no pixels").message; // "Cannot read DICOM: it has no pixels"
 * ```
 */
export function dicomError(reason: string): Error {
  return new Error(`Cannot read DICOM: ${reason}`);
}

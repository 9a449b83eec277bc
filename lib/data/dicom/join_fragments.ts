import { dicomError } from "./dicom_error.ts";

const ITEM = 0xfffee000;
const END = 0xfffee0dd;
const UNDEFINED_LENGTH = 0xffffffff;

/**
 * Joins the fragments that a film's coded pixels are stored in (DICOM PS3.5, annex A.4). A film has
 * one frame, so all fragments belong to it.
 *
 * @param bytes The file.
 * @param start First byte of the pixels' value: the table of offsets.
 * @param length Length that the file gives; it has to be the undefined one.
 * @returns The coded picture.
 * @throws {Error} Where fragments are missing, or reach beyond the file.
 *
 * @example
 * ```ts
 * import { joinFragments } from "lib/data/dicom/join_fragments.ts";
 * const item = (...data: number[]) => [0xfe, 0xff, 0, 0xe0, data.length, 0, 0, 0, ...data];
 * const end = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
 * const bytes = Uint8Array.from([...item(), ...item(1, 2), ...item(3, 4), ...end]);
 * joinFragments(bytes, 0, 0xffffffff).join(); // "1,2,3,4"
 * ```
 */
export function joinFragments(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (length !== UNDEFINED_LENGTH) throw dicomError("its coded pixels are not stored in fragments");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fragments: Uint8Array[] = [];
  let position = start;
  for (let i = 0; position + 8 <= bytes.length; i++) {
    const tag = view.getUint16(position, true) * 65536 + view.getUint16(position + 2, true);
    const size = view.getUint32(position + 4, true);
    if (tag === END) break;
    if (tag !== ITEM || position + 8 + size > bytes.length) {
      throw dicomError("it is truncated or damaged: the fragments of its pixels do not add up");
    }
    if (i > 0) fragments.push(bytes.subarray(position + 8, position + 8 + size)); // 0: offsets
    position += 8 + size;
  }
  if (fragments.length === 0) throw dicomError("it is truncated: it has no pixels");
  if (fragments.length === 1) return fragments[0];
  const joined = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const fragment of fragments) {
    joined.set(fragment, offset);
    offset += fragment.length;
  }
  return joined;
}

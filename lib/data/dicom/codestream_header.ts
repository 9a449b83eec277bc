import { dicomError } from "./dicom_error.ts";
import type { PixelCoding } from "./transfer_syntax.ts";

/** What a coded picture says of itself. */
export interface CodestreamHeader {
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
  /** Channels; 1 for grey. */
  channels: number;
  /** Bits a value. */
  bits: number;
}

/** Start-of-frame markers of the codings. */
const FRAME_MARKERS: Partial<Record<PixelCoding, number[]>> = {
  "jpeg": [0xc0, 0xc1, 0xc2],
  "jpeg lossless": [0xc3],
  "jpeg-ls": [0xf7],
};

/** Progressive pictures have about ten scans; hostile ones thousands, each over the whole picture. */
const MAX_SCANS = 20;

/** Start-of-frame markers of JPEG, which end the search. */
const OTHER_FRAMES = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

/**
 * Reads size and depth from the head of a JPEG, JPEG-LS or JPEG 2000 picture, so that a decoder is
 * given none that claims another size than the film: what they allocate is bound by that.
 *
 * @param coded The coded picture.
 * @param coding How it is coded.
 * @returns What it says of itself.
 * @throws {Error} Where it is not such a picture, or a JPEG of too many scans.
 *
 * @example
 * ```ts
 * import { readCodestreamHeader } from "lib/data/dicom/codestream_header.ts";
 * const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0);
 * readCodestreamHeader(jpeg, "jpeg").width; // 3
 * ```
 */
export function readCodestreamHeader(coded: Uint8Array, coding: PixelCoding): CodestreamHeader {
  const view = new DataView(coded.buffer, coded.byteOffset, coded.byteLength);
  const header = coding === "jpeg 2000"
    ? readSiz(view)
    : readFrameHeader(view, FRAME_MARKERS[coding] ?? []);
  if (header === undefined) throw dicomError(`it is damaged: its pixels are not ${nameOf(coding)}`);
  if (coding === "jpeg" && countScans(coded) > MAX_SCANS) {
    throw dicomError(`its picture has more than ${MAX_SCANS} scans`);
  }
  return header;
}

function readFrameHeader(view: DataView, markers: number[]): CodestreamHeader | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 10 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (markers.includes(marker)) {
      return {
        bits: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        channels: view.getUint8(at + 9),
      };
    }
    if (OTHER_FRAMES.includes(marker)) return undefined;
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** The picture may be wrapped in a JP2 file, which does not belong in DICOM but occurs. */
function readSiz(view: DataView): CodestreamHeader | undefined {
  for (let at = 0; at + 45 <= Math.min(view.byteLength, 4096); at++) {
    if (view.getUint32(at) !== 0xff4fff51) continue;
    const [right, bottom, left, top, tileWidth, tileHeight] = [8, 12, 16, 20, 24, 28]
      .map((offset) => view.getUint32(at + offset));
    const tiles = Math.ceil(right / tileWidth) * Math.ceil(bottom / tileHeight);
    if (!(tiles <= 65535)) return undefined;
    return {
      width: right - left,
      height: bottom - top,
      channels: view.getUint16(at + 40),
      bits: (view.getUint8(at + 42) & 0x7f) + 1,
    };
  }
  return undefined;
}

/** The marker of a scan cannot occur within its data. */
function countScans(coded: Uint8Array): number {
  let scans = 0;
  for (let at = 0; at >= 0; at = coded.indexOf(0xff, at + 1)) {
    if (coded[at + 1] === 0xda) scans++;
  }
  return scans;
}

function nameOf(coding: PixelCoding): string {
  return coding.replace("jpeg", "JPEG").replace("-ls", "-LS");
}

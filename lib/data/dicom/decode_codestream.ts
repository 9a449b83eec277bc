import { type CodestreamHeader, readCodestreamHeader } from "./codestream_header.ts";
import { dicomError } from "./dicom_error.ts";
import { type Codec, type LoadCodec, loadWasmCodec, type WasmCoding } from "./load_codec.ts";

/** Values of a decoded picture. */
export interface Samples {
  /** One number a pixel, row by row, as stored: the bits, whatever they mean. */
  values: Uint8Array | Uint16Array;
  /** How many low bits of each value may be set. */
  bits: number;
}

/** A codec that has grown beyond this is dropped: its memory never shrinks. */
const MAX_CODEC_BYTES = 256 * 2 ** 20;

const codecs = new Map<WasmCoding, Promise<Codec>>();

/**
 * Decodes a picture in JPEG (8 bits), JPEG lossless, JPEG-LS or JPEG 2000.
 *
 * @param coded The coded picture.
 * @param options Coding, the size that it must have, bits of the film, and where codecs come from.
 * @returns Its values.
 * @throws {Error} Where it is damaged, or of another size.
 *
 * @example
 * ```ts
 * import { decodeCodestream } from "lib/data/dicom/decode_codestream.ts";
 * const options = { coding: "jpeg", width: 2, height: 2, bitsStored: 8 } as const;
 * await decodeCodestream(new Uint8Array(9), options).catch((error) => error.message);
 * // "Cannot read DICOM: it is damaged: its pixels are not JPEG"
 * ```
 */
export async function decodeCodestream(
  coded: Uint8Array,
  { coding, width, height, bitsStored, loadCodec }: {
    coding: WasmCoding | "jpeg lossless";
    width: number;
    height: number;
    bitsStored: number;
    loadCodec?: LoadCodec;
  },
): Promise<Samples> {
  const header = readCodestreamHeader(coded, coding);
  if (header.width !== width || header.height !== height || header.channels !== 1) {
    throw dicomError(
      `its coded picture has ${header.width}×${header.height} pixels in ${header.channels} ` +
        `channels, expected ${width}×${height} in 1`,
    );
  }
  const limit = coding === "jpeg" ? 8 : 16;
  if (header.bits > limit) {
    throw dicomError(`its coded picture has ${header.bits} bits, up to ${limit} are read`);
  }
  const values = coding === "jpeg lossless"
    ? await decodeLossless(coded, header)
    : await decodeInWasm(coded, { coding, header, loadCodec });
  return { values, bits: Math.max(header.bits, bitsStored) };
}

async function decodeLossless(coded: Uint8Array, { width, height, bits }: CodestreamHeader) {
  const { Decoder } = await import("@cornerstonejs/jpeg-lossless-decoder-js");
  let values;
  try {
    // It wants a buffer that begins with the picture.
    values = new Decoder().decode(coded.slice().buffer, 0, coded.length, bits <= 8 ? 1 : 2);
  } catch {
    throw damaged();
  }
  if (values?.length !== width * height) throw damaged();
  return values;
}

async function decodeInWasm(
  coded: Uint8Array,
  { coding, header: { width, height }, loadCodec }: {
    coding: WasmCoding;
    header: CodestreamHeader;
    loadCodec?: LoadCodec;
  },
): Promise<Uint8Array | Uint16Array> {
  const loading = codecs.get(coding) ?? loadWasmCodec(coding, loadCodec);
  codecs.set(coding, loading);
  const codec = await loading.catch((error) => {
    codecs.delete(coding);
    throw error;
  });
  let decoder;
  try {
    decoder = codec.createDecoder();
    decoder.getEncodedBuffer(coded.length).set(coded);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const bytes = decoder.getDecodedBuffer();
    const size = info.bitsPerSample <= 8 ? 1 : 2;
    const isWhole = info.width === width && info.height === height && info.componentCount === 1 &&
      bytes.length === width * height * size;
    if (!isWhole) throw damaged();
    const copy = bytes.slice();
    if (size === 2) return new Uint16Array(copy.buffer);
    return info.isSigned ? Uint16Array.from(new Int8Array(copy.buffer)) : copy;
  } catch {
    codecs.delete(coding); // after a crash its memory is in no state to go on with
    throw damaged();
  } finally {
    if (codecs.has(coding)) decoder?.delete();
    if (codec.memoryBytes() > MAX_CODEC_BYTES) codecs.delete(coding);
  }
}

function damaged(): Error {
  return dicomError("it is truncated or damaged: its pixels cannot be decoded");
}

/** A picture of whole numbers, row by row. */
export interface Picture {
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits a value: up to 16. */
  bits: number;
  /** The values. */
  values: number[];
}

/** Codings that the packages have an encoder for. */
export type EncoderName = "jpeg" | "jpeg-ls" | "jpeg 2000";

// deno-lint-ignore no-explicit-any -- the packages carry no types
type Untyped = any;

const ENCODERS = {
  "jpeg": {
    load: () => import("@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs"),
    name: "JPEGEncoder",
  },
  "jpeg-ls": { load: () => import("@cornerstonejs/codec-charls/wasmjs"), name: "JpegLSEncoder" },
  "jpeg 2000": { load: () => import("@cornerstonejs/codec-openjpeg/wasmjs"), name: "J2KEncoder" },
};

/**
 * Encodes a picture with the encoder that stands beside each decoder: lossless but for JPEG.
 *
 * @param picture The picture.
 * @param coding How to code it.
 * @returns The coded picture.
 */
export async function encodePicture(
  { width, height, bits, values }: Picture,
  coding: EncoderName,
): Promise<Uint8Array> {
  const { load, name } = ENCODERS[coding];
  const module: Untyped = await load();
  const codec = await (module.default ?? module)({ print: () => {}, printErr: () => {} });
  const encoder = new codec[name]();
  const info = { width, height, bitsPerSample: bits, componentCount: 1, isSigned: false };
  const bytes = bits <= 8
    ? Uint8Array.from(values)
    : new Uint8Array(Uint16Array.from(values).buffer);
  const room: Uint8Array = coding === "jpeg"
    ? encoder.getDecodedBuffer({ ...info, isUsingColorTransform: false })
    : encoder.getDecodedBuffer(info);
  room.set(bytes);
  if (coding === "jpeg 2000") encoder.setDecompositions(2); // small pictures cannot be halved often
  encoder.encode();
  const coded = encoder.getEncodedBuffer().slice();
  encoder.delete();
  return coded;
}

/**
 * Encodes a picture in JPEG lossless (process 14, predictor 1: the pixel to the left), with a code
 * of five bits for each size of difference.
 *
 * @param picture The picture.
 * @returns The coded picture.
 */
export function encodeJpegLossless({ width, height, bits, values }: Picture): Uint8Array {
  const out: number[] = [0xff, 0xd8];
  const word = (value: number) => [value >> 8, value & 255];
  const lengths = Array.from({ length: 16 }, (_, i) => i === 4 ? 17 : 0);
  const sizes = Array.from({ length: 17 }, (_, size) => size);
  out.push(0xff, 0xc4, ...word(2 + 1 + 16 + 17), 0, ...lengths, ...sizes);
  out.push(0xff, 0xc3, ...word(11), bits, ...word(height), ...word(width), 1, 1, 0x11, 0);
  out.push(0xff, 0xda, ...word(8), 1, 1, 0, 1, 0, 0);
  let code = "";
  values.forEach((value, i) => {
    const column = i % width;
    const above = i < width ? 2 ** (bits - 1) : values[i - width];
    // Differences are taken modulo 2^16: -32768 is the same as 32768, the only one of size 16.
    const difference = (value - (column === 0 ? above : values[i - 1])) << 16 >> 16;
    const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const rest = difference < 0 ? difference + 2 ** size - 1 : difference;
    code += size.toString(2).padStart(5, "0");
    if (size > 0 && size < 16) code += rest.toString(2).padStart(size, "0");
  });
  code = code.padEnd(Math.ceil(code.length / 8) * 8, "1");
  for (let i = 0; i < code.length; i += 8) {
    const byte = parseInt(code.slice(i, i + 8), 2);
    out.push(byte);
    if (byte === 0xff) out.push(0);
  }
  return Uint8Array.from([...out, 0xff, 0xd9]);
}

/**
 * Encodes a picture in run lengths as DICOM does: bytes that repeat as a run, others one by one.
 *
 * @param picture The picture.
 * @returns The coded picture.
 */
export function encodeRle({ bits, values }: Picture): Uint8Array {
  const shifts = bits <= 8 ? [0] : [8, 0];
  const segments = shifts.map((shift) => {
    const packed: number[] = [];
    const bytes = values.map((value) => (value >> shift) & 255);
    for (let i = 0; i < bytes.length;) {
      let run = 1;
      while (run < 128 && bytes[i + run] === bytes[i]) run++;
      packed.push(run === 1 ? 0 : 257 - run, bytes[i]);
      i += run;
    }
    return packed;
  });
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  segments.reduce((offset, segment, i) => {
    header.setUint32(4 + 4 * i, offset, true);
    return offset + segment.length;
  }, 64);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

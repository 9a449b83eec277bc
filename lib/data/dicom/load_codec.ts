/** File of a decoder in WebAssembly, named as in its npm package's folder `dist`. */
export type DicomCodecFile =
  | "openjpegwasm_decode.wasm"
  | "charlswasm_decode.wasm"
  | "libjpegturbowasm_decode.wasm";

/** Gives the bytes of a decoder's file. */
export type LoadCodec = (file: DicomCodecFile) => Promise<Uint8Array | ArrayBuffer>;

/** A codec in WebAssembly, for one coding of pixels. */
export interface Codec {
  /** Makes a decoder; `delete` gives its memory back. */
  createDecoder: () => CodecDecoder;
  /** Bytes of memory that the codec has taken so far; it never gives any back. */
  memoryBytes: () => number;
}

/** A decoder of the `@cornerstonejs/codec-*` packages. */
export interface CodecDecoder {
  /** Gives room for the coded picture. */
  getEncodedBuffer(length: number): Uint8Array;
  /** Decodes it. */
  decode(): void;
  /** Gives the values: a byte each for up to 8 bits, else two, least significant first. */
  getDecodedBuffer(): Uint8Array;
  /** Tells what was decoded. */
  getFrameInfo(): {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned?: boolean;
  };
  /** Gives its memory back. */
  delete(): void;
}

interface CodecModule {
  HEAPU8: Uint8Array;
  [decoder: string]: unknown;
}

type CodecFactory = (options: Record<string, unknown>) => Promise<CodecModule>;

const SOURCES = {
  "jpeg 2000": {
    file: "openjpegwasm_decode.wasm",
    decoder: "J2KDecoder",
    load: () => import("@cornerstonejs/codec-openjpeg/decodewasmjs"),
  },
  "jpeg-ls": {
    file: "charlswasm_decode.wasm",
    decoder: "JpegLSDecoder",
    load: () => import("@cornerstonejs/codec-charls/decodewasmjs"),
  },
  "jpeg": {
    file: "libjpegturbowasm_decode.wasm",
    decoder: "JPEGDecoder",
    load: () => import("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs"),
  },
} as const;

/** Codings that are decoded in WebAssembly. */
export type WasmCoding = keyof typeof SOURCES;

/**
 * Loads a codec of the `@cornerstonejs/codec-*` packages (OpenJPEG, CharLS, libjpeg-turbo).
 *
 * @param coding Coding of pixels.
 * @param loadCodec Gives the codec's file; left out, it is read from the npm package's folder, which
 *   only Deno and Node can.
 * @returns The codec.
 * @throws {Error} Where the file cannot be loaded.
 *
 * @example
 * ```ts
 * import { loadWasmCodec } from "lib/data/dicom/load_codec.ts";
 * const codec = await loadWasmCodec("jpeg-ls");
 * codec.createDecoder().delete();
 * ```
 */
export async function loadWasmCodec(coding: WasmCoding, loadCodec?: LoadCodec): Promise<Codec> {
  const { file, decoder, load } = SOURCES[coding];
  try {
    const module = await load();
    const factory = (module.default ?? module) as CodecFactory;
    const silent = { print: () => {}, printErr: () => {} }; // their warnings would reach the console
    const codec = await factory(
      loadCodec ? { ...silent, wasmBinary: await loadCodec(file) } : silent,
    );
    const Decoder = codec[decoder] as new () => CodecDecoder;
    return {
      createDecoder: () => new Decoder(),
      memoryBytes: () => codec.HEAPU8.byteLength,
    };
  } catch (error) {
    throw new Error(`Cannot load the decoder ${file}: ${(error as Error)?.message ?? error}`, {
      cause: error,
    });
  }
}

import { dicomError } from "./dicom_error.ts";

/**
 * Inflates raw deflated bytes, and stops at a limit: a few bytes can be deflated from gigabytes.
 *
 * @param deflated Bytes without a zlib header.
 * @param limit How many bytes there may be.
 * @returns The bytes.
 * @throws {Error} Where they are damaged, or more than the limit.
 *
 * @example
 * ```ts
 * import { inflate } from "lib/data/dicom/inflate.ts";
 * (await inflate(new Uint8Array([0x4b, 0x04, 0x00]), 10)).join(); // "97"
 * ```
 */
export async function inflate(deflated: Uint8Array, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([deflated.slice()]).stream()
      .pipeThrough(new DecompressionStream("deflate-raw"));
    for await (const part of chunksOf(stream)) {
      parts.push(part);
      length += part.length;
      if (length > limit) break;
    }
  } catch {
    // A padding byte after the end counts as damage for the platform; what came before it is whole.
    if (length === 0) throw dicomError("its deflated content is damaged");
  }
  if (length > limit) throw dicomError(`its deflated content is more than ${limit} bytes`);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

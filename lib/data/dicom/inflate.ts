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
  const parts = await inflateParts(deflated, limit) ??
    // Files are padded to an even length, which the platform takes for damage.
    (deflated.at(-1) === 0 ? await inflateParts(deflated.subarray(0, -1), limit) : undefined);
  if (parts === undefined) throw dicomError("its deflated content is truncated or damaged");
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

async function inflateParts(
  deflated: Uint8Array,
  limit: number,
): Promise<Uint8Array[] | undefined> {
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
    return undefined;
  }
  if (length > limit) throw dicomError(`its deflated content is more than ${limit} bytes`);
  return parts;
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

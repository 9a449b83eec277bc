import { createHash } from "node:crypto";

/**
 * Computes a file's checksum, reading it in pieces.
 *
 * @param path File to read.
 * @param algorithm `"sha256"`, or `"md5"` where that is what a publisher gives.
 * @param signal Stops the reading.
 * @returns The checksum in lower-case hexadecimal.
 *
 * @example
 * ```ts
 * import { hashFile } from "./hash_file.ts";
 * const path = await Deno.makeTempFile();
 * await hashFile(path, "md5"); // "d41d8cd98f00b204e9800998ecf8427e", that of no bytes
 * ```
 */
export async function hashFile(
  path: string,
  algorithm: "sha256" | "md5" = "sha256",
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm);
  using file = await Deno.open(path);
  const buffer = new Uint8Array(1 << 18);
  for (let count; (count = await file.read(buffer)) !== null;) {
    signal?.throwIfAborted();
    hash.update(buffer.subarray(0, count));
  }
  return hash.digest("hex");
}

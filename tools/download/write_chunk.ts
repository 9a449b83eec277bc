/**
 * Writes all of a chunk at the file's position, with a clear message where the disk is full.
 *
 * @param file Open file.
 * @param chunk Bytes to write.
 * @param options `path` names the file in the message; `remedy` says what to do.
 * @throws {Error} Where the chunk cannot be written.
 *
 * @example
 * ```ts
 * import { writeChunk } from "./write_chunk.ts";
 * const path = await Deno.makeTempFile();
 * using file = await Deno.open(path, { write: true });
 * await writeChunk(file, new Uint8Array(3), { path, remedy: "free some space" });
 * ```
 */
export async function writeChunk(
  file: { write(bytes: Uint8Array): Promise<number> },
  chunk: Uint8Array,
  options: { path: string; remedy: string },
): Promise<void> {
  try {
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const what = code === "ENOSPC" ? "the disk is full" : message;
    throw new Error(`Cannot write "${options.path}": ${what}; ${options.remedy}`, { cause: error });
  }
}

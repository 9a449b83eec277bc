/**
 * Reads a file of 32-bit floats that a cache holds.
 *
 * @param path Path of the file.
 * @param length How many values it must hold.
 * @returns `[length]`; `undefined` where there is no such file, or one of another length, as a
 *   broken disk leaves it.
 * @throws {Error} Where the file is there and cannot be read, naming it.
 *
 * @example
 * ```ts
 * import { readFloats } from "lib/training/read_floats.ts";
 * await readFloats("no/such/file.f32", 512); // undefined
 * ```
 */
export async function readFloats(path: string, length: number): Promise<Float32Array | undefined> {
  try {
    const { buffer, byteLength } = await Deno.readFile(path);
    return byteLength === 4 * length ? new Float32Array(buffer) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read cached features "${path}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

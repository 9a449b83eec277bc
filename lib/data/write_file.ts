import { basename, dirname, join } from "@std/path";

/**
 * Writes a file so that readers see the old content or the new one, never a half.
 *
 * The bytes go to a temporary name in the same folder, are flushed to the disk, and then take the
 * file's name in one step. A kill or a full disk in between leaves the old file as it was.
 *
 * @param path File to write; its folder is made where it is missing.
 * @param content Text (UTF-8) or bytes.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { writeFileAtomic } from "lib/data/write_file.ts";
 * const dir = await Deno.makeTempDir();
 * await writeFileAtomic(`${dir}/note.txt`, "whole or not at all");
 * ```
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.part`);
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    using file = await Deno.open(temporary, { write: true, createNew: true });
    for (let offset = 0; offset < bytes.length;) offset += await file.write(bytes.subarray(offset));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new Error(
      `Cannot write "${path}": ${(error as Error).message}; check free space and permissions`,
      { cause: error },
    );
  }
}

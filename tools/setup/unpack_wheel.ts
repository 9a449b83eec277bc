import { dirname, join } from "@std/path";
import yauzl from "yauzl";
import { mapParallel } from "lib/data/map_parallel.ts";

/** Options of {@linkcode unpackWheel}. */
export interface UnpackWheelOptions {
  /** Folder to unpack into. */
  dir: string;
  /** Starts of the names that are wanted: files or folders inside the wheel. */
  wanted: string[];
  /** Whether to flush each file to the disk, so that it outlives a power cut. */
  flush: boolean;
  /** Told the bytes written so far and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Unpacks chosen files of a wheel (a zip archive).
 *
 * Names that point outside the folder are refused by yauzl.
 *
 * @param path Wheel; its hash is already checked.
 * @param options See {@linkcode UnpackWheelOptions}.
 * @throws {Error} Where the archive is damaged or the disk is full.
 *
 * @example
 * ```ts ignore
 * await unpackWheel("a-1.0-py3-none-any.whl", { dir: "a", wanted: ["a/lib/"], flush: true });
 * ```
 */
export async function unpackWheel(path: string, options: UnpackWheelOptions): Promise<void> {
  const { dir, wanted, flush, onProgress } = options;
  const archive = await yauzl.openPromise(path, { autoClose: false });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of archive.eachEntry()) {
      const name = entry.fileName;
      const chosen = !name.endsWith("/") && wanted.some((start) => name.startsWith(start));
      if (chosen) entries.push(entry);
    }
    const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    let done = 0;
    // Many small files take their time in waiting, not in work: several at once.
    await mapParallel(entries, async (entry) => {
      const target = join(dir, entry.fileName);
      await Deno.mkdir(dirname(target), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16 & 0o777) || 0o644;
      using file = await Deno.open(target, { write: true, create: true, truncate: true, mode });
      const stream = await archive.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        for (let offset = 0; offset < chunk.length;) {
          offset += await file.write(chunk.subarray(offset));
        }
        onProgress?.(done += chunk.length, total);
      }
      if (flush) await file.sync();
    }, { limit: 8 });
  } finally {
    archive.close();
  }
}

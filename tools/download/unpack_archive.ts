import { dirname, join } from "@std/path";
import { crc32 } from "node:zlib";
import { type Entry, openPromise } from "yauzl";
import { writeChunk } from "./write_chunk.ts";

/** What {@linkcode unpackArchive} takes from an archive, and its limits. */
export interface UnpackOptions {
  /** The path that an entry gets, or `undefined` to leave it out. Default: its own. */
  pick?: (path: string) => string | undefined;
  /** Most bytes in all. Default 8 GiB. */
  maxBytes?: number;
  /** Most bytes of one file. Default 512 MiB. */
  maxFileBytes?: number;
  /** Most entries. Default 100 000. */
  maxEntries?: number;
  /** Most bytes that one byte of the archive may become, in files over 1 MiB. Default 100. */
  maxRatio?: number;
  /** Told of bytes written, bytes in all and a line of text. */
  onProgress?: (done: number, total: number, text?: string) => void;
  /** Stops the unpacking. */
  signal?: AbortSignal;
}

/**
 * Unpacks a zip archive that nobody vouches for.
 *
 * All names and sizes are checked before the first file is written; each file's true size and CRC
 * are checked as it is written. Only plain files come out, under `dir`, without execute permission.
 *
 * @param archive Zip file.
 * @param dir Folder to make; it must not exist, and is removed again where the unpacking fails.
 * @param options Which entries, limits, progress, stop signal.
 * @returns The files' paths under `dir` with "/", sorted.
 * @throws {SyntaxError} Where the file is no zip archive, is damaged, or lies about itself.
 * @throws {RangeError} Where a limit is passed.
 *
 * @example
 * ```ts
 * import { unpackArchive } from "./unpack_archive.ts";
 * const dir = await Deno.makeTempDir();
 * const empty = new Uint8Array([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]);
 * await Deno.writeFile(`${dir}/empty.zip`, empty);
 * await unpackArchive(`${dir}/empty.zip`, `${dir}/films`); // []
 * ```
 */
export async function unpackArchive(
  archive: string,
  dir: string,
  options: UnpackOptions = {},
): Promise<string[]> {
  await checkMagic(archive);
  await Deno.mkdir(dirname(dir), { recursive: true });
  await Deno.mkdir(dir);
  let done = 0;
  let name = "";
  try {
    const zip = await openPromise(archive, { autoClose: false, strictFileNames: true });
    try {
      const { maxEntries = 100_000, onProgress, signal } = options;
      if (zip.entryCount > maxEntries) throw new RangeError(`over ${maxEntries} entries`);
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) {
        signal?.throwIfAborted();
        entries.push(entry);
      }
      const plan = checkEntries(entries, (await Deno.stat(archive)).size, options);
      const total = sum([...plan.values()].map((entry) => entry.uncompressedSize));
      for (const [path, entry] of plan) {
        name = ` at entry "${entry.fileName}"`;
        const target = join(dir, path);
        await Deno.mkdir(dirname(target), { recursive: true });
        using file = await Deno.open(target, { write: true, createNew: true, mode: 0o644 });
        let crc = 0;
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          signal?.throwIfAborted();
          await writeChunk(file, chunk, { path: target, remedy: "free some and run it again" });
          crc = crc32(chunk, crc);
          onProgress?.(done += chunk.length, total, path);
        }
        if (crc !== entry.crc32) throw new SyntaxError("the content does not fit its CRC");
      }
      return [...plan.keys()].sort();
    } finally {
      zip.close();
    }
  } catch (error) {
    await Deno.remove(dir, { recursive: true });
    options.signal?.throwIfAborted();
    const { message, cause } = error as Error;
    if (cause) throw error; // a full disk, told already
    const Kind = error instanceof RangeError ? RangeError : SyntaxError;
    throw new Kind(`Cannot unpack "${archive}"${name}: ${message}; get it again from its source`);
  }
}

/** The entries to write by their paths, once none of them is found dangerous. */
function checkEntries(entries: Entry[], archiveBytes: number, options: UnpackOptions) {
  const { pick = (path: string) => path, maxBytes = 8 * 2 ** 30, maxRatio = 100 } = options;
  const { maxFileBytes = 512 * 2 ** 20 } = options;
  const plan = new Map<string, Entry>();
  const taken = new Set<string>(); // lower case, as some disks see it
  const folders = new Set<string>();
  for (const entry of entries) {
    const { fileName, uncompressedSize: bytes, compressedSize } = entry;
    const reject = (why: string, Kind: ErrorConstructor = SyntaxError) => {
      throw new Kind(`entry "${fileName}" ${why}`);
    };
    const parts = fileName.replace(/\/$/, "").split("/");
    // deno-lint-ignore no-control-regex
    if (parts.some((part) => /^\.{0,2}$|[\u0000-\u001f\u007f\\:]/.test(part))) {
      reject("has an unsafe name");
    }
    const path = fileName.endsWith("/") ? undefined : pick(fileName);
    if (path === undefined) continue;
    const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (kind !== 0 && kind !== 0o100000) reject("is a link or device, not a file");
    const key = path.normalize("NFC").toLowerCase();
    const above = parents(key);
    if (taken.has(key) || folders.has(key) || above.some((folder) => taken.has(folder))) {
      reject("has the same name as another");
    }
    taken.add(key);
    above.forEach((folder) => folders.add(folder));
    if (bytes > maxFileBytes) reject(`is over ${maxFileBytes} bytes`, RangeError);
    if (bytes > 2 ** 20 && bytes > compressedSize * maxRatio) {
      reject(`grows more than ${maxRatio} times`, RangeError);
    }
    plan.set(path, entry);
  }
  const all = [...plan.values()];
  if (sum(all.map((entry) => entry.uncompressedSize)) > maxBytes) {
    throw new RangeError(`over ${maxBytes} bytes unpacked`);
  }
  if (sum(all.map((entry) => entry.compressedSize)) > archiveBytes) {
    throw new SyntaxError("entries overlap");
  }
  return plan;
}

function parents(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

async function checkMagic(archive: string): Promise<void> {
  using file = await Deno.open(archive);
  const head = new Uint8Array(512);
  const count = await file.read(head) ?? 0;
  const text = new TextDecoder("latin1").decode(head.subarray(0, count));
  if (["PK\x03\x04", "PK\x05\x06"].includes(text.slice(0, 4))) return;
  const what = count === 0
    ? "it is empty"
    : /^\s*<(!doctype|html)/i.test(text)
    ? "it is a web page, perhaps a login page saved under this name"
    : "it is no zip archive";
  throw new SyntaxError(`Cannot unpack "${archive}": ${what}; get it again from its source`);
}

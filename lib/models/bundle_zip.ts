import { unzipSync, zipSync } from "fflate";
import { BUNDLE_FILES, type BundleFiles } from "./open_bundle.ts";

/** Largest files of a bundle, in bytes. */
export const MAX_BYTES: Record<keyof BundleFiles, number> = {
  "bundle.json": 4 * 2 ** 20,
  "model.json": 16 * 2 ** 20,
  "weights.bin": 512 * 2 ** 20,
};

/** Any day will do, but always the same: equal bundles are equal files. */
const DAY = "2020-01-01T00:00:00";

/**
 * Packs a bundle's files into one zip file.
 *
 * @param files Contents of the three files.
 * @returns The zip file's bytes, the same for the same files.
 *
 * @example
 * ```ts
 * import { zipBundle } from "lib/models/bundle_zip.ts";
 * const empty = new Uint8Array();
 * const files = { "bundle.json": empty, "model.json": empty, "weights.bin": empty };
 * zipBundle(files).subarray(0, 2); // "PK"
 * ```
 */
export function zipBundle(files: BundleFiles): Uint8Array<ArrayBuffer> {
  return zipSync({
    "bundle.json": files["bundle.json"],
    "model.json": files["model.json"],
    "weights.bin": [files["weights.bin"], { level: 0 }], // noise to a compressor
  }, { mtime: DAY }) as Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks a bundle from a zip file that nobody vouches for.
 *
 * The three files may lie in one folder; other files are not unpacked. Sizes are limited before
 * anything is unpacked, and nothing is written anywhere.
 *
 * @param zip The zip file's bytes.
 * @param name What to call it in a message.
 * @returns Contents of the three files, not yet checked: `openBundle` does that.
 * @throws {TypeError} Where it is no zip file, damaged, lacks a file, or one is too large.
 *
 * @example
 * ```ts
 * import { unzipBundle, zipBundle } from "lib/models/bundle_zip.ts";
 * const empty = new Uint8Array();
 * const files = { "bundle.json": empty, "model.json": empty, "weights.bin": empty };
 * Object.keys(unzipBundle(zipBundle(files))); // ["bundle.json", "model.json", "weights.bin"]
 * ```
 */
export function unzipBundle(zip: Uint8Array, name = "bundle.zip"): BundleFiles {
  const wrong = (what: string, cause?: unknown) =>
    new TypeError(`Cannot load model "${name}": ${what}`, { cause });
  const found = new Map<string, string>();
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(zip, {
      filter: ({ name: path, originalSize }) => {
        const match = /^(?:([^/\\:]+)\/)?([a-z]+\.[a-z]+)$/.exec(path);
        const file = match?.[2] as keyof BundleFiles;
        if (!match || match[1] === ".." || !BUNDLE_FILES.includes(file)) return false;
        if (found.has(file)) throw wrong(`it holds ${file} twice`);
        if (originalSize > MAX_BYTES[file]) {
          throw wrong(`its ${file} is larger than ${MAX_BYTES[file]} bytes`);
        }
        found.set(file, path);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith("Cannot load")) throw error;
    throw wrong(`it is no zip file, or a damaged one (${(error as Error).message})`, error);
  }
  const missing = BUNDLE_FILES.filter((file) => !found.has(file));
  if (missing.length > 0) throw wrong(`it lacks ${missing.join(" and ")}`);
  return Object.fromEntries(
    BUNDLE_FILES.map((file) => [file, unpacked[found.get(file)!]]),
  ) as BundleFiles;
}

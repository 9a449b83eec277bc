import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { type PublicSet } from "./catalogue.ts";
import { checksumFiles, compareChecksums, type FileChecksum } from "./verify_files.ts";

/** What a set's folder says of itself, as `.checksums.json`. */
export interface FetchRecord {
  name: string;
  /** Address or file that it came from. */
  source: string;
  archive: { bytes: number; sha256: string };
  files: FileChecksum[];
  /** One line for each film that differed from the known originals when it came. */
  problems: string[];
}

/**
 * Reads what {@linkcode writeRecord} left in a set's folder.
 *
 * @param dir The set's folder.
 * @returns The record, or `undefined` where this program has not fetched the folder.
 * @throws {Error} Where the record cannot be read.
 *
 * @example
 * ```ts
 * import { readRecord } from "./fetch_record.ts";
 * await readRecord("no-such-folder"); // undefined
 * ```
 */
export async function readRecord(dir: string): Promise<FetchRecord | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(join(dir, ".checksums.json")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const { message } = error as Error;
    throw new Error(`Cannot read "${dir}/.checksums.json": ${message}; remove the folder`);
  }
}

/**
 * Writes a set's record, licence and citation into its folder.
 *
 * @param dir The set's folder.
 * @param options The set and its record.
 *
 * @example
 * ```ts
 * import { CATALOGUE } from "./catalogue.ts";
 * import { writeRecord } from "./fetch_record.ts";
 * const archive = { bytes: 0, sha256: "" };
 * const record = { name: "vgg16", source: "by hand", archive, files: [], problems: [] };
 * await writeRecord(await Deno.makeTempDir(), { set: CATALOGUE[0], record });
 * ```
 */
export async function writeRecord(
  dir: string,
  options: { set: PublicSet; record: FetchRecord },
): Promise<void> {
  const { set, record } = options;
  const head = `${set.title}\n${set.page}\n\n`;
  await writeFileAtomic(join(dir, "LICENCE.txt"), `${head}${set.licence}\n`);
  await writeFileAtomic(join(dir, "CITATION.txt"), `${head}${set.citation}\n`);
  await writeFileAtomic(join(dir, ".checksums.json"), JSON.stringify(record, null, 1));
}

/**
 * Holds a set's files against its record.
 *
 * @param dir The set's folder.
 * @param options The record, and a stop signal.
 * @throws {Error} Where files are missing or changed, naming each.
 *
 * @example
 * ```ts
 * import { checkRecord } from "./fetch_record.ts";
 * const archive = { bytes: 0, sha256: "" };
 * const record = { name: "vgg16", source: "by hand", archive, files: [], problems: [] };
 * await checkRecord(".", { record });
 * ```
 */
export async function checkRecord(
  dir: string,
  options: { record: FetchRecord; signal?: AbortSignal },
): Promise<void> {
  const { record, signal } = options;
  const paths = record.files.map((file) => file.path);
  const changes = compareChecksums(record.files, await checksumFiles(dir, { paths, signal }));
  if (changes.length === 0) return;
  throw new Error(
    `Cannot use "${dir}": ${changes.length} of its ${paths.length} files are not as they came:\n` +
      `${changes.join("\n")}\nRemove the folder and run this again`,
  );
}

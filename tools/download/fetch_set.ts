import { basename, dirname, join, resolve } from "@std/path";
import { type PublicSet } from "./catalogue.ts";
import { downloadFile, type DownloadOptions } from "./download_file.ts";
import { checkRecord, readRecord, writeRecord } from "./fetch_record.ts";
import { hashFile } from "./hash_file.ts";
import { HttpError } from "./open_url.ts";
import { unpackArchive } from "./unpack_archive.ts";
import { checksumFiles, compareChecksums } from "./verify_files.ts";
import { type FileChecksum, parseChecksums } from "./verify_files.ts";

/** Where {@linkcode fetchSet} puts a set and how it gets it. */
export interface FetchOptions
  extends Pick<DownloadOptions, "onProgress" | "signal" | "backoffMs" | "tries"> {
  /** Folder of the set; it must be empty or not exist. */
  dir: string;
  /** A file that is here already, instead of a download; it is left as it is. */
  from?: string;
  /** Another address for the same content. */
  url?: string;
  /** `Authorization` header for the first host. */
  authorization?: string;
  /** Checksums to hold the films against. Default: the set's own list, where it has one. */
  checksums?: FileChecksum[];
  /** Takes what is told to the user, a line at a time. */
  say?: (line: string) => void;
}

/**
 * Fetches a public set into a folder: download, unpacking, check of every file, licence, citation.
 *
 * The folder appears in one step, when all is done; a run that was killed is completed by the next.
 * Where the set is there already, its files are compared with what was recorded when they came.
 * Films that differ from the known originals are kept and named: their publisher may have changed
 * them. Weights that differ are not kept.
 *
 * @param set What to fetch.
 * @param options Folder, source, progress, stop signal.
 * @returns One line for each film that differs from the known originals; empty when all fit.
 * @throws {Error} Where the set cannot be had, with the way by hand, or the folder is not fit.
 *
 * @example
 * ```ts ignore
 * import { CATALOGUE } from "./catalogue.ts";
 * import { fetchSet } from "./fetch_set.ts";
 * await fetchSet(CATALOGUE[0], { dir: "data/films/raikokte", say: console.log }); // []
 * ```
 */
export async function fetchSet(set: PublicSet, options: FetchOptions): Promise<string[]> {
  const { say = () => {}, signal } = options;
  const dir = resolve(options.dir);
  const record = await readRecord(dir);
  if (record?.name === set.name) {
    await checkRecord(dir, { record, signal });
    say(`${set.name} is in "${dir}" already, complete: ${record.files.length} files, as they came`);
    return record.problems;
  }
  if (await isInUse(dir)) {
    throw new Error(
      `Cannot fetch ${set.name} to "${dir}": other files are in it; choose a folder with --dir`,
    );
  }
  const hidden = join(dirname(dir), `.${basename(dir)}`);
  await Deno.mkdir(dirname(dir), { recursive: true });
  using lock = await Deno.open(`${hidden}.lock`, { write: true, create: true });
  if (!await lock.tryLock(true)) {
    throw new Error(`Cannot fetch ${set.name} to "${dir}": another run is doing so; wait for it`);
  }
  try {
    say(`${set.title}\nLicence:  ${set.licence}\nCitation: ${set.citation}\nPage:     ${set.page}`);
    const source = options.from ?? await download(set, `${hidden}.download`, options);
    const problems = await place(set, source, `${hidden}.unpacking`, options);
    if (await exists(dir)) await Deno.remove(dir); // empty
    await Deno.rename(`${hidden}.unpacking`, dir);
    if (!options.from) await Deno.remove(source);
    say(`${set.name} is in "${dir}"`);
    return problems;
  } finally {
    await removeAll(`${hidden}.unpacking`);
    await removeAll(`${hidden}.lock`);
  }
}

/** Downloads to `path`, unless a killed run got as far already. */
async function download(set: PublicSet, path: string, options: FetchOptions): Promise<string> {
  if (await exists(path)) return path;
  const { url = set.url, authorization } = options;
  options.say?.(`From:     ${url}`);
  try {
    await downloadFile(url, path, {
      ...options,
      maxBytes: set.maxBytes,
      bytes: set.file?.bytes,
      headers: authorization ? { authorization } : {},
    });
    return path;
  } catch (error) {
    options.signal?.throwIfAborted();
    const login = error instanceof HttpError && new URL(set.page).host === "www.kaggle.com"
      ? "\nKaggle may want a login: get a token at https://www.kaggle.com/settings and set " +
        "KAGGLE_USERNAME and KAGGLE_KEY (or KAGGLE_API_TOKEN), then run this again."
      : "";
    throw new Error(
      `${(error as Error).message}${login}\nBy hand: download it from ` +
        `${set.file ? set.url : set.page} and run ` +
        `deno task data ${set.name} --from ${set.file?.name ?? "FILE.zip"}`,
      { cause: error },
    );
  }
}

/** Makes the whole folder under a temporary name; returns what differs from the originals. */
async function place(
  set: PublicSet,
  source: string,
  staged: string,
  options: FetchOptions,
): Promise<string[]> {
  const { from, say = () => {}, signal } = options;
  await removeAll(staged); // of a killed run
  const paths = await takeOut(set, source, staged, options);
  if (paths.length === 0) {
    throw new Error(
      `Cannot find the films of ${set.name} in "${source}": its folders are not the known ones; ` +
        `unpack it by hand (see ${set.page}) and give that folder to the notebooks`,
    );
  }
  const files = await checksumFiles(staged, { paths, signal });
  for (const [folder, own] of Map.groupBy(files, ({ path }) => dirname(path))) {
    say(`${folder}: ${own.length} files`);
  }
  const expected = options.checksums ?? await knownChecksums(set);
  const problems = expected ? compareChecksums(expected, files) : [];
  if (expected) {
    const known = expected.filter((file) => file.sha256 !== "").length;
    const result = problems.length > 0 ? `${problems.length} differ` : "all fit";
    say(`Checked against ${known} known checksums of ${expected.length} files: ${result}`);
  } else if (set.file) say("Its MD5 is the published one");
  else say("No checksums are published: recorded, and compared from now on");
  const archive = {
    bytes: (await Deno.stat(source)).size,
    sha256: await hashFile(source, "sha256", signal),
  };
  const origin = from ? basename(from) : set.url;
  const record = { name: set.name, source: origin, archive, files, problems };
  await writeRecord(staged, { set, record });
  return problems;
}

/** Unpacks an archive or copies a single file; a bad download is removed, so that it comes anew. */
async function takeOut(
  set: PublicSet,
  source: string,
  dir: string,
  options: FetchOptions,
): Promise<string[]> {
  const { from, onProgress, signal } = options;
  try {
    if (!set.file) {
      const { pick, maxBytes } = set;
      return await unpackArchive(source, dir, { pick, maxBytes, onProgress, signal });
    }
    const md5 = await hashFile(source, "md5", signal);
    if (md5 !== set.file.md5) {
      throw new SyntaxError(
        `Cannot use "${source}" as ${set.file.name}: expected MD5 ${set.file.md5} but found ` +
          `${md5}; get it again from its source`,
      );
    }
    await Deno.mkdir(dir);
    await Deno.copyFile(source, join(dir, set.file.name));
    return [set.file.name];
  } catch (error) {
    const isBad = error instanceof SyntaxError || error instanceof RangeError;
    if (isBad && !from) await Deno.remove(source);
    throw error;
  }
}

async function knownChecksums(set: PublicSet): Promise<FileChecksum[] | undefined> {
  if (!set.originals) return undefined;
  const { list, unknown } = set.originals;
  const text = await Deno.readTextFile(new URL(`../../data/${list}`, import.meta.url));
  return [...parseChecksums(text), ...unknown.map((path) => ({ path, bytes: NaN, sha256: "" }))];
}

async function isInUse(dir: string): Promise<boolean> {
  if (!await exists(dir)) return false;
  for await (const _ of Deno.readDir(dir)) return true;
  return false;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function removeAll(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path, { recursive: true });
}

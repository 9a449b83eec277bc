import { join } from "@std/path";

/** What the last completed set-up of this clone left behind; see {@linkcode missingParts}. */
export interface SetupRecord {
  /** Hex SHA-256 of `deno.lock` when the npm packages were installed. */
  lock: string;
  /** Hex SHA-256 of the sources of the project's own ops, which the addon holds. */
  ops: string;
  /** Operating system and processor, such as `linux-x86_64`. */
  host: string;
  /** Per-user cache folder that was used. */
  cache: string;
  /** Value of `CXR_DEVICE`: `auto`, `cpu` or `gpu`. */
  device: string;
  /** Name of TensorFlow's library in the cache. */
  library: string;
  /** Package that draws pictures. */
  canvas: "skia-canvas" | "@napi-rs/canvas";
  /** Bytes of each file that must be there, by absolute path or path in the project. */
  files: Record<string, number>;
}

/** Where a clone keeps its {@linkcode SetupRecord}: it goes when `node_modules` goes. */
export const RECORD_FILE = "node_modules/.setup.json";

/** Where a clone keeps the sources of the project's own ops. */
const OPS_FOLDER = "lib/engine/ops";

/** What a clone is compared with; see {@linkcode missingParts}. */
export interface SetupTarget {
  /** Root of the clone. */
  project: string;
  /** Per-user cache folder. */
  cache: string;
  /** Value of `CXR_DEVICE`. */
  device: string;
}

/**
 * Lists what set-up has to do in a clone, reading a few small files and file sizes.
 *
 * This runs before every task, so it imports next to nothing and starts no process.
 *
 * @param target See {@linkcode SetupTarget}.
 * @returns One line for each reason to run set-up; empty where nothing is missing.
 *
 * @example
 * ```ts
 * import { missingParts } from "./missing_parts.ts";
 * const project = await Deno.makeTempDir();
 * await missingParts({ project, cache: "/cache", device: "auto" }); // ["set-up has not run here"]
 * ```
 */
export async function missingParts(target: SetupTarget): Promise<string[]> {
  const record = readSetupRecord(target.project);
  if (record === undefined) return ["set-up has not run here"];
  const missing: string[] = [];
  if (record.lock !== await lockHash(target.project)) missing.push("deno.lock has changed");
  if (record.ops !== await opsHash(target.project)) missing.push(`"${OPS_FOLDER}" has changed`);
  if (record.host !== hostName()) missing.push(`it was set up for ${record.host}`);
  if (record.cache !== target.cache) missing.push(`the cache is now "${target.cache}"`);
  if (record.device !== target.device) missing.push(`CXR_DEVICE is now "${target.device}"`);
  for (const [path, bytes] of Object.entries(record.files)) {
    if (fileSize(inProject(target.project, path)) !== bytes) {
      missing.push(`"${path}" is missing or damaged`);
    }
  }
  return missing;
}

/** Reads a clone's {@linkcode SetupRecord}; undefined where there is none or it is damaged. */
export function readSetupRecord(project: string): SetupRecord | undefined {
  try {
    const record = JSON.parse(Deno.readTextFileSync(join(project, RECORD_FILE)));
    return typeof record?.files === "object" ? record : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Hashes `deno.lock`, which names every npm package: hex SHA-256, or "" where it is missing. */
export async function lockHash(project: string): Promise<string> {
  try {
    return await hexHash(Deno.readFileSync(join(project, "deno.lock")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** Lists the C++ sources of the project's own ops, headers included, by path. */
export function opsFiles(project: string): string[] {
  const dir = join(project, OPS_FOLDER);
  return [...Deno.readDirSync(dir)].map(({ name }) => join(dir, name)).sort();
}

/** Hashes the sources of the project's own ops: hex SHA-256. */
export async function opsHash(project: string): Promise<string> {
  const text = opsFiles(project).map((path) => Deno.readTextFileSync(path)).join("\0");
  return await hexHash(new TextEncoder().encode(text));
}

/** Names this machine's operating system and processor, such as `linux-x86_64`. */
export function hostName(): string {
  return `${Deno.build.os}-${Deno.build.arch}`;
}

/** Resolves a path of a {@linkcode SetupRecord}: absolute ones stay as they are. */
export function inProject(project: string, path: string): string {
  return path.startsWith("/") ? path : join(project, path);
}

/** Bytes of a file, or -1 where it is missing. */
export function fileSize(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return -1;
    throw error;
  }
}

async function hexHash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

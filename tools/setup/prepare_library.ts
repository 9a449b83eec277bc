import { join } from "@std/path";
import { createHash } from "node:crypto";
import { statfs } from "node:fs/promises";
import type { NativeLibrary, Wheel } from "lib/engine/native_library.ts";
import { compileAddon, type Compiler, findCompiler, HEADERS, ZIG_WHEELS } from "./compile_addon.ts";
import { CUDA_WHEELS } from "./cuda_wheels.ts";
import { fetchWheel } from "./fetch_wheel.ts";
import { findPip } from "./find_pip.ts";
import { fileSize, hostName, opsFiles, opsHash } from "./missing_parts.ts";
import { say, startProgress } from "./progress.ts";
import { unpackWheel } from "./unpack_wheel.ts";
import { withLock } from "./with_lock.ts";

/** Options of {@linkcode prepareLibrary}. */
export interface PrepareLibraryOptions {
  /** Library that this machine needs. */
  library: NativeLibrary;
  /** Per-user cache folder. */
  cache: string;
  /** Root of the clone, whose packages bring the addon's sources. */
  project: string;
}

/**
 * Fills the per-user cache with TensorFlow's library and the addon compiled against it.
 *
 * @param options See {@linkcode PrepareLibraryOptions}.
 * @returns Path of the addon in the cache.
 * @throws {Error} Where a step fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * const addon = await prepareLibrary({ library: nativeLibrary(), cache: cacheDir(), project: "." });
 * ```
 */
export async function prepareLibrary(options: PrepareLibraryOptions): Promise<string> {
  const { library, cache, project } = options;
  const source = join(project, "node_modules", "@tensorflow", "tfjs-node-gpu");
  const name = await addonName({ library, project, source });
  const addon = join(cache, "addons", name, "tfjs_binding.node");
  // A finished cache may be one that this user can only read.
  if (await isWhole(library.dir) && await exists(addon)) {
    say("    in the cache already");
    return addon;
  }
  await withLock(join(cache, ".lock"), {
    onWait: () => say("    Another set-up fills the cache; waiting for it …"),
    remedy: "make it writable, or set CXR_CACHE to a folder that is",
    body: async () => {
      const work = await freshWorkFolder(cache);
      const downloads = join(cache, "downloads");
      if (!await isWhole(library.dir)) await unpackLibrary(library, { work, downloads });
      if (!await exists(addon)) await buildAddon(addon, { ...options, source, work, downloads });
      await Deno.remove(work, { recursive: true });
      await Deno.remove(downloads, { recursive: true }).catch(() => {});
    },
  });
  return addon;
}

/** Says in a library's folder which files it holds, with their bytes. */
const CONTENTS = "contents.json";

interface Folders {
  work: string;
  downloads: string;
}

async function unpackLibrary(library: NativeLibrary, { work, downloads }: Folders): Promise<void> {
  const wheels = library.gpu ? [library.wheel, ...CUDA_WHEELS] : [library.wheel];
  await checkSpace(wheels, join(work, ".."));
  const pip = await findPip(work);
  const dir = join(work, "library");
  for (const wheel of wheels) {
    const path = await fetchWheel(wheel, { pip, work, downloads });
    const wanted = wheel === library.wheel ? [...library.libraries, ...HEADERS] : ["nvidia/"];
    await unpack(wheel, { path, dir, wanted, flush: true });
  }
  const files: Record<string, number> = {};
  for (const path of library.libraries) files[path] = (await Deno.stat(join(dir, path))).size;
  await Deno.writeTextFile(join(dir, CONTENTS), JSON.stringify(files));
  // A damaged library makes room; programs that have it open keep it.
  if (await exists(library.dir)) await Deno.rename(library.dir, join(work, "damaged"));
  await Deno.rename(dir, library.dir);
}

async function buildAddon(
  addon: string,
  { library, project, source, work, downloads }:
    & PrepareLibraryOptions
    & Folders
    & { source: string },
): Promise<void> {
  const compiler = await findCompiler() ?? await fetchZig({ work, downloads });
  const output = join(work, "tfjs_binding.node");
  const headers = join(project, "node_modules", "node-api-headers");
  const ops = opsFiles(project).filter((path) => path.endsWith(".cc"));
  const sources = { library, source, headers, ops, work };
  const progress = startProgress(
    `compiling TensorFlow's addon with ${compiler.zig ? "zig" : compiler.command[0]}`,
  );
  try {
    await compileAddon(output, { compiler, ...sources });
    progress.end("addon compiled");
  } catch (error) {
    progress.end("the compiler failed");
    if (compiler.zig) throw error;
    say(`    ${(error as Error).message}\n    Trying zig's compiler instead.`);
    const zig = await fetchZig({ work, downloads });
    await compileAddon(output, { compiler: zig, ...sources });
  }
  await Deno.mkdir(join(addon, ".."), { recursive: true });
  await Deno.rename(output, addon);
}

async function fetchZig({ work, downloads }: Folders): Promise<Compiler> {
  say("    No C++ compiler here: the one of the zig language, from PyPI, is used once.");
  const wheel = ZIG_WHEELS[hostName()];
  const pip = await findPip(work);
  const path = await fetchWheel(wheel, { pip, work, downloads });
  const dir = join(work, "zig-compiler");
  await unpack(wheel, { path, dir, wanted: ["ziglang/"], flush: false });
  return { command: [join(dir, "ziglang", "zig"), "c++"], zig: true };
}

async function unpack(
  wheel: Wheel,
  { path, ...options }: { path: string; dir: string; wanted: string[]; flush: boolean },
): Promise<void> {
  const progress = startProgress(`unpacking ${wheel.package}`);
  try {
    await unpackWheel(path, { ...options, onProgress: progress.update });
    progress.end(`unpacked ${wheel.package}`);
  } catch (error) {
    progress.end("not unpacked");
    const full = /ENOSPC|No space|os error 28|quota/i.test((error as Error).message);
    const remedy = full
      ? "the disk is full: free some space, or set CXR_CACHE to a folder on another disk"
      : "run the task again";
    throw new Error(`Cannot unpack "${wheel.file}": ${(error as Error).message}; ${remedy}`, {
      cause: error,
    });
  }
}

/** Makes an empty folder for half-done work and removes what killed runs left; under the lock. */
async function freshWorkFolder(cache: string): Promise<string> {
  for await (const entry of Deno.readDir(cache)) {
    if (entry.name.startsWith("work-")) {
      await Deno.remove(join(cache, entry.name), { recursive: true });
    }
  }
  return await Deno.makeTempDir({ dir: cache, prefix: "work-" });
}

async function checkSpace(wheels: Wheel[], folder: string): Promise<void> {
  // Unpacked, TensorFlow is three times its wheel; pip holds a second copy for a moment.
  const needed = wheels.reduce((sum, wheel) => sum + wheel.bytes, 0) * 3 + 1e9;
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < needed) {
    throw new Error(
      `Cannot set up TensorFlow in "${folder}": ${(needed / 1e9).toFixed(1)} GB are needed on ` +
        `that disk and ${(free / 1e9).toFixed(1)} GB are free; free some space, or set CXR_CACHE ` +
        "to a folder on another disk",
    );
  }
}

/** Names an addon by what it is made of: package, library and the folder it links to, own ops. */
async function addonName(
  { library, project, source }: { library: NativeLibrary; project: string; source: string },
): Promise<string> {
  const { version } = JSON.parse(await Deno.readTextFile(join(source, "package.json")));
  const place = createHash("sha256").update(library.dir).digest("hex").slice(0, 8);
  const ops = (await opsHash(project)).slice(0, 8);
  return `tfjs-node-gpu-${version}-${library.id}-${place}-${ops}`;
}

/** Whether a library's folder is there, with its files in full size. */
async function isWhole(dir: string): Promise<boolean> {
  try {
    const files = JSON.parse(await Deno.readTextFile(join(dir, CONTENTS)));
    return Object.entries(files).every(([path, bytes]) => fileSize(join(dir, path)) === bytes);
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

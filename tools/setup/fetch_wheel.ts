import { join } from "@std/path";
import { createHash } from "node:crypto";
import type { Wheel } from "lib/engine/native_library.ts";
import { lastLines, runCommand } from "./run_command.ts";
import { startProgress } from "./progress.ts";

/** Options of {@linkcode fetchWheel}. */
export interface FetchWheelOptions {
  /** Command that runs pip; see `findPip`. */
  pip: string[];
  /** Folder that keeps whole wheels until they are unpacked. */
  downloads: string;
  /** Folder for what is half done; on the same disk as `downloads`. */
  work: string;
}

/**
 * Downloads a pinned wheel with pip, from wherever pip is configured to look, and checks its hash.
 *
 * A whole wheel from an earlier run is used again. pip is told the machine by the wheel's tags, so
 * the local Python's version does not matter, and nothing is installed into it.
 *
 * @param wheel Wheel to fetch.
 * @param options See {@linkcode FetchWheelOptions}.
 * @returns Path of the wheel.
 * @throws {Error} Where pip cannot deliver it or its hash differs, with the remedy.
 *
 * @example
 * ```ts ignore
 * const path = await fetchWheel(wheel, { pip: ["python3", "-m", "pip"], downloads, work });
 * ```
 */
export async function fetchWheel(wheel: Wheel, options: FetchWheelOptions): Promise<string> {
  const { pip, downloads, work } = options;
  const kept = join(downloads, wheel.file);
  if (await sha256OfFile(kept) === wheel.sha256) return kept;

  // pip writes to TMPDIR first: there its progress can be watched, whatever its version.
  const temporary = join(work, "pip");
  const arrived = join(work, "arrived");
  for (const folder of [temporary, arrived, downloads]) {
    await Deno.mkdir(folder, { recursive: true });
  }
  const requirements = join(work, "requirements.txt");
  await Deno.writeTextFile(requirements, pipRequirement(wheel) + "\n");

  const progress = startProgress(`downloading ${wheel.file}`);
  const timer = setInterval(() => progress.update(bytesUnder(temporary), wheel.bytes), 250);
  const result = await runCommand(
    [...pip, ...pipArguments(wheel), "--requirement", requirements, "--dest", arrived],
    { env: { TMPDIR: temporary } },
  );
  clearInterval(timer);
  const file = join(arrived, wheel.file);
  if (!result.success || await sha256OfFile(file) !== wheel.sha256) {
    progress.end("the download failed");
    throw new Error(pipFailure(wheel, result.output || result.problem));
  }
  await Deno.rename(file, kept);
  progress.end(`downloaded ${Math.round(wheel.bytes / 1e6)} MB, SHA-256 as expected`);
  return kept;
}

/**
 * Writes a wheel as a line of pip's requirements file, with its hash.
 *
 * @param wheel Pinned wheel.
 * @returns The line.
 *
 * @example
 * ```ts
 * import { pipRequirement } from "./fetch_wheel.ts";
 * const wheel = { package: "a", version: "1.0", file: "a-1.0-py3-none-any.whl", sha256: "0f", bytes: 9 };
 * pipRequirement(wheel); // "a==1.0 --hash=sha256:0f"
 * ```
 */
export function pipRequirement(wheel: Wheel): string {
  return `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}`;
}

/**
 * Lists the arguments that make pip download exactly one wheel, for any local Python.
 *
 * @param wheel Pinned wheel; the tags at the end of its file name choose the platform.
 * @returns Arguments, but for the requirements file and the destination.
 *
 * @example
 * ```ts
 * import { pipArguments } from "./fetch_wheel.ts";
 * const wheel = { package: "a", version: "1.0", file: "a-1.0-py3-none-any.whl", sha256: "0f", bytes: 9 };
 * pipArguments(wheel).includes("--require-hashes"); // true
 * ```
 */
export function pipArguments(wheel: Wheel): string[] {
  const platforms = wheel.file.replace(/\.whl$/, "").split("-").at(-1)!.split(".");
  return [
    "download",
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    "--no-cache-dir",
    "--disable-pip-version-check",
    ...platforms.flatMap((platform) => ["--platform", platform]),
    ...["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none"],
  ];
}

/**
 * Explains in one message why pip did not deliver a wheel, and what helps.
 *
 * @param wheel The wheel.
 * @param output What pip printed.
 * @returns The message.
 *
 * @example
 * ```ts
 * import { pipFailure } from "./fetch_wheel.ts";
 * const wheel = { package: "a", version: "1.0", file: "a-1.0-py3-none-any.whl", sha256: "0f", bytes: 9 };
 * pipFailure(wheel, "OSError: [Errno 28] No space left on device"); // "… disk is full …"
 * ```
 */
export function pipFailure(wheel: Wheel, output: string): string {
  const what = `Cannot download "${wheel.file}" with pip`;
  if (/No space left|Errno 28|Disk quota/i.test(output)) {
    return `${what}: the disk is full; free some space, or set CXR_CACHE to a folder on another disk`;
  }
  if (/DO NOT MATCH THE HASHES/i.test(output)) {
    return `${what}: its SHA-256 is not ${wheel.sha256}; the package index or a proxy hands out ` +
      "another file, so nothing was unpacked: try another network or index";
  }
  if (/connection|timed? ?out|resolve|network|unreachable|proxy|SSL|certificate/i.test(output)) {
    return `${what}: the package index cannot be reached; check the network and pip's settings ` +
      `("pip config list"), then run the task again. pip said:\n${lastLines(output)}`;
  }
  if (/No matching distribution|Could not find a version/i.test(output)) {
    return `${what}: the package index that pip is configured for does not have it; check ` +
      `"pip config list". pip said:\n${lastLines(output)}`;
  }
  return `${what}; run the task again, or upgrade pip. It said:\n${lastLines(output)}`;
}

/** Hex SHA-256 of a file, read piece by piece; "" where it is missing. */
async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    using file = await Deno.open(path);
    const buffer = new Uint8Array(1 << 20);
    for (let n = await file.read(buffer); n !== null; n = await file.read(buffer)) {
      hash.update(buffer.subarray(0, n));
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
  return hash.digest("hex");
}

function bytesUnder(dir: string): number {
  let bytes = 0;
  try {
    for (const entry of Deno.readDirSync(dir)) {
      const path = join(dir, entry.name);
      bytes += entry.isDirectory ? bytesUnder(path) : Deno.statSync(path).size;
    }
  } catch {
    // pip removes files while they are counted: the next count is right again.
  }
  return bytes;
}

import { join, resolve } from "@std/path";

/** The TensorFlow release whose C library the project runs on. */
export const TENSORFLOW_VERSION = "2.21.0";

/** One Python wheel, pinned: a zip archive from which only some files are used. */
export interface Wheel {
  /** Package name as pip knows it. */
  package: string;
  /** Exact version. */
  version: string;
  /** File name; its tags (Python, ABI, platform) tell pip which wheel is meant. */
  file: string;
  /** Hex SHA-256 of the file. */
  sha256: string;
  /** Size of the file in bytes. */
  bytes: number;
}

/** TensorFlow's C library as set-up unpacks it for one kind of machine. */
export interface NativeLibrary {
  /** Name of its folder, such as `tensorflow-2.21.0-linux-x86_64-cpu`. */
  id: string;
  /** Folder that holds it, inside {@linkcode cacheDir}. */
  dir: string;
  /** The two shared libraries, relative to `dir`. */
  libraries: [string, string];
  /** The wheel that carries them. */
  wheel: Wheel;
  /** Whether it computes on NVIDIA GPUs. */
  gpu: boolean;
  /** Whether the project has run it on such a machine. */
  tested: boolean;
}

const WHEELS: Record<string, { wheel: Wheel; tested: boolean }> = {
  "linux-x86_64-cpu": {
    wheel: wheel(
      "tensorflow-cpu",
      "manylinux_2_27_x86_64",
      "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
      273829956,
    ),
    tested: true,
  },
  "linux-x86_64-gpu": {
    wheel: wheel(
      "tensorflow",
      "manylinux_2_27_x86_64",
      "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
      572440367,
    ),
    tested: false,
  },
  "linux-aarch64-cpu": {
    wheel: wheel(
      "tensorflow",
      "manylinux_2_27_aarch64",
      "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
      281828020,
    ),
    tested: false,
  },
  "darwin-aarch64-cpu": {
    wheel: wheel(
      "tensorflow",
      "macosx_12_0_arm64",
      "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
      223405849,
    ),
    tested: false,
  },
};

/** Options of {@linkcode nativeLibrary}. */
export interface NativeLibraryOptions {
  /** Whether to take the library that computes on NVIDIA GPUs. @default false */
  gpu?: boolean;
  /** Operating system. @default Deno.build.os */
  os?: string;
  /** Processor. @default Deno.build.arch */
  arch?: string;
  /** Per-user cache. @default cacheDir() */
  cache?: string;
}

/**
 * Tells which C library a machine needs and where set-up keeps it.
 *
 * @param options See {@linkcode NativeLibraryOptions}.
 * @returns The library; its folder need not exist yet.
 * @throws {Error} Where no wheel carries a library for that machine, naming the way out.
 *
 * @example
 * ```ts
 * import { nativeLibrary } from "lib/engine/native_library.ts";
 * nativeLibrary({ os: "linux", arch: "x86_64", cache: "/cache" }).dir;
 * // "/cache/tensorflow-2.21.0-linux-x86_64-cpu"
 * ```
 */
export function nativeLibrary(options: NativeLibraryOptions = {}): NativeLibrary {
  const { gpu = false, os = Deno.build.os, arch = Deno.build.arch } = options;
  const key = `${os}-${arch}-${gpu ? "gpu" : "cpu"}`;
  const entry = WHEELS[key];
  if (entry === undefined) throw new Error(noWheelMessage(os, arch, gpu));
  const id = `tensorflow-${TENSORFLOW_VERSION}-${key}`;
  const ending = os === "darwin" ? "2.dylib" : "so.2";
  return {
    id,
    dir: join(options.cache ?? cacheDir(), id),
    libraries: [
      `tensorflow/libtensorflow_cc.${ending}`,
      `tensorflow/libtensorflow_framework.${ending}`,
    ],
    gpu,
    ...entry,
  };
}

/**
 * Names the per-user folder for what several clones of the project share.
 *
 * @param env Environment. @default the process's
 * @param os Operating system. @default Deno.build.os
 * @returns `CXR_CACHE` where it is set; else `chest-xray-notebooks` in the user's cache folder.
 * @throws {Error} Where neither `CXR_CACHE` nor `HOME` is set.
 *
 * @example
 * ```ts
 * import { cacheDir } from "lib/engine/native_library.ts";
 * cacheDir({ HOME: "/home/ada" }, "linux"); // "/home/ada/.cache/chest-xray-notebooks"
 * ```
 */
export function cacheDir(
  env: Record<string, string | undefined> = environment(),
  os: string = Deno.build.os,
): string {
  if (env.CXR_CACHE) return resolve(env.CXR_CACHE);
  const base = env.XDG_CACHE_HOME ||
    (env.HOME && join(env.HOME, os === "darwin" ? "Library/Caches" : ".cache"));
  if (!base) throw new Error("Cannot tell where to cache: HOME is not set; set CXR_CACHE");
  return join(base, "chest-xray-notebooks");
}

function environment(): Record<string, string | undefined> {
  const names = ["CXR_CACHE", "XDG_CACHE_HOME", "HOME"];
  return Object.fromEntries(names.map((name) => [name, Deno.env.get(name)]));
}

function wheel(name: string, platform: string, sha256: string, bytes: number): Wheel {
  const file = `${name.replace("-", "_")}-${TENSORFLOW_VERSION}-cp311-cp311-${platform}.whl`;
  return { package: name, version: TENSORFLOW_VERSION, file, sha256, bytes };
}

function noWheelMessage(os: string, arch: string, gpu: boolean): string {
  const machine = `${os} ${arch}${gpu ? " with CUDA" : ""}`;
  const remedy = os === "windows"
    ? 'install WSL 2 ("wsl --install" in PowerShell) and run the project inside it'
    : gpu
    ? "set CXR_DEVICE=cpu to compute on the processor"
    : "use Linux (x86_64, aarch64) or a Mac with Apple silicon; a container or WSL 2 will do";
  return `Cannot set up TensorFlow on ${machine}: no wheel of TensorFlow ${TENSORFLOW_VERSION} ` +
    `carries its C library for it; ${remedy}`;
}

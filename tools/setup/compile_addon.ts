import { join } from "@std/path";
import type { NativeLibrary, Wheel } from "lib/engine/native_library.ts";
import { lastLines, runCommand } from "./run_command.ts";

/** A C++ compiler; see {@linkcode findCompiler}. */
export interface Compiler {
  /** Program and first arguments. */
  command: string[];
  /** Whether it is zig's. */
  zig: boolean;
}

/** The compiler for machines that have none, by operating system and processor. */
export const ZIG_WHEELS: Record<string, Wheel> = {
  "linux-x86_64": zigWheel(
    "manylinux_2_12_x86_64.manylinux2010_x86_64.musllinux_1_1_x86_64",
    "97079827064a7492cce5541ceb438ae8003ce1e54e399676da2d62fb7a5dc08b",
    101011302,
  ),
  "linux-aarch64": zigWheel(
    "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "d2804f94f54f7fcf8169f4b212a619ad688a4e2e6592e976f0cf2e58e2cd8af3",
    97992724,
  ),
  "darwin-aarch64": zigWheel(
    "macosx_13_0_arm64",
    "87274af689c4128051b26c80f6f676757e0a81c2fdc137fd8b5679e928e4bc4f",
    100425967,
  ),
};

/** Folders of TensorFlow's headers that the addon includes, inside the wheel. */
export const HEADERS = ["tensorflow/c/", "tensorflow/core/platform/", "tsl/platform/", "xla/tsl/c/"]
  .map((folder) => `tensorflow/include/${folder}`);

/**
 * Looks for a C++ compiler on this machine.
 *
 * @returns The first of g++ and clang++ that runs; undefined where neither does.
 *
 * @example
 * ```ts
 * import { findCompiler } from "./compile_addon.ts";
 * const compiler = await findCompiler(); // { command: ["g++"], zig: false }
 * ```
 */
export async function findCompiler(): Promise<Compiler | undefined> {
  // On a Mac without developer tools the compilers are stand-ins that open a dialogue.
  if (Deno.build.os === "darwin" && !(await runCommand(["xcode-select", "-p"])).success) {
    return undefined;
  }
  for (const program of ["g++", "clang++"]) {
    if ((await runCommand([program, "--version"], { seconds: 60 })).success) {
      return { command: [program], zig: false };
    }
  }
  return undefined;
}

/** Options of {@linkcode compileAddon}. */
export interface CompileAddonOptions {
  /** Compiler to use. */
  compiler: Compiler;
  /** TensorFlow's library, unpacked. */
  library: NativeLibrary;
  /** Folder of the installed `@tensorflow/tfjs-node-gpu`, which brings the sources. */
  source: string;
  /** Folder of the installed `node-api-headers`. */
  headers: string;
  /** C++ sources of the project's own ops, which become part of the addon. */
  ops: readonly string[];
  /** Folder for the compiler's own cache. */
  work: string;
}

/**
 * Compiles TensorFlow.js's addon and the project's own ops, C++ over TensorFlow's C interface,
 * against a library.
 *
 * @param output File to write; its name is free.
 * @param options See {@linkcode CompileAddonOptions}.
 * @throws {Error} Where the compiler fails, with its last lines.
 *
 * @example
 * ```ts ignore
 * await compileAddon("addon.node", { compiler, library, source, headers, ops, work });
 * ```
 */
export async function compileAddon(output: string, options: CompileAddonOptions): Promise<void> {
  const { compiler, work } = options;
  const env = {
    ZIG_GLOBAL_CACHE_DIR: join(work, "zig"),
    ZIG_LOCAL_CACHE_DIR: join(work, "zig"),
    TMPDIR: work,
  };
  const command = [...compiler.command, ...addonArguments(output, options)];
  const result = await runCommand(command, { env, cwd: work, seconds: 900 });
  if (!result.success) {
    throw new Error(
      `Cannot compile TensorFlow's addon: ${result.problem}; ` +
        (/No space left/.test(result.output)
          ? "the disk is full: free some space or set CXR_CACHE to another disk"
          : `is the compiler complete and the disk not full? It said:\n${
            lastLines(result.output, 10)
          }`),
    );
  }
}

/**
 * Lists a compiler's arguments for the addon.
 *
 * @param output File to write.
 * @param options See {@linkcode CompileAddonOptions}.
 * @returns Arguments after the compiler's name.
 *
 * @example
 * ```ts ignore
 * addonArguments("addon.node", options).includes("-shared"); // true
 * ```
 */
export function addonArguments(
  output: string,
  { compiler, library, source, headers, ops }: CompileAddonOptions,
): string[] {
  const { dir, libraries } = library;
  const folder = join(dir, "tensorflow");
  return [
    ...["-O3", "-fPIC", "-shared", "-pthread", "-std=c++17", "-DNAPI_VERSION=8"],
    // The same bits from every compiler; what nobody reads (floating-point traps, errno) may go.
    ...["-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno"],
    ...["-I", join(headers, "include"), "-I", join(folder, "include"), "-I", source],
    join(source, "binding", "tfjs_backend.cc"),
    join(source, "binding", "tfjs_binding.cc"),
    ...ops,
    ...libraries.map((path) => join(dir, path)),
    // A folder may hold a comma, which -Wl would split at.
    ...["-Xlinker", "-rpath", "-Xlinker", folder],
    // A compiler's own default is this machine's processor, but a cache may be shared.
    ...(compiler.zig ? ["-mcpu=baseline"] : []),
    // The addon finds Node's functions in the running program, when it is loaded.
    ...(Deno.build.os === "darwin"
      ? ["-undefined", "dynamic_lookup"]
      : compiler.zig
      ? ["-Wl,--allow-shlib-undefined"]
      : []),
    ...["-o", output],
  ];
}

function zigWheel(platforms: string, sha256: string, bytes: number): Wheel {
  const version = "0.17.0";
  const file = `ziglang-${version}-py3-none-${platforms}.whl`;
  return { package: "ziglang", version, file, sha256, bytes };
}

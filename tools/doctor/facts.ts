import { join } from "@std/path";
import { statfs } from "node:fs/promises";
import { cacheDir } from "lib/engine/native_library.ts";
import { findGpu, type Gpu } from "../setup/find_gpu.ts";
import { missingParts, readSetupRecord } from "../setup/missing_parts.ts";
import { type EngineProbe, probeEngine } from "../setup/probe_engine.ts";
import { runCommand } from "../setup/run_command.ts";

/** What the doctor found on a machine; see {@linkcode gatherFacts}. */
export interface Facts {
  /** Version of Deno that runs. */
  deno: string;
  /** Operating system and processor, such as `linux-x86_64`. */
  host: string;
  /** Processor threads that programs here may use. */
  threads: number;
  /** Environment variables that change how many threads TensorFlow takes. */
  threadVariables: Record<string, string>;
  /** Why set-up has something to do; empty where it has nothing. */
  missing: string[];
  /** TensorFlow's library in use; "" before set-up. */
  library: string;
  /** Value of `CXR_DEVICE`. */
  device: string;
  /** TensorFlow, loaded in a process of its own. */
  engine: EngineProbe;
  /** NVIDIA GPU, where there is one. */
  gpu: Gpu | undefined;
  /** Image library and canvas, loaded in a process of its own. */
  images: { sharp: string; libvips: string; canvas: string; problem: string };
  /** JupyterLab of the project's Python environment or on PATH; "" where there is none. */
  jupyter: string;
  /** Deno that the kernel starts, where the kernel is installed; "" where it is not. */
  kernel: string;
  /** Whether that Deno is still there. */
  kernelRuns: boolean;
  /** Folder of named data sets and what it holds. */
  films: { dir: string; names: string[] };
  /** Folder of pretrained backbones and what it holds. */
  weights: { dir: string; names: string[] };
  /** Free bytes on the disks of the project and of the cache. */
  free: { project: number; cache: number };
  /** Bytes of memory, in all and available. */
  memory: { total: number; available: number };
}

/**
 * Looks at the machine and the clone; reads and starts programs, changes nothing.
 *
 * @param project Root of the clone.
 * @returns See {@linkcode Facts}.
 *
 * @example
 * ```ts ignore
 * const facts = await gatherFacts(Deno.cwd());
 * ```
 */
export async function gatherFacts(project: string): Promise<Facts> {
  const cache = cacheDir();
  const device = Deno.env.get("CXR_DEVICE") || "auto";
  const memory = Deno.systemMemoryInfo();
  const kernel = await findKernel(project);
  const names = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"];
  const set = names.map((name) => [name, Deno.env.get(name)]).filter(([, value]) => value);
  return {
    deno: Deno.version.deno,
    host: `${Deno.build.os}-${Deno.build.arch}`,
    threads: navigator.hardwareConcurrency,
    threadVariables: Object.fromEntries(set),
    missing: await missingParts({ project, cache, device }),
    library: readSetupRecord(project)?.library ?? "",
    device,
    engine: await probeEngine(project),
    gpu: await findGpu(),
    images: await probeImages(project),
    jupyter: await findJupyter(project),
    kernel,
    kernelRuns: kernel !== "" && await exists(kernel),
    films: await listFolders(Deno.env.get("CXR_DATA") || join(project, "data", "films")),
    weights: await listFolders(Deno.env.get("CXR_WEIGHTS") || join(project, "data", "weights")),
    free: { project: await freeBytes(project), cache: await freeBytes(cache) },
    memory: { total: memory.total, available: memory.available },
  };
}

async function probeImages(project: string): Promise<Facts["images"]> {
  const script = join(project, "tools", "doctor", "image_report.ts");
  const permissions = ["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi", "--allow-run"];
  const { stdout, output, problem } = await runCommand(
    [Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-lock", ...permissions, script],
    { cwd: project, seconds: 60, env: { NO_COLOR: "1" } },
  );
  const answer = stdout.match(/^\{.*\}$/m)?.[0];
  if (answer !== undefined) return { ...JSON.parse(answer), problem: "" };
  const line = output.split("\n").find((text) => /error/i.test(text)) ?? "";
  return { sharp: "", libvips: "", canvas: "", problem: line.trim() || problem };
}

async function findJupyter(project: string): Promise<string> {
  const own = join(project, ".venv", "bin", "jupyter-lab");
  for (const program of [own, "jupyter-lab"]) {
    const { success, stdout } = await runCommand([program, "--version"], { seconds: 60 });
    if (success) return `JupyterLab ${stdout.trim()}${program === own ? " in .venv" : " on PATH"}`;
  }
  return "";
}

async function findKernel(project: string): Promise<string> {
  const home = Deno.env.get("HOME") ?? "";
  const data = Deno.env.get("XDG_DATA_HOME") || join(home, ".local", "share");
  const folders = [
    join(project, ".venv", "share", "jupyter"),
    Deno.build.os === "darwin" ? join(home, "Library", "Jupyter") : join(data, "jupyter"),
  ];
  for (const folder of folders) {
    try {
      const text = await Deno.readTextFile(join(folder, "kernels", "deno", "kernel.json"));
      return JSON.parse(text).argv[0];
    } catch {
      // Not in this one.
    }
  }
  return "";
}

async function listFolders(dir: string): Promise<{ dir: string; names: string[] }> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) if (entry.isDirectory) names.push(entry.name);
  } catch {
    // No folder, no sets.
  }
  return { dir, names: names.sort() };
}

async function freeBytes(folder: string): Promise<number> {
  // The cache may not be there yet: its disk is that of the nearest folder above.
  while (!await exists(folder) && folder !== "/") folder = join(folder, "..");
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

import { join } from "@std/path";
import { nativeLibrary, TENSORFLOW_VERSION } from "lib/engine/native_library.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { findGpu, OLDEST_DRIVER } from "./find_gpu.ts";
import { installCanvas, SKIA_FILE } from "./install_canvas.ts";
import {
  fileSize,
  hostName,
  lockHash,
  missingParts,
  opsHash,
  readSetupRecord,
  RECORD_FILE,
  type SetupRecord,
  type SetupTarget,
} from "./missing_parts.ts";
import { probeEngine } from "./probe_engine.ts";
import { say, startProgress } from "./progress.ts";
import { lastLines, runCommand } from "./run_command.ts";
import { withLock } from "./with_lock.ts";

/** Options of {@linkcode runSetUp}. */
export interface RunSetUpOptions extends SetupTarget {
  /** Whether a person asked for set-up, rather than another task that needs it. */
  asked: boolean;
}

/** File of TensorFlow's addon, in a clone. */
const ADDON_FILE = "node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node";

/**
 * Makes a clone ready: npm packages, TensorFlow's library and addon, a canvas.
 *
 * Each step looks first whether its result is there, and puts it into place in one move; so a kill
 * at any point costs only the step that was running. Two set-ups of one clone, or of two clones
 * that share a cache, wait for each other.
 *
 * @param options See {@linkcode RunSetUpOptions}.
 * @returns Exit status: 0, or 1 where it failed, after a message on stderr.
 *
 * @example
 * ```ts ignore
 * Deno.exit(await runSetUp({ project, cache, device: "auto", asked: true }));
 * ```
 */
export async function runSetUp(options: RunSetUpOptions): Promise<number> {
  const started = Date.now();
  try {
    await withLock(join(options.project, "node_modules", ".setup.lock"), {
      body: () => setUpClone(options),
      onWait: () => say("Another set-up of this clone is at work; waiting for it …"),
    });
  } catch (error) {
    say(`Set-up failed: ${(error as Error).message}`);
    return 1;
  }
  say(`Set-up is complete (${((Date.now() - started) / 1000).toFixed(1)} s).`);
  return 0;
}

async function setUpClone(options: RunSetUpOptions): Promise<void> {
  const { project, cache, device, asked } = options;
  // Another set-up may have done it all in the meantime.
  const missing = await missingParts(options);
  if (missing.length === 0 && !asked) return;
  if (missing.length > 0) say(`Setting up, since ${missing.join("; ")}.`);
  else say("Nothing is missing; checking each part.");

  say("1. npm packages, as deno.lock names them");
  await installPackages(project);

  const library = nativeLibrary({ gpu: await chooseGpu(device), cache });
  const kind = library.gpu ? "NVIDIA GPUs" : "the processor";
  say(
    `2. TensorFlow ${TENSORFLOW_VERSION} for ${kind}: the C library out of its Python package, ` +
      `kept in "${cache}" for all clones`,
  );
  if (!library.tested) say("    This kind of machine is untested: tell the project how it goes.");
  const { prepareLibrary } = await import("./prepare_library.ts");
  const addon = await prepareLibrary({ library, cache, project }).catch((error: Error) => {
    if (!library.gpu || device === "gpu") throw error;
    throw new Error(`${error.message}\nCXR_DEVICE=cpu does without the GPU.`, { cause: error });
  });
  await copyAtomic(addon, join(project, ADDON_FILE));
  await checkEngine(project);

  say("3. Canvas for image grids");
  const canvas = await chooseCanvas(project, asked);

  const files = [ADDON_FILE, ...library.libraries.map((path) => join(library.dir, path))];
  if (canvas === "skia-canvas") files.push(SKIA_FILE);
  const record: SetupRecord = {
    lock: await lockHash(project),
    ops: await opsHash(project),
    host: hostName(),
    cache,
    device,
    library: library.id,
    canvas,
    files: Object.fromEntries(
      files.map((path) => [path, fileSize(path.startsWith("/") ? path : join(project, path))]),
    ),
  };
  await writeFileAtomic(join(project, RECORD_FILE), JSON.stringify(record, null, 2) + "\n");
}

async function installPackages(project: string): Promise<void> {
  const progress = startProgress("deno install");
  const result = await runCommand([Deno.execPath(), "install"], {
    cwd: project,
    env: { NO_COLOR: "1" },
  });
  progress.end(result.success ? "installed" : "the installation failed");
  if (!result.success) {
    throw new Error(
      `Cannot install the npm packages; check the network and the disk. ` +
        `"deno install" said:\n${lastLines(result.output)}`,
    );
  }
}

async function chooseGpu(device: string): Promise<boolean> {
  if (device === "cpu") return false;
  if (device === "gpu") return true;
  if (device !== "auto") {
    throw new Error(`Cannot understand CXR_DEVICE="${device}": expected "auto", "cpu" or "gpu"`);
  }
  if (hostName() !== "linux-x86_64") return false;
  const gpu = await findGpu();
  if (gpu === undefined) return false;
  if (gpu.usable) {
    say(`    Found ${gpu.name}: CUDA's libraries come along (3.4 GB); CXR_DEVICE=cpu avoids them.`);
  } else {
    say(
      `    Found ${gpu.name}, but its driver ${gpu.driver} is too old for CUDA 12: update it to ` +
        `${OLDEST_DRIVER} or later, then run "deno task setup". The processor is used until then.`,
    );
  }
  return gpu.usable;
}

async function checkEngine(project: string): Promise<void> {
  const progress = startProgress("loading it in this clone");
  const engine = await probeEngine(project);
  progress.end(engine.problem === "" ? "loads and computes" : "does not load");
  if (engine.problem !== "") throw new Error(engine.problem);
}

async function chooseCanvas(project: string, asked: boolean): Promise<SetupRecord["canvas"]> {
  if (fileSize(join(project, SKIA_FILE)) > 0) {
    say("    skia-canvas is there");
    return "skia-canvas";
  }
  // Where its host is out of reach, one attempt is enough; a person who asks gets another.
  const before = readSetupRecord(project);
  if (before?.canvas === "@napi-rs/canvas" && !asked) return before.canvas;
  const progress = startProgress("skia-canvas's install script");
  const problem = await installCanvas(project);
  if (problem === "") {
    progress.end("skia-canvas installed");
    return "skia-canvas";
  }
  progress.end(`skia-canvas is not to be had (${problem}): @napi-rs/canvas draws instead`);
  return "@napi-rs/canvas";
}

/** Copies a file so that it is whole under its name or not there, even for a running reader. */
async function copyAtomic(from: string, to: string): Promise<void> {
  await writeFileAtomic(to, await Deno.readFile(from));
}

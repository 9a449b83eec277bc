import type { Facts } from "./facts.ts";

/** One line of the doctor's report. */
export interface Check {
  /** What was looked at. */
  name: string;
  /** `fail`: the main job, training and predicting, cannot run; `warn`: something is worse for it. */
  status: "ok" | "warn" | "fail";
  /** What was found. */
  found: string;
  /** What helps; "" where nothing is wrong. */
  remedy: string;
}

/** The version of Deno that the project is tested with. */
export const DENO_VERSION = "2.9.6";

/**
 * Judges what was found on a machine.
 *
 * @param facts See `gatherFacts`.
 * @returns One check for each thing looked at, in the order of the report.
 *
 * @example
 * ```ts ignore
 * const failed = judgeFacts(facts).some((check) => check.status === "fail");
 * ```
 */
export function judgeFacts(facts: Facts): Check[] {
  return [
    judgeDeno(facts),
    judgeSetup(facts),
    judgeTensorFlow(facts),
    judgeDevices(facts),
    judgeThreads(facts),
    judgeImages(facts),
    judgeCanvas(facts),
    judgeJupyter(facts),
    judgeFilms(facts),
    judgeWeights(facts),
    judgeDisk(facts),
    judgeMemory(facts),
  ];
}

function judgeDeno({ deno, host }: Facts): Check {
  const found = `${deno} on ${host}`;
  const [major, minor, patch] = deno.split(".").map(Number);
  // Older kernels lose outputs and lack permission sets.
  if (major * 1e6 + minor * 1e3 + patch < 2_009_001) {
    const remedy = `use Deno ${DENO_VERSION}: "npx -y deno@${DENO_VERSION} task …"`;
    return { name: "Deno", status: "fail", found, remedy };
  }
  const remedy = deno === DENO_VERSION ? "" : `the project is tested with ${DENO_VERSION}`;
  return { name: "Deno", status: remedy ? "warn" : "ok", found, remedy };
}

function judgeSetup({ missing }: Facts): Check {
  if (missing.length === 0) return ok("Set-up", "complete");
  const remedy = 'run "deno task setup"; every task that needs it does so too';
  return { name: "Set-up", status: "warn", found: missing.join("; "), remedy };
}

function judgeTensorFlow({ engine, library }: Facts): Check {
  const name = "TensorFlow";
  if (engine.problem !== "") {
    const remedy = engine.problem.includes("deno task setup")
      ? 'run "deno task setup"'
      : "see left";
    return { name, status: "fail", found: engine.problem, remedy };
  }
  return ok(name, `${engine.version}, loads and computes (${library || "no record of set-up"})`);
}

function judgeDevices({ gpu, engine, library, device, threads }: Facts): Check {
  const name = "Device";
  const processor = `the processor, ${threads} threads`;
  if (gpu === undefined) {
    if (device !== "gpu") return ok(name, processor);
    const remedy = "unset CXR_DEVICE, or install NVIDIA's driver";
    return { name, status: "warn", found: `${processor}; CXR_DEVICE=gpu, but no GPU`, remedy };
  }
  if (engine.gpu) return ok(name, `${gpu.name}, driver ${gpu.driver}`);

  const found = `A GPU IS HERE AND UNUSED: ${gpu.name}, driver ${gpu.driver}; using ${processor}`;
  const remedy = device === "cpu"
    ? 'unset CXR_DEVICE and run "deno task setup"'
    : !gpu.usable
    ? 'update NVIDIA\'s driver for CUDA 12, then run "deno task setup"'
    : library.endsWith("-gpu")
    ? "TensorFlow cannot use it: look for the reason in what it prints with TF_CPP_MIN_LOG_LEVEL=0"
    : 'run "deno task setup"';
  return { name, status: "warn", found, remedy };
}

function judgeThreads({ threads, threadVariables }: Facts): Check {
  const settings = Object.entries(threadVariables).map(([name, value]) => `${name}=${value}`);
  return ok("Threads", [`${threads} to use`, ...settings].join(", "));
}

function judgeImages({ images }: Facts): Check {
  const name = "Image library";
  if (images.problem === "") return ok(name, `sharp ${images.sharp}, libvips ${images.libvips}`);
  const remedy = 'remove node_modules and run "deno task setup"';
  return { name, status: "fail", found: images.problem, remedy };
}

function judgeCanvas({ images }: Facts): Check {
  const name = "Canvas";
  if (images.canvas === "skia-canvas") return ok(name, "skia-canvas");
  if (images.canvas === "") {
    const remedy = 'remove node_modules and run "deno task setup"';
    return { name, status: "warn", found: "none loads", remedy };
  }
  return ok(name, `${images.canvas}, since skia-canvas's binary is not there; either will do`);
}

function judgeJupyter({ jupyter, kernel, kernelRuns }: Facts): Check {
  const name = "Jupyter";
  const remedy = '"deno task lab" installs both; "deno task run-all" needs neither';
  if (kernel !== "" && !kernelRuns) {
    const found = `${jupyter || "no JupyterLab"}; the kernel's Deno is gone: "${kernel}"`;
    return { name, status: "warn", found, remedy };
  }
  const found = `${jupyter || "no JupyterLab"}, ${kernel ? "with" : "without"} the Deno kernel`;
  return jupyter && kernel ? ok(name, found) : { name, status: "ok", found, remedy };
}

function judgeFilms({ films }: Facts): Check {
  if (films.names.length > 0) return ok("Data sets", `${films.names.join(", ")} in "${films.dir}"`);
  const remedy = 'phantom films serve until then; "deno task data" lists public sets to fetch';
  return { name: "Data sets", status: "ok", found: `none in "${films.dir}"`, remedy };
}

function judgeWeights({ weights }: Facts): Check {
  const { dir, names } = weights;
  if (names.length > 0) return ok("Weights", `${names.join(", ")} in "${dir}"`);
  const remedy = "a backbone pretrained on phantoms serves until then; CXR_WEIGHTS names a folder";
  return { name: "Weights", status: "ok", found: `none in "${dir}"`, remedy };
}

function judgeDisk({ free }: Facts): Check {
  const name = "Disk";
  const found = `${gigabytes(free.project)} GB free for the project, ` +
    `${gigabytes(free.cache)} GB for the cache`;
  const remedy = "free some space, or set CXR_CACHE to a folder on another disk";
  return free.project < 1e9 || free.cache < 1e9
    ? { name, status: "warn", found, remedy }
    : ok(name, found);
}

function judgeMemory({ memory }: Facts): Check {
  const name = "Memory";
  const found = `${gigabytes(memory.available)} of ${gigabytes(memory.total)} GB available`;
  const remedy = "experiment D (500 × 500) takes about 5 GB: close other programs before it";
  return memory.available < 6e9 ? { name, status: "warn", found, remedy } : ok(name, found);
}

function ok(name: string, found: string): Check {
  return { name, status: "ok", found, remedy: "" };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

import assert from "node:assert/strict";
import { join } from "@std/path";
import { formatChecks } from "../../tools/doctor.ts";
import { type Check, DENO_VERSION, judgeFacts } from "../../tools/doctor/checks.ts";
import type { Facts } from "../../tools/doctor/facts.ts";
import { runCommand } from "../../tools/setup/run_command.ts";

const HEALTHY: Facts = {
  deno: DENO_VERSION,
  host: "linux-x86_64",
  threads: 8,
  threadVariables: {},
  missing: [],
  library: "tensorflow-2.21.0-linux-x86_64-cpu",
  device: "auto",
  engine: { version: "2.21.0", gpu: false, problem: "" },
  gpu: undefined,
  images: { sharp: "0.35.5", libvips: "8.18.0", canvas: "skia-canvas", problem: "" },
  jupyter: "JupyterLab 4.6.6 in .venv",
  kernel: "/project/.venv/bin/deno",
  kernelRuns: true,
  films: { dir: "/films", names: ["raikokte"] },
  weights: { dir: "/weights", names: ["vgg16"] },
  free: { project: 20e9, cache: 20e9 },
  memory: { total: 16e9, available: 12e9 },
};

Deno.test("judgeFacts() finds nothing wrong on a healthy machine", () => {
  const checks = judgeFacts(HEALTHY);
  assert.deepEqual(checks.filter(({ status }) => status !== "ok"), []);
  assert.deepEqual(checks.filter(({ remedy }) => remedy !== ""), []);
  assert.deepEqual(checks.map(({ name }) => name), [
    "Deno",
    "Set-up",
    "TensorFlow",
    "Device",
    "Threads",
    "Image library",
    "Canvas",
    "Jupyter",
    "Data sets",
    "Weights",
    "Disk",
    "Memory",
  ]);
});

Deno.test("judgeFacts() is loud where a GPU is there and unused, and says what to do", () => {
  const gpu = { name: "NVIDIA L4", driver: "550.54.15", usable: true };
  const device = (facts: Partial<Facts>) => find("Device", { ...HEALTHY, gpu, ...facts });
  assert.equal(device({}).status, "warn");
  assert.match(device({}).found, /^A GPU IS HERE AND UNUSED: NVIDIA L4, driver 550\.54\.15/);
  assert.equal(device({}).remedy, 'run "deno task setup"');
  assert.match(device({ device: "cpu" }).remedy, /unset CXR_DEVICE/);
  assert.match(device({ gpu: { ...gpu, usable: false } }).remedy, /update NVIDIA's driver/);
  assert.match(device({ library: "tensorflow-2.21.0-linux-x86_64-gpu" }).remedy, /LOG_LEVEL=0/);

  const engine = { ...HEALTHY.engine, gpu: true };
  assert.deepEqual(device({ engine }), {
    name: "Device",
    status: "ok",
    found: "NVIDIA L4, driver 550.54.15",
    remedy: "",
  });
  assert.match(find("Device", { ...HEALTHY, device: "gpu" }).found, /CXR_DEVICE=gpu, but no GPU/);
});

Deno.test("judgeFacts() fails only where training and predicting cannot run", () => {
  const engine = {
    version: "",
    gpu: false,
    problem: 'Cannot load TensorFlow; run "deno task setup"',
  };
  const images = { sharp: "", libvips: "", canvas: "", problem: "error: no sharp" };
  const failed = (facts: Partial<Facts>) =>
    judgeFacts({ ...HEALTHY, ...facts }).filter(({ status }) => status === "fail")
      .map(({ name }) => name);
  assert.deepEqual(failed({ engine }), ["TensorFlow"]);
  assert.deepEqual(failed({ images }), ["Image library"]);
  assert.deepEqual(failed({ deno: "2.8.0" }), ["Deno"]);
  assert.deepEqual(failed({ deno: "2.10.0" }), []);
  assert.deepEqual(failed({ deno: "3.0.0" }), []);
  const nothing = { dir: "/none", names: [] };
  const bare = { films: nothing, weights: nothing, jupyter: "", kernel: "", missing: ["x"] };
  const tight = { free: { project: 1, cache: 1 }, memory: { total: 4e9, available: 1e9 } };
  assert.deepEqual(failed({ ...bare, ...tight }), []);
});

Deno.test("judgeFacts() names a remedy for whatever is not in order", () => {
  const facts: Facts = {
    ...HEALTHY,
    deno: "2.9.8",
    missing: ["deno.lock has changed"],
    threadVariables: { OMP_NUM_THREADS: "2" },
    images: { ...HEALTHY.images, canvas: "" },
    kernelRuns: false,
    free: { project: 20e9, cache: 0.5e9 },
    memory: { total: 4e9, available: 1e9 },
  };
  const checks = judgeFacts(facts);
  for (const { name, status, remedy } of checks) assert.equal(status !== "ok", remedy !== "", name);
  const warned = checks.filter(({ status }) => status === "warn").map(({ name }) => name);
  assert.deepEqual(warned, ["Deno", "Set-up", "Canvas", "Jupyter", "Disk", "Memory"]);
  assert.equal(find("Threads", facts).found, "8 to use, OMP_NUM_THREADS=2");
});

Deno.test("formatChecks() puts the remedy below and the verdict last", () => {
  const checks: Check[] = [
    { name: "Deno", status: "ok", found: "2.9.6", remedy: "" },
    { name: "TensorFlow", status: "fail", found: "does not load", remedy: "set up" },
  ];
  assert.equal(
    formatChecks(checks),
    "✔ Deno           2.9.6\n" +
      "✘ TensorFlow     does not load\n" +
      "                 → set up\n" +
      "\n" +
      "Training and predicting cannot run: TensorFlow.",
  );
});

Deno.test("doctor --json reports on this clone and its exit status follows", async () => {
  const script = join(import.meta.dirname!, "..", "..", "tools", "doctor.ts");
  const rights = ["--allow-read", "--allow-env", "--allow-sys", "--allow-run"];
  const run = (argument: string) =>
    runCommand([Deno.execPath(), "run", "--quiet", "--no-prompt", ...rights, script, argument]);
  const { success, stdout } = await run("--json");
  const { ok, checks } = JSON.parse(stdout);
  assert.equal(ok, success);
  assert.equal(ok, checks.every(({ status }: Check) => status !== "fail"));
  assert.equal(checks.length, 12);
  const wrong = await run("--jsn");
  assert.match(wrong.output, /Cannot understand "--jsn": usage is deno task doctor \[--json\]/);
});

function find(name: string, facts: Facts): Check {
  return judgeFacts(facts).find((check) => check.name === name)!;
}

import { join } from "@std/path";
import { fromFileUrl } from "@std/path";
import { writeFolder } from "../data/test_films.ts";
import { findRay } from "../../tools/ray/install_ray.ts";
import type { Cluster } from "../../tools/ray/start_cluster.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** The `ray` program, `undefined` where it is not there; in continuous integration it must be. */
export async function rayOrSkip(): Promise<string | undefined> {
  const { ray, isThere } = await findRay();
  if (isThere) return ray;
  const remedy = "deno task ray-cluster --install-only";
  if (Deno.env.get("CI")) throw new Error(`No Ray in the cache; run: ${remedy}`);
  console.log(`Skipped: the cache has no Ray; run: ${remedy}`);
}

/** A folder with a few films of three classes, and a sweep's file that trains `A` on them. */
export async function writeSweep(spec: object): Promise<string> {
  const files: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`films/${name}/${i}.png`] = 100 * k + i;
  });
  const dir = await writeFolder(files);
  const whole = { data: "films", profile: "quick", recipes: ["A"], folds: 2, ...spec };
  await Deno.writeTextFile(join(dir, "sweep.jsonc"), JSON.stringify(whole));
  return join(dir, "sweep.jsonc");
}

/** `deno task sweep` without the task: `args`, and the cluster where there is one. */
export function spawnSweep(args: string[], cluster?: Cluster): Deno.ChildProcess {
  const names = ["read", "write", "env", "sys", "ffi", "run"].map((name) => `--allow-${name}`);
  const flags = ["run", "--quiet", ...names, "--allow-net=127.0.0.1"];
  const onRay = cluster ? ["--engine", "ray", "--address", cluster.address] : [];
  return new Deno.Command(Deno.execPath(), {
    args: [...flags, join(ROOT, "tools", "sweep.ts"), ...args, ...onRay],
    cwd: ROOT,
    env: { RAY_AUTH_TOKEN: cluster?.token ?? "", INIT_CWD: ROOT },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Waits for a sweep's end. */
export async function endOf(
  child: Deno.ChildProcess,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** The predictions of a sweep's units by name: bytes that must be the same on every engine. */
export async function predictionsOf(out: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name } of Deno.readDir(join(out, "units"))) {
    if (name.startsWith(".")) continue;
    const seed = /seed-(\d+)/.exec(name)![1];
    const file = join(out, "units", name, "experiments", "A", `seed-${seed}`, "predictions.csv");
    found[name] = await Deno.readTextFile(file);
  }
  return found;
}

/** Waits until something is so, at most two minutes. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 120_000;
  while (!await isSo()) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

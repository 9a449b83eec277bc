import { join } from "@std/path";
import { cacheDir } from "lib/engine/native_library.ts";
import { SETUP_LOG } from "lib/engine/await_setup.ts";
import { missingParts } from "../setup/missing_parts.ts";
import { lastLines, runCommand } from "../setup/run_command.ts";

/** Options of {@linkcode beginSetUp}. */
export interface BeginSetUpOptions {
  /** Takes lines for the user. */
  say: (line: string) => void;
  /** What TensorFlow's set-up lets go first, so that the notebooks open soon. */
  after: Promise<unknown>;
}

/** A set-up that goes on behind JupyterLab. */
export interface BegunSetUp {
  /** Ends it; the next set-up goes on where it was. */
  stop(): void;
}

/**
 * Begins a clone's set-up where something is missing, without waiting for its end: npm packages,
 * which every notebook imports, are there when this returns; TensorFlow comes later, and
 * `startEngine` waits for it.
 *
 * What set-up says goes to stderr and into a file, from which waiting cells tell how far it is.
 *
 * @param root The project's root, absolute.
 * @param options Who hears of it, and what goes first.
 * @returns The set-up, `undefined` where nothing is missing.
 * @throws {Error} Where the npm packages cannot be installed, with what Deno said.
 *
 * @example
 * ```ts ignore
 * import { beginSetUp } from "./begin_setup.ts";
 * const setUp = await beginSetUp("/project", { say: console.log, after: Promise.resolve() });
 * setUp?.stop();
 * ```
 */
export async function beginSetUp(
  root: string,
  { say, after }: BeginSetUpOptions,
): Promise<BegunSetUp | undefined> {
  const device = Deno.env.get("CXR_DEVICE") || "auto";
  const project = Deno.realPathSync(root);
  if ((await missingParts({ project, cache: cacheDir(), device })).length === 0) return undefined;
  say("Installing the npm packages; TensorFlow's set-up goes on behind JupyterLab");
  const install = await runCommand([Deno.execPath(), "install"], {
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  if (!install.success) {
    throw new Error(
      `Cannot install the npm packages: ${install.problem}; check the network and the disk. ` +
        `"deno install" said:\n${lastLines(install.output)}`,
    );
  }
  await after;
  const log = await Deno.open(join(root, SETUP_LOG), { write: true, create: true, truncate: true });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...PERMISSIONS, join(root, "tools", "setup.ts"), "--if-needed"],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  void follow(child.stderr, log);
  // The child's end is of no concern here: its log says how it went.
  child.status.catch(() => {});
  const stop = () => {
    try {
      child.kill("SIGTERM");
    } catch { /* it has ended */ }
  };
  return { stop };
}

const PERMISSIONS = ["read", "write", "env", "sys", "run"].map((name) => `--allow-${name}`);

/** Hands what set-up says on to stderr and to its log. */
async function follow(said: ReadableStream<Uint8Array>, log: Deno.FsFile): Promise<void> {
  using file = log;
  for await (const bytes of said) {
    await file.write(bytes);
    await Deno.stderr.write(bytes);
  }
}

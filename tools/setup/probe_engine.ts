import { join } from "@std/path";
import { lastLines, runCommand } from "./run_command.ts";

/** What TensorFlow says of itself in a process of its own; see {@linkcode probeEngine}. */
export interface EngineProbe {
  /** Version of the C library, such as `2.21.0`; "" where it does not load. */
  version: string;
  /** Whether it computes on a GPU. */
  gpu: boolean;
  /** What is wrong, with the remedy; "" where it loads and computes. */
  problem: string;
}

/**
 * Loads TensorFlow in a process of its own, which may crash, and lets it add two numbers.
 *
 * @param project Root of the clone.
 * @returns See {@linkcode EngineProbe}.
 *
 * @example
 * ```ts ignore
 * const { version } = await probeEngine("."); // "2.21.0"
 * ```
 */
export async function probeEngine(project: string): Promise<EngineProbe> {
  const result = await runCommand([
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-lock"],
    ...["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"],
    join(project, "tools", "setup", "engine_report.ts"),
  ], { cwd: project, seconds: 120, env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2" } });

  const answer = result.stdout.match(/^\{.*\}$/m)?.[0];
  if (result.success && answer !== undefined) return { ...JSON.parse(answer), problem: "" };
  return { version: "", gpu: false, problem: engineProblem(result.problem, result.output) };
}

/**
 * Explains why TensorFlow does not load.
 *
 * @param problem How the process ended, such as `"deno" was killed by SIGILL`.
 * @param output What it printed.
 * @returns What is wrong, with the remedy.
 *
 * @example
 * ```ts
 * import { engineProblem } from "./probe_engine.ts";
 * engineProblem('"deno" was killed by SIGILL', ""); // "Cannot run TensorFlow: this processor …"
 * ```
 */
export function engineProblem(problem: string, output: string): string {
  if (problem.includes("SIGILL")) {
    return "Cannot run TensorFlow: this processor lacks instructions (AVX) that it is built with; " +
      "use another machine";
  }
  const version = output.match(/version [`']?(GLIBC\S*?)['`]? not found/);
  if (version !== null) {
    return `Cannot load TensorFlow: this system's C library is older than ${version[1]}; ` +
      "use a newer system or a container";
  }
  const line = output.split("\n").find((text) => /error/i.test(text)) ?? lastLines(output, 3);
  return `Cannot load TensorFlow (${problem || line.trim()}); run "deno task setup"` +
    (problem && line ? `. It said:\n${line.trim()}` : "");
}

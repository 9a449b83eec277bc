/** What a finished process left; see {@linkcode runCommand}. */
export interface CommandResult {
  /** Whether it ended with exit status 0. */
  success: boolean;
  /** What it printed to stdout. */
  stdout: string;
  /** What it printed to stdout, then to stderr. */
  output: string;
  /** Why it did not succeed, in a few words; "" where it did. */
  problem: string;
}

/** Options of {@linkcode runCommand}. */
export interface RunCommandOptions {
  /** Working directory. @default the current one */
  cwd?: string;
  /** Environment variables, added to the process's own. @default {} */
  env?: Record<string, string>;
  /** Seconds after which it is killed. @default no limit */
  seconds?: number;
}

/**
 * Runs a program to its end and collects what it prints; a program that is missing, fails or takes
 * too long is a result here, never an exception.
 *
 * @param command Program and arguments.
 * @param options See {@linkcode RunCommandOptions}.
 * @returns See {@linkcode CommandResult}.
 *
 * @example
 * ```ts
 * import { runCommand } from "./run_command.ts";
 * const { success, problem } = await runCommand(["no-such-program"]);
 * // false, '"no-such-program" is not installed'
 * ```
 */
export async function runCommand(
  command: string[],
  { cwd, env = {}, seconds }: RunCommandOptions = {},
): Promise<CommandResult> {
  const [program, ...args] = command;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args,
      cwd,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    const problem = missing ? `"${program}" is not installed` : (error as Error).message;
    return { success: false, stdout: "", output: "", problem };
  }

  let timedOut = false;
  const timer = seconds === undefined ? undefined : setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, seconds * 1000);
  const ended = await child.output();
  clearTimeout(timer);

  const stdout = new TextDecoder().decode(ended.stdout);
  const output = stdout + new TextDecoder().decode(ended.stderr);
  const problem = ended.success
    ? ""
    : timedOut
    ? `"${program}" took longer than ${seconds} s`
    : ended.signal
    ? `"${program}" was killed by ${ended.signal}`
    : `"${program}" ended with exit status ${ended.code}`;
  return { success: ended.success, stdout, output, problem };
}

/** The last lines of a program's output that say something, for an error message. */
export function lastLines(output: string, count = 6): string {
  return output.split("\n").map((line) => line.trimEnd()).filter(Boolean).slice(-count).join("\n");
}

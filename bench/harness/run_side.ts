import { parseSideOutput, type SideOutput } from "./side_output.ts";
import { lastLines } from "../../tools/setup/run_command.ts";

/** Options of {@linkcode runSide}. */
export interface RunSideOptions {
  /** Id of the row, for messages. */
  row: string;
  /** Id of the side, for messages. */
  side: string;
  /** Environment variables beside the process's own. @default {} */
  env?: Record<string, string>;
  /** Kills the process. */
  signal?: AbortSignal;
}

/**
 * Runs one side as a process of its own, to its end.
 *
 * @param command Program and arguments.
 * @param options See {@linkcode RunSideOptions}.
 * @returns What it measured.
 * @throws {Error} Where it cannot run, fails, or prints no result, naming row and side, with the
 *   last lines of what it said.
 * @throws The signal's reason, once the process is gone.
 *
 * @example
 * ```ts
 * import { runSide } from "./run_side.ts";
 * const command = [Deno.execPath(), "eval", 'console.log(`{"value": 2}`)'];
 * (await runSide(command, { row: "two", side: "ours" })).value; // 2
 * ```
 */
export async function runSide(
  [program, ...args]: string[],
  { row, side, env = {}, signal }: RunSideOptions,
): Promise<SideOutput> {
  signal?.throwIfAborted();
  const fail = (problem: string, output = "") =>
    new Error(`Row "${row}", side "${side}": ${problem}${output && `\n${lastLines(output, 12)}`}`);
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    throw fail(`cannot run "${program}": ${(error as Error).message}`);
  }
  const kill = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", kill);
  const ended = await child.output().finally(() => signal?.removeEventListener("abort", kill));
  signal?.throwIfAborted();

  const stdout = new TextDecoder().decode(ended.stdout);
  const output = stdout + new TextDecoder().decode(ended.stderr);
  if (ended.signal) throw fail(`was killed by ${ended.signal}`, output);
  if (!ended.success) throw fail(`ended with exit status ${ended.code}`, output);
  try {
    return parseSideOutput(stdout);
  } catch (error) {
    throw fail((error as Error).message, output);
  }
}

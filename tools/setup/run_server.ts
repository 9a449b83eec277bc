/** Settings of {@linkcode runServer}. */
export interface RunServerOptions {
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
}

/**
 * Runs a server in the foreground until it ends, or until SIGINT or SIGTERM asks it to.
 *
 * @param program The server's program.
 * @param options Arguments, folder and environment.
 * @returns Its exit code; 0 where it was asked to end.
 *
 * @example
 * ```ts
 * import { runServer } from "./run_server.ts";
 * await runServer(Deno.execPath(), { args: ["--version"] }); // 0
 * ```
 */
export async function runServer(program: string, options: RunServerOptions): Promise<number> {
  const child = new Deno.Command(program, options).spawn();
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    child.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, stop);
  const { code } = await child.status;
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, stop);
  return isStopped ? 0 : code;
}

/**
 * Reads the option `--port`.
 *
 * @param text What the user gave; `undefined` where nothing.
 * @returns The port; `undefined` where none was given.
 * @throws {RangeError} Where it is no port.
 *
 * @example
 * ```ts
 * import { portOption } from "./run_server.ts";
 * portOption("8080"); // 8080
 * ```
 */
export function portOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new RangeError(`Option --port is a whole number from 1 to 65535, not "${text}"`);
  }
  return port;
}

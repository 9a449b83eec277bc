/**
 * Runs a subcommand of this Deno and returns what it says.
 *
 * @param args Its arguments.
 * @param cwd Where it runs.
 * @returns Whether it succeeded, its standard output, and its standard error without colours and
 * without the trace of Deno's own code.
 *
 * @example
 * ```ts ignore
 * import { runDeno } from "./run_deno.ts";
 * (await runDeno(["lint", "--json", "lib"], ".")).stdout;
 * ```
 */
export async function runDeno(
  args: string[],
  cwd: string,
): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const said = decode(stderr).replace(/\n*Stack backtrace:[^]*$/, "").trim();
  return { success, stdout: decode(stdout), stderr: said };
}

/**
 * Finds where this kernel publishes its outputs: the kernel was started with
 * `--conn FILE`, and the file says it.
 *
 * @returns Host and port, or `undefined` where the command line or the file cannot be read.
 *
 * @example
 * ```ts
 * import { outputPort } from "lib/kernel/output_port.ts";
 * outputPort(); // undefined: this is no kernel
 * ```
 */
export function outputPort(): { hostname: string; port: number } | undefined {
  try {
    const file = connectionFile(commandLine());
    if (file === undefined) return undefined;
    const { transport, ip, iopub_port } = JSON.parse(Deno.readTextFileSync(file));
    return transport === "tcp" ? { hostname: ip, port: iopub_port } : undefined;
  } catch {
    return undefined;
  }
}

/** The value after `--conn`. */
function connectionFile(args: string[]): string | undefined {
  const index = args.indexOf("--conn");
  if (index >= 0) return args[index + 1];
  return args.find((arg) => arg.startsWith("--conn="))?.slice("--conn=".length);
}

/** This process's arguments; `Deno.args` has none of the kernel's. */
function commandLine(): string[] {
  if (Deno.build.os === "linux") {
    return Deno.readTextFileSync("/proc/self/cmdline").split("\0");
  }
  const ps = new Deno.Command("ps", { args: ["-ww", "-o", "args=", "-p", String(Deno.pid)] });
  const line = new TextDecoder().decode(ps.outputSync().stdout).trim();
  // Without the bounds of the arguments a path with spaces is all that follows.
  const [, path] = /--conn[= ](.+)$/.exec(line) ?? [];
  return path === undefined ? [] : ["--conn", path];
}

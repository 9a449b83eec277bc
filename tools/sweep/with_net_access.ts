import { netHost } from "../mlflow/net_host.ts";

/** Options of {@linkcode withNetAccess}. */
export interface WithNetAccessOptions {
  /** Path of the program that runs now. */
  program: string;
  /** Its arguments. */
  args: string[];
  /** What needs the address. */
  body: () => Promise<number>;
}

/**
 * Runs something that reaches an address. A task's permissions are fixed before its arguments are
 * read: where they lack this one host, the program is begun anew with it, and with no other.
 *
 * @param address Such as `http://ray.example.org:8265`; `""` for none.
 * @param options See {@linkcode WithNetAccessOptions}.
 * @returns The exit status.
 *
 * @example
 * ```ts ignore
 * import { withNetAccess } from "./with_net_access.ts";
 * await withNetAccess("http://head:8265", { program: "sweep.ts", args: [], body: async () => 0 });
 * ```
 */
export async function withNetAccess(
  address: string,
  { program, args, body }: WithNetAccessOptions,
): Promise<number> {
  const host = netHost(address).slice(1);
  if (host === "") return await body();
  const { state } = await Deno.permissions.query({ name: "net", host });
  if (state === "granted") return await body();
  const names = ["read", "write", "env", "sys", "ffi", "run"].map((name) => `--allow-${name}`);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...names, `--allow-net=127.0.0.1,${host}`, program, ...args],
  }).spawn();
  // Ctrl-C reaches both; what ends this process alone is handed on.
  const hand = () => child.kill("SIGTERM");
  Deno.addSignalListener("SIGTERM", hand);
  return (await child.status).code;
}

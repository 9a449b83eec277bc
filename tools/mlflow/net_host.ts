/**
 * Prints `,HOST` of the server that a variable names (`MLFLOW_TRACKING_URI` where none is given), or
 * nothing: the tasks in deno.json put it behind `--allow-net=127.0.0.1`, so that they may reach this
 * one server and no other.
 *
 * Needs env (that variable).
 *
 * @module
 */

/**
 * Gives the part of a permission that lets a task reach a server.
 *
 * @param address The server's address.
 * @returns A comma and the host, with its port where the address has one; `""` where it is no http
 *   address.
 *
 * @example
 * ```ts
 * import { netHost } from "./net_host.ts";
 * netHost("https://mlflow.example.org:5000/x"); // ",mlflow.example.org:5000"
 * ```
 */
export function netHost(address: string): string {
  const { protocol, host } = URL.parse(address) ?? {};
  return host && /^https?:$/.test(protocol ?? "") ? `,${host}` : "";
}

if (import.meta.main) {
  const [variable = "MLFLOW_TRACKING_URI"] = Deno.args;
  console.log(netHost(Deno.env.get(variable) ?? ""));
}

import type { SweepSpec } from "lib/sweep/sweep_spec.ts";
import type { RayNode } from "./ray_client.ts";

/** What one job asks for. */
export type Demand = Pick<SweepSpec, "cpus" | "gpus" | "memory">;

/**
 * Counts how many jobs a cluster's machines can hold at a time.
 *
 * @param nodes The machines.
 * @param demand What one job asks for.
 * @returns The number of jobs, all machines together; others' jobs are not looked at.
 *
 * @example
 * ```ts
 * import { jobsThatFit } from "./ray_resources.ts";
 * const node = { state: "ALIVE", resources_total: { CPU: 4, memory: 8e9 } };
 * jobsThatFit([node, node], { cpus: 1, gpus: 0, memory: 3e9 }); // 4
 * ```
 */
export function jobsThatFit(nodes: readonly RayNode[], demand: Demand): number {
  const onOne = ({ resources_total: has }: RayNode) =>
    Math.min(
      ...asked(demand).map(([name, amount]) => Math.floor((has[name] ?? 0) / amount + 1e-9)),
    );
  return nodes.reduce((sum, node) => sum + onOne(node), 0);
}

/**
 * Says what is missing where no machine of a cluster can hold a job.
 *
 * @param nodes The machines.
 * @param demand What one job asks for.
 * @returns One sentence; `""` where some machine can.
 *
 * @example
 * ```ts
 * import { whyNoneFits } from "./ray_resources.ts";
 * const node = { state: "ALIVE", resources_total: { CPU: 4 } };
 * whyNoneFits([node], { cpus: 8, gpus: 0, memory: 0 });
 * // 'A job asks for 8 CPUs, but no machine has more than 4 CPUs; lower "cpus"'
 * ```
 */
export function whyNoneFits(nodes: readonly RayNode[], demand: Demand): string {
  if (nodes.length === 0) return "The cluster has no machine";
  if (jobsThatFit(nodes, demand) > 0) return "";
  const most = (name: string) =>
    Math.max(...nodes.map(({ resources_total: has }) => has[name] ?? 0));
  const short = asked(demand).filter(([name, amount]) => most(name) < amount);
  const wants = short.length ? short : asked(demand);
  const text = wants.map(([name, amount]) => inWords(name, amount)).join(" and ");
  const has = wants.map(([name]) => inWords(name, most(name))).join(" or ");
  const keys = wants.map(([name]) => `"${KEYS[name]}"`).join(" or ");
  return short.length
    ? `A job asks for ${text}, but no machine has more than ${has}; lower ${keys}`
    : `A job asks for ${text}, but no single machine has all of that; lower ${keys}`;
}

const KEYS: Record<string, keyof Demand> = { CPU: "cpus", GPU: "gpus", memory: "memory" };

function asked({ cpus, gpus, memory }: Demand): [name: string, amount: number][] {
  const all: [string, number][] = [["CPU", cpus], ["GPU", gpus], ["memory", memory]];
  return all.filter(([, amount]) => amount > 0);
}

function inWords(name: string, amount: number): string {
  if (name === "memory") return `${(amount / 1e9).toFixed(1)} GB of memory`;
  return `${amount} ${name}${amount === 1 ? "" : "s"}`;
}

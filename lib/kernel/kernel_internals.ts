/** What this project uses of the Deno kernel's `Deno.jupyter`. */
export interface KernelApi {
  /** Shows an object, or changes what an earlier call with the same `display_id` shows. */
  display(
    content: unknown,
    options?: { raw?: boolean; update?: boolean; display_id?: string },
  ): Promise<void>;
  /** Sends a message on the kernel's output channel. */
  broadcast(messageType: string, content: Record<string, unknown>): Promise<void> | void;
}

/** The part of Deno's internals that ends every cell; present in the kernel only. */
export interface KernelInternals {
  /** Sends a cell's result; the kernel awaits it before it replies that the cell is done. */
  broadcastResult: (executionCount: number, result: unknown) => Promise<void>;
}

/**
 * Returns the internals of the Deno kernel that runs this code.
 *
 * @returns The internals, or `undefined` outside the kernel (terminal, tests, `deno run`).
 *
 * @example
 * ```ts
 * import { kernelInternals } from "lib/kernel/kernel_internals.ts";
 * kernelInternals(); // undefined: this is no notebook
 * ```
 */
export function kernelInternals(): KernelInternals | undefined {
  const deno = Deno as unknown as Record<symbol, { jupyter?: Partial<KernelInternals> }>;
  const internal = (Deno as unknown as { internal?: symbol }).internal;
  const jupyter = internal === undefined ? undefined : deno[internal]?.jupyter;
  return typeof jupyter?.broadcastResult === "function" ? jupyter as KernelInternals : undefined;
}

/**
 * Returns the kernel's display functions.
 *
 * @returns `Deno.jupyter`, or `undefined` outside the kernel, where touching it would throw.
 *
 * @example
 * ```ts
 * import { kernelApi } from "lib/kernel/kernel_internals.ts";
 * kernelApi() === undefined; // true: this is no notebook
 * ```
 */
export function kernelApi(): KernelApi | undefined {
  if (kernelInternals() === undefined) return undefined;
  return (Deno as unknown as { jupyter: KernelApi }).jupyter;
}

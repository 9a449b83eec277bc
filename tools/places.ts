import { fromFileUrl } from "@std/path";

/** Where a command was typed. */
export interface Places {
  /** Folder where the user typed it. */
  caller: string;
  /** Default folder of pretrained networks. */
  weights: string;
}

/**
 * Finds out where the command that runs was typed.
 *
 * @returns The folder, which Deno's tasks leave for the project's, and that of the networks:
 *   `CXR_WEIGHTS`, else `data/weights`.
 *
 * @example
 * ```ts
 * import { findPlaces } from "./places.ts";
 * const { caller } = findPlaces();
 * ```
 */
export function findPlaces(): Places {
  return {
    caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    weights: Deno.env.get("CXR_WEIGHTS") ??
      fromFileUrl(new URL("../data/weights", import.meta.url)),
  };
}

import { sha256 as sha256InScript } from "@noble/hashes/sha2.js";

/**
 * SHA-256 wherever JavaScript runs: the platform's own where there is one, else (a browser on a page
 * from plain http) a library's.
 *
 * @param bytes What to hash.
 * @returns The hash in hexadecimal.
 *
 * @example
 * ```ts
 * import { sha256 } from "lib/models/sha256.ts";
 * (await sha256(new Uint8Array())).slice(0, 8); // "e3b0c442"
 * ```
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
    : sha256InScript(bytes);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

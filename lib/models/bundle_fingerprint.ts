import { createHash } from "node:crypto";
import { readBundleFiles } from "./model_bundle.ts";

/**
 * Identifies models by all that their answers depend on: what `bundle.json` says (classes, threshold,
 * temperature, gate, preprocessing, and the hashes of network and weights).
 *
 * @param paths Folders or zip files of bundles that answer together.
 * @returns SHA-256 in hexadecimal.
 * @throws {TypeError} Where a file is missing, naming it.
 *
 * @example
 * ```ts ignore
 * import { bundleFingerprint } from "lib/models/bundle_fingerprint.ts";
 * await bundleFingerprint(["outputs/phantom-quick/experiments/A/seed-1/model"]); // "5d41…"
 * ```
 */
export async function bundleFingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) hash.update((await readBundleFiles(path))["bundle.json"]);
  return hash.digest("hex");
}

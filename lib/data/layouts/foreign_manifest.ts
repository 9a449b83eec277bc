import { join } from "@std/path";
import { parseCsv } from "../csv.ts";
import type { ListedFile } from "../list_files.ts";
import type { Film } from "../manifest.ts";

/** What a foreign manifest tells of a film's file before it was re-encoded. */
export type Original = Pick<
  Film,
  "originalWidth" | "originalHeight" | "originalFormat" | "originalBytes" | "originalSha256"
>;

/**
 * Reads what a foreign `manifest.csv` knows of the files before they were re-encoded: its columns
 * `path`, `original_sha256`, and where there `original_width`, `original_height`,
 * `original_format`, `original_bytes`, `original_name`.
 *
 * @param dir Folder of the set.
 * @param files Files of the set.
 * @returns The originals by path, and the name each had; empty where there is no such table.
 *
 * @example
 * ```ts
 * import { readForeignManifest } from "lib/data/layouts/foreign_manifest.ts";
 * (await readForeignManifest("anywhere", [])).size; // 0
 * ```
 */
export async function readForeignManifest(
  dir: string,
  files: readonly ListedFile[],
): Promise<Map<string, Original & { originalName: string }>> {
  if (!files.some(({ path }) => path === "manifest.csv")) return new Map();
  const rows = parseCsv(await Deno.readTextFile(join(dir, "manifest.csv")));
  if (rows.length === 0 || !("path" in rows[0] && "original_sha256" in rows[0])) return new Map();
  return new Map(
    rows.filter((row) => row.original_sha256).map((row) => [row.path, {
      originalWidth: Number(row.original_width || NaN),
      originalHeight: Number(row.original_height || NaN),
      originalFormat: row.original_format ?? "",
      originalBytes: Number(row.original_bytes || NaN),
      originalSha256: row.original_sha256,
      originalName: row.original_name ?? "",
    }]),
  );
}

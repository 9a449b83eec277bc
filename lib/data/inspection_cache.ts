import { join } from "@std/path";
import { parquetReadObjects, type SchemaElement } from "hyparquet";
import { createHash } from "node:crypto";
import { DECODING } from "./decode_film.ts";
import { type SeenFilm, THUMBNAIL_SIZE } from "./inspect_film.ts";
import { textColumn, writeParquet } from "./write_parquet.ts";

/** What was seen of films when they were decoded, by the SHA-256 of their files. */
export type InspectionCache = ReadonlyMap<string, SeenFilm>;

const ROW_GROUP = 1000;

const SCHEMA: SchemaElement[] = [
  { name: "schema", num_children: 6 },
  ...["sha256", "format", "view"].map(textColumn),
  { name: "width", type: "INT32", repetition_type: "REQUIRED" },
  { name: "height", type: "INT32", repetition_type: "REQUIRED" },
  { name: "thumbnail", type: "BYTE_ARRAY", repetition_type: "REQUIRED" },
];

/**
 * Names the file in which is kept what was seen of the films under a folder.
 *
 * @param cacheDir Folder of the cache.
 * @param root Folder of the films, absolute.
 * @returns Path of a Parquet file; another one for another way of decoding.
 *
 * @example
 * ```ts
 * import { inspectionsFile } from "lib/data/inspection_cache.ts";
 * inspectionsFile("cache", "/films").endsWith(".parquet"); // true
 * ```
 */
export function inspectionsFile(cacheDir: string, root: string): string {
  const key = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return join(cacheDir, `${DECODING}-${THUMBNAIL_SIZE}-${key}.parquet`);
}

/**
 * Reads what an earlier process saw of a set's films.
 *
 * @param file File that {@linkcode writeInspections} wrote.
 * @returns What was seen, by SHA-256; nothing where the file is missing or damaged.
 *
 * @example
 * ```ts
 * import { readInspections } from "lib/data/inspection_cache.ts";
 * (await readInspections("no/such/file")).size; // 0
 * ```
 */
export async function readInspections(file: string): Promise<InspectionCache> {
  try {
    const { buffer } = await Deno.readFile(file);
    const rows = await parquetReadObjects({ file: buffer, utf8: false });
    return new Map(rows.map((row) => [row.sha256, row as unknown as SeenFilm]));
  } catch {
    return new Map(); // a cache: what cannot be read is seen anew
  }
}

/**
 * Keeps what was seen of a set's films, in one Parquet file for all of them: nothing but format,
 * size, view and thumbnail, so that no patient's number is in it.
 *
 * @param file File to write, whole or not at all.
 * @param seen What was seen, by SHA-256.
 * @throws {Error} Where it cannot be written.
 *
 * @example
 * ```ts
 * import { readInspections, writeInspections } from "lib/data/inspection_cache.ts";
 * const file = `${await Deno.makeTempDir()}/seen.parquet`;
 * const seen = { format: "png", width: 2, height: 2, view: "", thumbnail: new Uint8Array(4096) };
 * await writeInspections(file, new Map([["ab", seen]]));
 * (await readInspections(file)).get("ab")!.format; // "png"
 * ```
 */
export async function writeInspections(file: string, seen: InspectionCache): Promise<void> {
  const keys = [...seen.keys()];
  function* rowGroups() {
    for (let start = 0; start < keys.length; start += ROW_GROUP) {
      const sha256 = keys.slice(start, start + ROW_GROUP);
      const films = sha256.map((key) => seen.get(key)!);
      const plain = { encoding: "PLAIN" as const };
      yield [
        { name: "sha256", data: sha256, ...plain },
        { name: "format", data: films.map(({ format }) => format), ...plain },
        { name: "view", data: films.map(({ view }) => view), ...plain },
        { name: "width", data: films.map(({ width }) => width) },
        { name: "height", data: films.map(({ height }) => height) },
        { name: "thumbnail", data: films.map(({ thumbnail }) => thumbnail), ...plain },
      ];
    }
  }
  await writeParquet(file, rowGroups(), { schema: SCHEMA });
}

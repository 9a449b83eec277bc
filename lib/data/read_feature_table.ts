import { join } from "@std/path";
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import {
  type FeatureFilm,
  type FeatureRows,
  FEATURES_COLUMN,
  TEXT_COLUMNS,
} from "./feature_table.ts";

/** Features of films, in memory. */
export interface FeatureTable {
  films: FeatureFilm[];
  /** `[films.length, numFeatures]`, flat. */
  values: Float32Array;
  numFeatures: number;
  /** What the features are, as the file says. */
  about: Record<string, string>;
}

/** What may differ between the parts of one table. */
const OF_A_PART = ["range", "content"];

/**
 * Reads a table of features: a Parquet file that `writeFeatureTable` wrote, or a folder of such
 * files, parts of one table, in the order of their names.
 *
 * @param path File, or folder of `.parquet` files.
 * @returns All films' features.
 * @throws {Error} Where there is nothing to read.
 * @throws {SyntaxError} Where a file is no table of features, or the parts are of several tables.
 *
 * @example
 * ```ts ignore
 * import { readFeatureTable } from "lib/data/read_feature_table.ts";
 * const { films, values, numFeatures } = await readFeatureTable("features.parquet");
 * const firstFilm = values.subarray(0, numFeatures);
 * ```
 */
export async function readFeatureTable(path: string): Promise<FeatureTable> {
  const parts = await Promise.all((await filesOf(path)).map(openPart));
  const { about } = parts[0];
  const common = (part: Part) =>
    JSON.stringify(Object.entries(part.about).filter(([key]) => !OF_A_PART.includes(key)).sort());
  const odd = parts.find((part) => common(part) !== common(parts[0]));
  if (odd) {
    throw new SyntaxError(
      `Cannot join the features in "${path}": "${odd.file}" is of another network or size than ` +
        `"${parts[0].file}"`,
    );
  }
  const films: FeatureFilm[] = [];
  const numFilms = parts.reduce((sum, { metadata }) => sum + Number(metadata.num_rows), 0);
  let values = new Float32Array(0);
  let numFeatures = 0;
  for (const part of parts) {
    for await (const rows of rowsOf(part)) {
      if (films.length === 0) {
        numFeatures = rows.values.length / rows.films.length;
        values = new Float32Array(numFilms * numFeatures);
      }
      values.set(rows.values, films.length * numFeatures);
      for (const film of rows.films) films.push(film);
    }
  }
  return { films, values, numFeatures, about };
}

/**
 * Reads what a file of features says about itself, without its rows.
 *
 * @param file A Parquet file.
 * @returns What was given as `about` when it was written; `undefined` where there is no such file
 *   or it is no table of features.
 *
 * @example
 * ```ts
 * import { readFeatureAbout } from "lib/data/read_feature_table.ts";
 * await readFeatureAbout("no/such/file.parquet"); // undefined
 * ```
 */
export async function readFeatureAbout(file: string): Promise<Record<string, string> | undefined> {
  return await openPart(file).then(({ about }) => about, () => undefined);
}

interface Part {
  file: string;
  buffer: AsyncBuffer;
  metadata: FileMetaData;
  about: Record<string, string>;
}

async function filesOf(path: string): Promise<string[]> {
  if ((await Deno.stat(path)).isFile) return [path];
  const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name)
    .filter((name) => name.endsWith(".parquet") && !name.startsWith(".")).sort();
  if (names.length === 0) throw new Error(`Cannot read features: no .parquet file in "${path}"`);
  return names.map((name) => join(path, name));
}

async function openPart(file: string): Promise<Part> {
  const byteLength = (await Deno.stat(file)).size;
  const buffer = { byteLength, slice: (start: number, end?: number) => read(file, start, end) };
  const metadata = await parquetMetadataAsync(buffer).catch((error) => {
    throw new SyntaxError(`Cannot read features "${file}": ${error.message}`, { cause: error });
  });
  const names = metadata.schema.map(({ name }) => name);
  for (const name of [...TEXT_COLUMNS.map(([column]) => column), FEATURES_COLUMN]) {
    if (!names.includes(name)) {
      throw new SyntaxError(`Cannot read features "${file}": there is no column "${name}"`);
    }
  }
  const about = Object.fromEntries(
    (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]),
  );
  return { file, buffer, metadata, about };

  async function read(file: string, start: number, end = byteLength): Promise<ArrayBuffer> {
    using opened = await Deno.open(file);
    await opened.seek(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length;) {
      const count = await opened.read(bytes.subarray(at));
      if (count === null) throw new Error("the file ends too early");
      at += count;
    }
    return bytes.buffer;
  }
}

/** One portion a row group, so that memory does not grow with the file. */
async function* rowsOf({ file, buffer, metadata }: Part): AsyncGenerator<FeatureRows> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd });
    const numFeatures = (rows[0][FEATURES_COLUMN] as number[]).length;
    const values = new Float32Array(rows.length * numFeatures);
    rows.forEach((row, i) => {
      const own = row[FEATURES_COLUMN] as number[];
      if (own.length !== numFeatures) {
        throw new SyntaxError(
          `Cannot read features "${file}": row ${rowStart + i + 1} has ${own.length}, expected ` +
            `${numFeatures}`,
        );
      }
      values.set(own, i * numFeatures);
    });
    const films = rows.map((row) =>
      Object.fromEntries(TEXT_COLUMNS.map(([column, property]) => [property, row[column]]))
    );
    yield { films: films as unknown as FeatureFilm[], values };
    rowStart = rowEnd;
  }
}

import { basename, dirname, join } from "@std/path";
import type { SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";

/** Options of {@linkcode writeParquet}. */
export interface WriteParquetOptions {
  /** The columns, as Parquet describes them. */
  schema: SchemaElement[];
  /** What the file says about itself. */
  about?: Record<string, string>;
}

/**
 * Describes a column of text that is never missing.
 *
 * @param name Name of the column.
 * @returns Its part of a schema.
 *
 * @example
 * ```ts
 * import { textColumn } from "lib/data/write_parquet.ts";
 * textColumn("path").name; // "path"
 * ```
 */
export function textColumn(name: string): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" };
}

/**
 * Writes a Parquet file, uncompressed, row group by row group: only one of them is in memory. The
 * file appears whole or not at all.
 *
 * @param file File to write; its folder is made where it is missing.
 * @param rowGroups Columns of each row group, equally long.
 * @param options Schema, and what the file is about.
 * @throws {Error} Where the file cannot be written, naming it; or what the row groups throw.
 *
 * @example
 * ```ts
 * import { textColumn, writeParquet } from "lib/data/write_parquet.ts";
 * const schema = [{ name: "schema", num_children: 1 }, textColumn("path")];
 * const file = `${await Deno.makeTempDir()}/films.parquet`;
 * await writeParquet(file, [[{ name: "path", data: ["1.png"] }]], { schema });
 * ```
 */
export async function writeParquet(
  file: string,
  rowGroups: Iterable<ColumnSource[]> | AsyncIterable<ColumnSource[]>,
  { schema, about = {} }: WriteParquetOptions,
): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${crypto.randomUUID()}.part`);
  try {
    await inWords(file, () => Deno.mkdir(dirname(file), { recursive: true }));
    using opened = await inWords(
      file,
      () => Deno.open(temporary, { write: true, createNew: true }),
    );
    const bytes = new ByteWriter();
    const flush = () =>
      inWords(file, async () => {
        const ready = bytes.getBytes();
        for (let at = 0; at < ready.length;) at += await opened.write(ready.subarray(at));
        bytes.index = 0;
      });
    const parquet = new ParquetWriter({
      writer: Object.assign(bytes, { flush }),
      schema,
      codec: "UNCOMPRESSED", // neither features nor pixels shrink
      statistics: false,
      createdBy: "chest-xray-notebooks",
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    });
    for await (const columnData of rowGroups) {
      const rowGroupSize = columnData[0].data.length;
      if (rowGroupSize > 0) await parquet.write({ columnData, rowGroupSize });
    }
    await parquet.finish();
    await flush();
    await inWords(file, async () => {
      await opened.sync();
      await Deno.rename(temporary, file);
    });
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

async function inWords<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(
      `Cannot write "${file}": ${(error as Error).message}; check free space and permissions`,
      { cause: error },
    );
  }
}

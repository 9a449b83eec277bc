import { basename, dirname, join } from "@std/path";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { type FeatureRows, FEATURES_COLUMN, featureSchema, TEXT_COLUMNS } from "./feature_table.ts";

/** Options of {@linkcode writeFeatureTable}. */
export interface WriteFeatureTableOptions {
  /** Features of a film. */
  numFeatures: number;
  /** What the features are, kept in the file: the network, the films' size, … */
  about?: Record<string, string>;
}

/**
 * Writes features of films into a Parquet file, as the rows come: only one portion is in memory.
 *
 * The columns are `path`, `sha256`, `class`, `split`, `group` and `features`, a list of float32;
 * each portion becomes a row group. In pandas: `df = pd.read_parquet(file)`, then
 * `np.stack(df["features"])`. The file appears whole or not at all.
 *
 * @param file File to write; its folder is made where it is missing.
 * @param portions Rows, in any number of portions.
 * @param options Number of features, and what they are.
 * @returns How many films were written.
 * @throws {RangeError} Where a portion's values do not fit its films.
 * @throws {Error} Where the file cannot be written, or what the portions throw.
 *
 * @example
 * ```ts
 * import { writeFeatureTable } from "lib/data/write_feature_table.ts";
 * const film = { path: "1.png", sha256: "ab", className: "Normal", split: "" as const, group: "ab" };
 * const rows = [{ films: [film], values: Float32Array.of(0.5, 1) }];
 * const file = `${await Deno.makeTempDir()}/features.parquet`;
 * await writeFeatureTable(file, rows, { numFeatures: 2 }); // 1
 * ```
 */
export async function writeFeatureTable(
  file: string,
  portions: Iterable<FeatureRows> | AsyncIterable<FeatureRows>,
  { numFeatures, about = {} }: WriteFeatureTableOptions,
): Promise<number> {
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
      schema: featureSchema(),
      codec: "UNCOMPRESSED", // features do not shrink
      statistics: false,
      createdBy: "chest-xray-notebooks",
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    });
    let written = 0;
    for await (const { films, values } of portions) {
      if (values.length !== films.length * numFeatures) {
        throw new RangeError(
          `Cannot write features: expected ${numFeatures} of each of ${films.length} films, but ` +
            `found ${values.length} values`,
        );
      }
      if (films.length === 0) continue;
      const columnData = [
        ...TEXT_COLUMNS.map(([name, property]) => ({
          name,
          data: films.map((film) => film[property]),
        })),
        {
          name: FEATURES_COLUMN,
          data: films.map((_, i) => [...values.subarray(i * numFeatures, (i + 1) * numFeatures)]),
          encoding: "PLAIN" as const,
        },
      ];
      await parquet.write({ columnData, rowGroupSize: films.length });
      written += films.length;
    }
    await parquet.finish();
    await flush();
    await inWords(file, async () => {
      await opened.sync();
      await Deno.rename(temporary, file);
    });
    return written;
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

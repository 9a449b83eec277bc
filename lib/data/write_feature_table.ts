import { type FeatureRows, FEATURES_COLUMN, featureSchema, TEXT_COLUMNS } from "./feature_table.ts";
import { writeParquet } from "./write_parquet.ts";

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
  let written = 0;
  async function* rowGroups() {
    for await (const { films, values } of portions) {
      if (values.length !== films.length * numFeatures) {
        throw new RangeError(
          `Cannot write features: expected ${numFeatures} of each of ${films.length} films, but ` +
            `found ${values.length} values`,
        );
      }
      yield [
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
      written += films.length;
    }
  }
  await writeParquet(file, rowGroups(), { schema: featureSchema(), about });
  return written;
}

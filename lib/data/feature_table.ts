import type { SchemaElement } from "hyparquet";
import type { Film } from "./manifest.ts";
import { textColumn } from "./write_parquet.ts";

/** What a table of features says of each film. */
export type FeatureFilm = Pick<Film, "path" | "sha256" | "className" | "split" | "group">;

/** Some films of a table, in its order. */
export interface FeatureRows {
  films: readonly FeatureFilm[];
  /** Features, `[films.length, numFeatures]`, flat. */
  values: Float32Array;
}

/** Columns that hold text, and the film's property behind each, as in a manifest. */
export const TEXT_COLUMNS: [column: string, property: keyof FeatureFilm][] = [
  ["path", "path"],
  ["sha256", "sha256"],
  ["class", "className"],
  ["split", "split"],
  ["group", "group"],
];

/** The column of numbers: a list of float32, equally long in all rows. */
export const FEATURES_COLUMN = "features";

/**
 * The columns of a table of features, as Parquet describes them; nothing is nullable.
 *
 * @returns The schema.
 *
 * @example
 * ```ts
 * import { featureSchema } from "lib/data/feature_table.ts";
 * featureSchema()[0].num_children; // 6
 * ```
 */
export function featureSchema(): SchemaElement[] {
  return [
    { name: "schema", num_children: TEXT_COLUMNS.length + 1 },
    ...TEXT_COLUMNS.map(([name]) => textColumn(name)),
    { name: FEATURES_COLUMN, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
  ];
}

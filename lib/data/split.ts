import { deriveSeed } from "../random/derive_seed.ts";
import { formatCsv, parseCsv } from "./csv.ts";
import { drawGroups } from "./draw_groups.ts";
import type { Film, Part } from "./manifest.ts";
import { writeFileAtomic } from "./write_file.ts";

/** Settings of {@linkcode splitFilms}. */
export interface SplitOptions {
  /** Seed of what is drawn. */
  seed: number;
  /** Share of the training films that becomes validation, where none is published; 0 for none. */
  validationFraction?: number;
  /** Share of the films that becomes the test, where none is published. */
  testFraction?: number;
}

/** Where one film stands. */
export interface SplitRow {
  /** Path relative to the set's root. */
  path: string;
  /** Class as published. */
  className: string;
  /** Patient, `""` where unknown. */
  patientId: string;
  /** Copies of one picture and films of one known patient share a group. */
  group: string;
  /** SHA-256 of the file. */
  sha256: string;
  /** Split as published, `""` where there is none. */
  published: Part;
  /** Split to use. */
  split: "train" | "validation" | "test";
  /** Test film without a copy in train or validation; true outside the test. */
  clean: boolean;
  /** Clean test film whose known patient is not in train or validation; true outside the test. */
  patient: boolean;
}

type SplitFilm = Pick<
  Film,
  "path" | "className" | "patientId" | "group" | "copyGroup" | "sha256" | "split"
>;

const COLUMNS = [
  "path",
  "class",
  "patient_id",
  "group",
  "sha256",
  "published",
  "split",
  "clean",
  "patient",
];

/**
 * Splits films into train, validation and test.
 *
 * A published test stays the test: all of it (`published`), what has no copy outside of it
 * (`clean`), and what shares no known patient either (`patient`). Validation is drawn from train by
 * group, stratified by class; groups that reach into the test stay in train, so that nothing is
 * chosen on a test film. A published validation stays as it is. Where no test is published, one is
 * drawn in the same way first.
 *
 * @param set The set's films.
 * @param options Seed and shares.
 * @returns One row a film, in the films' order.
 * @throws {RangeError} Where a share is not in `[0, 1)`.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * const films = Array.from({ length: 20 }, (_, i) =>
 *   makeFilm({ path: `${i}.png`, className: "Normal", group: `${i}`, split: "train" }));
 * splitFilms({ films }, { seed: 1, testFraction: 0.2 }).filter((row) => row.split === "test").length; // 4
 * ```
 */
export function splitFilms(
  set: { films: readonly SplitFilm[] },
  { seed, validationFraction = 0.15, testFraction = 0.2 }: SplitOptions,
): SplitRow[] {
  const films = set.films.map((film) => ({
    ...film,
    group: film.group || film.sha256 || film.path,
    copyGroup: film.copyGroup || film.sha256 || film.path,
  }));
  const parts: SplitRow["split"][] = films.map(({ split }) => split === "" ? "train" : split);
  const rows = films.map(({ className, group }) => ({ label: className, group }));
  const draw = (part: "test" | "validation", fraction: number, other: "test" | "validation") => {
    const from = rows.flatMap((row, i) => parts[i] === other ? [] : [{ row, i }]);
    const except = new Set(rows.filter((_, i) => parts[i] === other).map(({ group }) => group));
    drawGroups(from.map(({ row }) => row), { fraction, seed: deriveSeed(seed, part), except })
      .forEach((drawn, j) => parts[from[j].i] = drawn ? part : parts[from[j].i]);
  };
  if (!parts.includes("test")) draw("test", testFraction, "validation");
  if (!parts.includes("validation")) draw("validation", validationFraction, "test");

  const outside = films.filter((_, i) => parts[i] !== "test");
  const copies = new Set(outside.map(({ copyGroup }) => copyGroup));
  const groups = new Set(outside.map(({ group }) => group));
  return films.map((film, i) => {
    const clean = parts[i] !== "test" || !copies.has(film.copyGroup);
    return {
      path: film.path,
      className: film.className,
      patientId: film.patientId,
      group: film.group,
      sha256: film.sha256,
      published: film.split,
      split: parts[i],
      clean,
      patient: parts[i] !== "test" || (clean && !groups.has(film.group)),
    };
  });
}

/**
 * Reads a split that {@linkcode writeSplit} wrote.
 *
 * @param file CSV file.
 * @returns One row a film.
 * @throws {Error} Where the file cannot be read.
 * @throws {SyntaxError} Where its columns or values are others.
 *
 * @example
 * ```ts
 * import { readSplit, writeSplit } from "lib/data/split.ts";
 * const file = await Deno.makeTempFile();
 * await writeSplit(file, []);
 * await readSplit(file); // []
 * ```
 */
export async function readSplit(file: string): Promise<SplitRow[]> {
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`Cannot read split "${file}": ${error.message}`, { cause: error });
  });
  const rows = parseCsv(text);
  const columns = rows.length > 0 ? Object.keys(rows[0]) : text.trim().split(",");
  if (columns.join() !== COLUMNS.join()) {
    throw new SyntaxError(
      `Cannot read split "${file}": expected the columns ${COLUMNS.join(", ")} but found ` +
        columns.join(", "),
    );
  }
  return rows.map((row, i) => {
    const expect = (column: string, values: string[]) => {
      if (values.includes(row[column])) return;
      throw new SyntaxError(
        `Cannot read split "${file}": row ${i + 1} has ${column} "${row[column]}", expected ` +
          values.map((value) => value || "nothing").join(", "),
      );
    };
    expect("published", ["train", "validation", "test", ""]);
    expect("split", ["train", "validation", "test"]);
    expect("clean", ["true", "false"]);
    expect("patient", ["true", "false"]);
    return {
      path: row.path,
      className: row.class,
      patientId: row.patient_id,
      group: row.group,
      sha256: row.sha256,
      published: row.published as SplitRow["published"],
      split: row.split as SplitRow["split"],
      clean: row.clean === "true",
      patient: row.patient === "true",
    };
  });
}

/**
 * Writes a split, one row a film, whole or not at all.
 *
 * @param file CSV file to write.
 * @param rows Rows in the order to write.
 * @throws {Error} Where the file cannot be written.
 *
 * @example
 * ```ts
 * import { writeSplit } from "lib/data/split.ts";
 * await writeSplit(await Deno.makeTempFile(), []);
 * ```
 */
export async function writeSplit(file: string, rows: readonly SplitRow[]): Promise<void> {
  const cells = rows.map(({ className, patientId, ...row }) => ({
    ...row,
    class: className,
    patient_id: patientId,
  }));
  await writeFileAtomic(file, formatCsv(cells, COLUMNS));
}

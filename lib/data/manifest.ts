import { formatCsv, parseCsv } from "./csv.ts";
import { writeFileAtomic } from "./write_file.ts";

/** The part of a split that a film stands in; empty where none is published. */
export type Part = "train" | "validation" | "test" | "";

/** What is known of one film. Unknown text is `""`, an unknown number `NaN`. */
export interface Film {
  /** Path relative to the set's root, with `/`. */
  path: string;
  /** Class as published, in the spelling of `normalizeClassName`. */
  className: string;
  /** Published split. */
  split: Part;
  /** Data set that the film comes from. */
  source: string;
  /** Patient, with the collection that numbers them: `nih:00001234`, `ieee:15`. */
  patientId: string;
  /** Films that must stay on one side: copies of one picture, and films of one known patient. */
  group: string;
  /** Copies of one picture, found from pixels; a part of `group`. */
  copyGroup: string;
  /** SHA-256 of the file, in hex. */
  sha256: string;
  /** Licence of this film where it has one of its own. */
  licence: string;
  /** Width as displayed, pixels. */
  width: number;
  /** Height as displayed, pixels. */
  height: number;
  /** Width of the file as published; the file's own where nothing else is known. */
  originalWidth: number;
  /** Height of the file as published. */
  originalHeight: number;
  /** Format of the file as published: `jpeg`, `png`, … */
  originalFormat: string;
  /** Size of the file as published, bytes. */
  originalBytes: number;
  /** SHA-256 of the file as published. */
  originalSha256: string;
  /** Diagnosis at the film's source, in the source's words; it may contradict the class. */
  finding: string;
  /** Projection: `PA`, `AP`, `AP Supine`, `L`, … */
  view: string;
  /** `F` or `M`. */
  sex: string;
  /** Age in years. */
  age: number;
}

/** Columns of a manifest file, and the film's property behind each. */
const COLUMNS: [column: string, property: keyof Film][] = [
  ["path", "path"],
  ["class", "className"],
  ["split", "split"],
  ["source", "source"],
  ["patient_id", "patientId"],
  ["group", "group"],
  ["copy_group", "copyGroup"],
  ["sha256", "sha256"],
  ["licence", "licence"],
  ["width", "width"],
  ["height", "height"],
  ["original_width", "originalWidth"],
  ["original_height", "originalHeight"],
  ["original_format", "originalFormat"],
  ["original_bytes", "originalBytes"],
  ["original_sha256", "originalSha256"],
  ["finding", "finding"],
  ["view", "view"],
  ["sex", "sex"],
  ["age", "age"],
];

const PARTS = ["train", "validation", "test", ""];

/**
 * Makes a film of which only some things are known.
 *
 * @param known What is known; `path` at least.
 * @returns A film whose other texts are `""` and numbers `NaN`.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * makeFilm({ path: "a.png", className: "Normal" }).width; // NaN
 * ```
 */
export function makeFilm(known: Partial<Film> & { path: string }): Film {
  const film: Film = {
    path: "",
    className: "",
    split: "",
    source: "",
    patientId: "",
    group: "",
    copyGroup: "",
    sha256: "",
    licence: "",
    width: NaN,
    height: NaN,
    originalWidth: NaN,
    originalHeight: NaN,
    originalFormat: "",
    originalBytes: NaN,
    originalSha256: "",
    finding: "",
    view: "",
    sex: "",
    age: NaN,
  };
  return { ...film, ...known };
}

/**
 * Tells whether a table's columns are those of a manifest of ours: `path`, `class`, and nothing
 * that we do not know. Other projects' manifests carry other columns.
 *
 * @param columns Column names of the table.
 * @returns Whether {@linkcode readManifest} can read it.
 *
 * @example
 * ```ts
 * import { isManifest } from "lib/data/manifest.ts";
 * isManifest(["path", "class"]); // true
 * isManifest(["path", "original_name"]); // false
 * ```
 */
export function isManifest(columns: string[]): boolean {
  const known = COLUMNS.map(([column]) => column);
  return columns.includes("path") && columns.includes("class") &&
    columns.every((column) => known.includes(column));
}

/**
 * Reads a manifest: one row a film. `path` and `class` are needed; other columns may be missing.
 *
 * @param file CSV file in UTF-8.
 * @returns Films in the file's order.
 * @throws {Error} Where the file cannot be read.
 * @throws {SyntaxError} Where a column or a value is not what a manifest holds.
 *
 * @example
 * ```ts
 * import { readManifest } from "lib/data/manifest.ts";
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "path,class\nnormal/1.png,Normal\n");
 * (await readManifest(file))[0].className; // "Normal"
 * ```
 */
export async function readManifest(file: string): Promise<Film[]> {
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`Cannot read manifest "${file}": ${error.message}`, { cause: error });
  });
  const rows = parseCsv(text);
  const columns = rows.length === 0 ? text.trim().split(",") : Object.keys(rows[0]);
  if (!isManifest(columns)) {
    throw new SyntaxError(
      `Cannot read manifest "${file}": expected path, class and any of ` +
        `${COLUMNS.slice(2).map(([column]) => column).join(", ")}, but found ${columns.join(", ")}`,
    );
  }
  return rows.map((row, i) => {
    if (row.path === "") {
      throw new SyntaxError(`Cannot read manifest "${file}": row ${i + 1} has no path`);
    }
    const film = makeFilm({ path: row.path });
    for (const [column, property] of COLUMNS) {
      if (row[column] == null) continue;
      Object.assign(film, {
        [property]: parseValue(row[column], property, `"${file}", row ${i + 1}`),
      });
    }
    return film;
  });
}

/**
 * Writes a manifest, one row a film.
 *
 * @param file CSV file to write, whole or not at all.
 * @param films Films in the order to write.
 * @throws {Error} Where the file cannot be written.
 *
 * @example
 * ```ts
 * import { makeFilm, writeManifest } from "lib/data/manifest.ts";
 * const file = await Deno.makeTempFile();
 * await writeManifest(file, [makeFilm({ path: "1.png", className: "Normal" })]);
 * ```
 */
export async function writeManifest(file: string, films: readonly Film[]): Promise<void> {
  const rows = films.map((film) =>
    Object.fromEntries(COLUMNS.map(([column, property]) => [column, film[property]]))
  );
  await writeFileAtomic(file, formatCsv(rows, COLUMNS.map(([column]) => column)));
}

function parseValue(cell: string, property: keyof Film, where: string): string | number {
  if (property === "split" && !PARTS.includes(cell)) {
    throw new SyntaxError(
      `Cannot read manifest ${where}: split is "${cell}", expected train, validation, test or nothing`,
    );
  }
  if (typeof makeFilm({ path: "" })[property] === "string") return cell;
  const value = cell === "" ? NaN : Number(cell);
  if (Number.isNaN(value) && cell !== "") {
    throw new SyntaxError(
      `Cannot read manifest ${where}: ${property} is "${cell}", expected a number`,
    );
  }
  return value;
}

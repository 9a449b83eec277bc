import { formatCsv, parseCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** What a model says of one film. */
export interface Prediction {
  /** Path of the film, relative to its set's root, with `/`. */
  path: string;
  /** Which part of the data the film was in: `train`, `validation`, `test`, or a fold's name. */
  split: string;
  /** The film's label, one of the class names. */
  trueClass: string;
  /** One probability per class, in the order of the class names, in `[0, 1]` with sum 1. */
  probabilities: number[];
}

/** The content of a `predictions.csv`. */
export interface Predictions {
  /** Class names in the order of the probabilities. */
  classNames: string[];
  /** One prediction per film and split, in the file's order. */
  predictions: Prediction[];
}

const FIXED_COLUMNS = ["path", "split", "true"];
const SUM_TOLERANCE = 1e-4;

/**
 * Writes predictions as CSV with the columns `path,split,true` and one per class, named by it.
 *
 * @param file File to write, whole or not at all.
 * @param classNames `[numClasses]`, in the order of the probabilities.
 * @param predictions One per film and split; written in the order given, with full precision.
 * @throws {RangeError} Where a probability is not in `[0, 1]`, a row's sum is not 1 (± 1e-4), a label
 *   is no class name, or a film stands twice in a split.
 *
 * @example
 * ```ts
 * import { readPredictions, writePredictions } from "lib/evaluation/predictions.ts";
 * const file = `${await Deno.makeTempDir()}/predictions.csv`;
 * await writePredictions(file, ["COVID-19", "Normal"], [
 *   { path: "test/a.png", split: "test", trueClass: "Normal", probabilities: [0.25, 0.75] },
 * ]);
 * (await readPredictions(file)).predictions[0].probabilities; // [0.25, 0.75]
 * ```
 */
export async function writePredictions(
  file: string,
  classNames: readonly string[],
  predictions: readonly Prediction[],
): Promise<void> {
  checkPredictions(`Cannot write predictions "${file}"`, classNames, predictions);
  const rows = predictions.map(({ path, split, trueClass, probabilities }) => ({
    path,
    split,
    true: trueClass,
    ...Object.fromEntries(classNames.map((name, i) => [name, probabilities[i]])),
  }));
  await writeFileAtomic(file, formatCsv(rows, [...FIXED_COLUMNS, ...classNames]));
}

/**
 * Reads predictions that {@linkcode writePredictions} wrote; the columns after `true` are the classes.
 *
 * @param file A `predictions.csv`.
 * @returns The class names and the predictions in the file's order.
 * @throws {SyntaxError} Where the columns are not those of a predictions file.
 * @throws {RangeError} Where a row is no valid prediction.
 *
 * @example
 * ```ts
 * import { readPredictions } from "lib/evaluation/predictions.ts";
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "path,split,true,No,Yes\na.png,test,Yes,0.5,0.5\n");
 * (await readPredictions(file)).classNames; // ["No", "Yes"]
 * ```
 */
export async function readPredictions(file: string): Promise<Predictions> {
  const place = `Cannot read predictions "${file}"`;
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`${place}: ${error.message}; train the model first`, { cause: error });
  });
  const rows = parseCsv(text);
  const columns = rows.length > 0 ? Object.keys(rows[0]) : [];
  if (rows.length === 0 || FIXED_COLUMNS.some((name, i) => columns[i] !== name)) {
    const found = rows.length === 0 ? "no rows" : columns.join(",");
    throw new SyntaxError(
      `${place}: expected the columns path,split,true and one per class but found ${found}`,
    );
  }
  const classNames = columns.slice(FIXED_COLUMNS.length);
  const predictions = rows.map((row) => ({
    path: row.path,
    split: row.split,
    trueClass: row.true,
    probabilities: classNames.map((name) => readNumber(row[name])),
  }));
  checkPredictions(place, classNames, predictions);
  return { classNames, predictions };
}

function checkPredictions(
  place: string,
  classNames: readonly string[],
  predictions: readonly Prediction[],
): void {
  const columns = [...FIXED_COLUMNS, ...classNames];
  if (classNames.length < 2 || new Set(columns).size < columns.length || columns.includes("")) {
    const found = JSON.stringify(classNames);
    throw new RangeError(`${place}: expected two or more different class names but found ${found}`);
  }
  const seen = new Set<string>();
  for (const { path, split, trueClass, probabilities } of predictions) {
    const film = `film "${path}" in split "${split}"`;
    const key = JSON.stringify([split, path]);
    if (seen.has(key)) throw new RangeError(`${place}: ${film} stands there twice`);
    seen.add(key);
    if (!classNames.includes(trueClass)) {
      const expected = classNames.join(", ");
      throw new RangeError(`${place}: ${film} is "${trueClass}", expected one of ${expected}`);
    }
    const sum = probabilities.reduce((a, b) => a + b, 0);
    const valid = probabilities.length === classNames.length &&
      probabilities.every((p) => p >= 0 && p <= 1) && Math.abs(sum - 1) <= SUM_TOLERANCE;
    if (!valid) {
      const found = JSON.stringify([...probabilities].map(String));
      throw new RangeError(
        `${place}: ${film} needs ${classNames.length} probabilities in [0, 1] with sum 1, found ${found}`,
      );
    }
  }
}

function readNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}

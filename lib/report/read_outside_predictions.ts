import { parseCsv } from "../data/csv.ts";

/** What a model of any framework says of one film. */
export interface OutsideFilm {
  path: string;
  /** Label as it stands in the file. */
  label: string;
  /** One a class, in the order of the columns, sum 1. */
  probabilities: number[];
  /** `train`, `validation`, `test` …; `""` where the file has no such column. */
  split: string;
  /** `""` where unknown. */
  patientId: string;
  group: string;
  view: string;
  sex: string;
  /** Years; `NaN` where unknown. */
  age: number;
  source: string;
}

/** The content of a file of predictions. */
export interface OutsidePredictions {
  /** Names of the columns with probabilities, in their order. */
  classNames: string[];
  films: OutsideFilm[];
}

/** Columns that are no class; more names than one for some. */
const KNOWN = [
  "path",
  "true",
  "split",
  "patient",
  "patient_id",
  "group",
  "view",
  "sex",
  "age",
  "source",
];

const SUM_TOLERANCE = 1e-3; // float32, or rounded to four digits

const EXPECTED =
  "expected the columns path, true and one per class with its probability, and any of " +
  "split, patient, group, view, sex, age, source";

/**
 * Reads predictions of a model of any framework: one row a film, columns in any order.
 *
 * @param file CSV file with the columns `path`, `true` (the label) and one per class with its
 *   probability; and any of `split`, `patient` (or `patient_id`), `group`, `view`, `sex`, `age`,
 *   `source`.
 * @returns The classes and the films, each row's probabilities scaled to sum 1 exactly.
 * @throws {Error} Where the file cannot be read.
 * @throws {SyntaxError} Where columns or rows are not what is expected, naming the first one wrong.
 *
 * @example
 * ```ts
 * import { readOutsidePredictions } from "lib/report/read_outside_predictions.ts";
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "path,true,Normal,COVID-19\na.png,Normal,0.9,0.1\n");
 * (await readOutsidePredictions(file)).classNames; // ["Normal", "COVID-19"]
 * ```
 */
export async function readOutsidePredictions(file: string): Promise<OutsidePredictions> {
  const place = `Cannot read predictions "${file}"`;
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`${place}: ${error.message}`, { cause: error });
  });
  const wrong = (what: string) => new SyntaxError(`${place}: ${what}`);
  const rows = parseCsv(text);
  if (rows.length === 0) throw wrong(`it has no rows; ${EXPECTED}`);
  const columns = Object.keys(rows[0]);
  for (const column of ["path", "true"]) {
    if (!columns.includes(column)) {
      throw wrong(`column ${column} is missing among ${columns.join(", ")}; ${EXPECTED}`);
    }
  }
  const classNames = columns.filter((column) => !KNOWN.includes(column));
  checkClasses(classNames, { rows, wrong });
  const seen = new Set<string>();
  const films = rows.map((row, i): OutsideFilm => {
    const where = `row ${i + 1} ("${row.path}")`;
    if (!row.path) throw wrong(`row ${i + 1} has no path`);
    if (!row.true) throw wrong(`${where} has no label in column true`);
    const key = JSON.stringify([row.path, row.split]);
    if (seen.has(key)) throw wrong(`${where} stands there twice`);
    seen.add(key);
    const age = row.age === undefined || row.age.trim() === "" ? NaN : Number(row.age);
    if (row.age?.trim() && Number.isNaN(age)) throw wrong(`${where} has an age of "${row.age}"`);
    return {
      path: row.path,
      label: row.true,
      probabilities: readProbabilities(row, classNames, (what) => wrong(`${where} ${what}`)),
      split: row.split ?? "",
      patientId: row.patient_id || row.patient || "",
      group: row.group ?? "",
      view: row.view ?? "",
      sex: row.sex ?? "",
      age,
      source: row.source ?? "",
    };
  });
  return { classNames, films };
}

function checkClasses(
  classNames: readonly string[],
  { rows, wrong }: { rows: Record<string, string>[]; wrong: (what: string) => Error },
): void {
  if (classNames.includes("")) {
    throw wrong(`a column has no name (pandas: to_csv(…, index=False)); ${EXPECTED}`);
  }
  for (const name of classNames) {
    const text = rows.find((row) => Number.isNaN(Number(row[name] ?? "")))?.[name];
    if (text === undefined) continue;
    throw wrong(`column "${name}" holds "${text}", which is no probability; ${EXPECTED}`);
  }
  if (classNames.length === 1) {
    throw wrong(
      `only one class has a column, "${
        classNames[0]
      }"; add the other one's, which is 1 - p for a ` +
        "network with one sigmoid output",
    );
  }
  if (classNames.length === 0) throw wrong(`no class has a column; ${EXPECTED}`);
}

function readProbabilities(
  row: Record<string, string>,
  classNames: readonly string[],
  wrong: (what: string) => Error,
): number[] {
  const values = classNames.map((name) =>
    (row[name] ?? "").trim() === "" ? NaN : Number(row[name])
  );
  const shown = values.join(", ");
  if (values.some(Number.isNaN)) throw wrong(`lacks a probability: ${shown}`);
  if (values.some((value) => value < 0 || value > 1)) {
    throw wrong(
      `has values outside of 0 to 1: ${shown}; are these logits? Take their softmax first`,
    );
  }
  const sum = values.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw wrong(`has probabilities that add up to ${Number(sum.toPrecision(4))}, not 1: ${shown}`);
  }
  return values.map((value) => value / sum);
}

import { formatCsv, parseCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** What a model said of a film, or why it could not. */
export interface KeptAnswer {
  /** One a class of the model, sum 1; `undefined` where the film could not be judged. */
  answer?: { probabilities: number[]; abstained: string[] };
  error?: string;
}

/** Several reasons stand in one cell. */
const BETWEEN = "; ";

/**
 * Keeps what a model said of films: columns `path`, one per class, `abstained`, `error`.
 *
 * @param file CSV file to write, whole or not at all.
 * @param answers By the films' paths, from the set's folder.
 * @param classNames Classes of the model, in its order.
 * @throws {Error} Where it cannot be written.
 *
 * @example
 * ```ts
 * import { readAnswers, writeAnswers } from "lib/report/film_answers.ts";
 * const file = await Deno.makeTempFile();
 * const answers = new Map([["a.png", { answer: { probabilities: [0.9, 0.1], abstained: [] } }]]);
 * await writeAnswers(file, answers, ["Normal", "COVID-19"]);
 * (await readAnswers(file, ["Normal", "COVID-19"])).size; // 1
 * ```
 */
export async function writeAnswers(
  file: string,
  answers: ReadonlyMap<string, KeptAnswer>,
  classNames: readonly string[],
): Promise<void> {
  const rows = Array.from(answers, ([path, { answer, error = "" }]) => ({
    path,
    ...Object.fromEntries(classNames.map((name, k) => [name, answer?.probabilities[k] ?? ""])),
    abstained: answer?.abstained.join(BETWEEN) ?? "",
    error,
  }));
  await writeFileAtomic(file, formatCsv(rows, ["path", ...classNames, "abstained", "error"]));
}

/**
 * Reads what {@linkcode writeAnswers} kept.
 *
 * @param file CSV file.
 * @param classNames Classes of the model that it must be of.
 * @returns Answers by the films' paths.
 * @throws {Error} Where it cannot be read.
 * @throws {SyntaxError} Where it holds no answers, or those of a model of other classes.
 *
 * @example
 * ```ts ignore
 * import { readAnswers } from "lib/report/film_answers.ts";
 * (await readAnswers("answers.csv", ["Normal", "COVID-19"])).get("a.png")?.answer?.probabilities;
 * ```
 */
export async function readAnswers(
  file: string,
  classNames: readonly string[],
): Promise<Map<string, KeptAnswer>> {
  const text = await Deno.readTextFile(file).catch((error) => {
    const why = error.message.replace(/ \(os error \d+\).*/s, "");
    throw new Error(`Cannot read answers "${file}": ${why}`, { cause: error });
  });
  const rows = parseCsv(text);
  const expected = ["path", ...classNames, "abstained", "error"].join(", ");
  const found = Object.keys(rows[0] ?? {}).join(", ");
  if (found !== expected) {
    throw new SyntaxError(
      `Cannot read answers "${file}": expected the columns ${expected}, but found ${
        found || "none"
      }`,
    );
  }
  return new Map(rows.map((row, i): [string, KeptAnswer] => {
    if (row.error !== "") return [row.path, { error: row.error }];
    const probabilities = classNames.map((name) => row[name] === "" ? NaN : Number(row[name]));
    const abstained = row.abstained === "" ? [] : row.abstained.split(BETWEEN);
    if (abstained.length === 0 && probabilities.some(Number.isNaN)) {
      throw new SyntaxError(`Cannot read answers "${file}": row ${i + 1} lacks a probability`);
    }
    return [row.path, { answer: { probabilities, abstained } }];
  }));
}

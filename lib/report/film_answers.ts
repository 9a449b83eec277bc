import { formatCsv, parseCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** What a model said of a film, or why it could not. */
export interface KeptAnswer {
  /** One a class of the model, sum 1; `undefined` where the film could not be judged. */
  answer?: { probabilities: number[]; abstained: string[] };
  error?: string;
}

/** Whose answers they are. */
export interface AnsweringModel {
  /** Classes of the model, in its order. */
  classNames: readonly string[];
  /** What `bundleFingerprint` says of it. */
  fingerprint: string;
}

/** Several reasons stand in one cell. */
const BETWEEN = "; ";

/**
 * Keeps what a model said of films: columns `path`, one per class, `abstained`, `error`, `model`.
 *
 * @param file CSV file to write, whole or not at all.
 * @param answers By the films' paths, from the set's folder.
 * @param model See {@linkcode AnsweringModel}.
 * @throws {Error} Where it cannot be written.
 *
 * @example
 * ```ts
 * import { readAnswers, writeAnswers } from "lib/report/film_answers.ts";
 * const file = await Deno.makeTempFile();
 * const answers = new Map([["a.png", { answer: { probabilities: [0.9, 0.1], abstained: [] } }]]);
 * const model = { classNames: ["Normal", "COVID-19"], fingerprint: "5d41" };
 * await writeAnswers(file, answers, model);
 * (await readAnswers(file, model)).size; // 1
 * ```
 */
export async function writeAnswers(
  file: string,
  answers: ReadonlyMap<string, KeptAnswer>,
  { classNames, fingerprint }: AnsweringModel,
): Promise<void> {
  const rows = Array.from(answers, ([path, { answer, error = "" }]) => ({
    path,
    ...Object.fromEntries(classNames.map((name, k) => [name, answer?.probabilities[k] ?? ""])),
    abstained: answer?.abstained.join(BETWEEN) ?? "",
    error,
    model: fingerprint,
  }));
  await writeFileAtomic(file, formatCsv(rows, columnsOf(classNames)));
}

/**
 * Reads what {@linkcode writeAnswers} kept.
 *
 * @param file CSV file.
 * @param model The model that it must be of.
 * @returns Answers by the films' paths.
 * @throws {Error} Where it cannot be read.
 * @throws {SyntaxError} Where it holds no answers, or another model's.
 *
 * @example
 * ```ts ignore
 * import { readAnswers } from "lib/report/film_answers.ts";
 * (await readAnswers("answers.csv", model)).get("a.png")?.answer?.probabilities;
 * ```
 */
export async function readAnswers(
  file: string,
  { classNames, fingerprint }: AnsweringModel,
): Promise<Map<string, KeptAnswer>> {
  const text = await Deno.readTextFile(file).catch((error) => {
    const why = error.message.replace(/ \(os error \d+\).*/s, "");
    throw new Error(`Cannot read answers "${file}": ${why}`, { cause: error });
  });
  const rows = parseCsv(text);
  const expected = columnsOf(classNames).join(", ");
  const found = Object.keys(rows[0] ?? {}).join(", ");
  if (found !== expected) {
    throw new SyntaxError(
      `Cannot read answers "${file}": expected the columns ${expected}, but found ${
        found || "none"
      }`,
    );
  }
  if (rows.some(({ model }) => model !== fingerprint)) {
    throw new SyntaxError(
      `Cannot read answers "${file}": they are another model's; run the sweep again with this one`,
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

function columnsOf(classNames: readonly string[]): string[] {
  return ["path", ...classNames, "abstained", "error", "model"];
}

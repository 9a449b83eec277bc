import { formatCsv } from "lib/data/csv.ts";
import { type BundleInfo, NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import type { PageFilm } from "./page_state.ts";

/** What is written of a film. */
export type CsvFilm = Pick<PageFilm, "name" | "status" | "reasons" | "answer" | "truth">;

/**
 * Writes the films' answers as a table for a spreadsheet.
 *
 * @param films Films, answered or not.
 * @param info The model that answered.
 * @returns CSV text, a row a film, a column a class.
 *
 * @example
 * ```ts ignore
 * filmsCsv(films, info); // "film,answer,COVID-19,Normal,why_none,phantom_of,model,notice\n…"
 * ```
 */
export function filmsCsv(
  films: readonly CsvFilm[],
  { id, title, classNames, training }: Pick<BundleInfo, "id" | "title" | "classNames" | "training">,
): string {
  const columns = ["film", "answer", ...classNames, "why_none", "phantom_of", "model", "notice"];
  const rows = films.map(({ name, status, reasons, answer, truth }) => ({
    film: notAFormula(name),
    answer: answer?.className ?? (status === "refused" ? "not read" : "no answer"),
    ...Object.fromEntries(
      classNames.map((name, i) => [name, answer?.className && answer.probabilities[i]]),
    ),
    why_none: reasons.join("; "),
    phantom_of: truth,
    model: `${id}: ${title}, trained on ${training.data}`,
    notice: NOT_FOR_DIAGNOSIS,
  }));
  return formatCsv(rows, columns);
}

/** Keeps a spreadsheet from taking a file's name for something to compute. */
function notAFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

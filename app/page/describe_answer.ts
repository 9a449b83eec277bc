import type { PageFilm } from "./page_state.ts";

/**
 * Says in one sentence what the model made of a film.
 *
 * @param film The film.
 * @param classNames The model's classes.
 * @returns A sentence, without the film's name.
 *
 * @example
 * ```ts ignore
 * describeAnswer(film, ["COVID-19", "Normal"]); // "COVID-19, 97.3 percent"
 * ```
 */
export function describeAnswer(
  { status, reasons, answer }: Pick<PageFilm, "status" | "reasons" | "answer">,
  classNames: readonly string[],
): string {
  if (status === "refused") return `cannot be read: ${reasons.join("; ")}`;
  if (status === "abstained") return `no answer: ${reasons.join("; ")}`;
  if (status !== "answered" || !answer?.className) return "not read yet";
  const probability = answer.probabilities?.[classNames.indexOf(answer.className)] ?? NaN;
  return `${answer.className}, ${(100 * probability).toFixed(1)} percent`;
}

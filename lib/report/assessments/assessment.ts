/** What an item comes to. */
export type Answer = "yes" | "partly" | "no" | "not applicable";

/** One item of an instrument. */
export interface AssessmentItem {
  /** Number of the item. */
  id: string;
  /** What it asks, in this project's words. */
  about: string;
  /**
   * The answer where it is the same for every folder of results, else the checks (`D1` …) that decide:
   * all done make "yes", some "partly", none "no".
   */
  answer: Answer | string[];
  /** File, section or command where one can see it; or why not. */
  where: string;
}

/** An instrument by which a work on a predictive model is judged. */
export interface Assessment {
  /** Name of the file. */
  name: string;
  title: string;
  /** The paper. */
  source: string;
  items: readonly AssessmentItem[];
}

/** An item in short: number, what it asks, answer or `D…` checks joined by blanks, where. */
export type ShortItem = readonly [id: string, about: string, answer: string, where: string];

const FIXED: readonly string[] = ["yes", "partly", "no", "not applicable"];

/**
 * Makes items of their short form.
 *
 * @param items Short items.
 * @returns Items.
 * @throws {TypeError} Where an answer is neither known nor a list of checks.
 *
 * @example
 * ```ts
 * import { assessmentItems } from "lib/report/assessments/assessment.ts";
 * assessmentItems([["1", "a title?", "D1 D2", "README.md"]])[0].answer; // ["D1", "D2"]
 * ```
 */
export function assessmentItems(items: readonly ShortItem[]): AssessmentItem[] {
  return items.map(([id, about, answer, where]) => {
    if (FIXED.includes(answer)) return { id, about, answer: answer as Answer, where };
    const checks = answer.split(" ");
    if (checks.every((check) => /^D([1-9]|[12]\d|3[0-2])$/.test(check))) {
      return { id, about, answer: checks, where };
    }
    throw new TypeError(`Cannot read the answer "${answer}" of item ${id}`);
  });
}

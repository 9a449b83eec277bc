import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";
import type { Answer, Assessment, AssessmentItem } from "./assessments/assessment.ts";
import { ASSESSMENTS } from "./assessments/assessments.ts";
import type { CheckRow } from "./checks.ts";
import { markdownTable } from "./markdown_table.ts";

/** An item with its answer in one folder of results. */
export interface AnsweredItem extends Omit<AssessmentItem, "answer"> {
  answer: Answer;
  /** Checks that are missing, with the reason; `""` where none decides or none is missing. */
  missing: string;
}

/**
 * Answers an instrument's items from the checks of a folder of results.
 *
 * @param assessment The instrument.
 * @param checks As `checksTable` gives them.
 * @returns The items in order; a check that cannot be done counts as not done.
 *
 * @example
 * ```ts
 * import { CLAIM } from "lib/report/assessments/claim.ts";
 * import { answerItems } from "lib/report/self_assessment.ts";
 * answerItems(CLAIM, []).find(({ id }) => id === "33")!.answer; // "no"
 * ```
 */
export function answerItems(
  { items }: Assessment,
  checks: readonly Pick<CheckRow, "id" | "status">[],
): AnsweredItem[] {
  const done = new Set(checks.filter(({ status }) => status === "done").map(({ id }) => id));
  return items.map((item): AnsweredItem => {
    if (typeof item.answer === "string") return { ...item, answer: item.answer, missing: "" };
    const lacking = item.answer.filter((id) => !done.has(id));
    const answer = lacking.length === 0
      ? "yes"
      : lacking.length < item.answer.length
      ? "partly"
      : "no";
    return {
      ...item,
      answer,
      missing: lacking.length > 0 ? `not done: ${lacking.join(", ")}` : "",
    };
  });
}

/**
 * Writes the self-assessments as Markdown into `self-assessment/`.
 *
 * @param out Folder of the results.
 * @param checks As `checksTable` gives them.
 * @returns Paths of the files.
 * @throws {Error} Where a file cannot be written.
 *
 * @example
 * ```ts
 * import { writeSelfAssessments } from "lib/report/self_assessment.ts";
 * (await writeSelfAssessments(await Deno.makeTempDir(), [])).length; // 3
 * ```
 */
export async function writeSelfAssessments(
  out: string,
  checks: readonly Pick<CheckRow, "id" | "status">[],
): Promise<string[]> {
  const files: string[] = [];
  for (const assessment of ASSESSMENTS) {
    const file = join(out, "self-assessment", `${assessment.name}.md`);
    await writeFileAtomic(file, selfAssessment(assessment, checks));
    files.push(file);
  }
  return files;
}

/**
 * Writes one instrument's items and answers as Markdown.
 *
 * @param assessment The instrument.
 * @param checks As `checksTable` gives them.
 * @returns Markdown.
 *
 * @example
 * ```ts
 * import { CLAIM } from "lib/report/assessments/claim.ts";
 * import { selfAssessment } from "lib/report/self_assessment.ts";
 * selfAssessment(CLAIM, []).startsWith("# CLAIM 2024"); // true
 * ```
 */
export function selfAssessment(
  assessment: Assessment,
  checks: readonly Pick<CheckRow, "id" | "status">[],
): string {
  const items = answerItems(assessment, checks);
  const count = (answer: Answer) => items.filter((item) => item.answer === answer).length;
  return [
    `# ${assessment.title}, by ourselves`,
    `After ${assessment.source}. Items in our own words; the instrument's own text decides. Nobody but ` +
    "the project's makers has judged. Where an answer rests on results, it follows the checks D1 to D32 " +
    "of this folder ([checks.md](../checks.md)).",
    `Yes ${count("yes")}, partly ${count("partly")}, no ${count("no")}, not applicable ${
      count("not applicable")
    }.`,
    markdownTable(
      ["item", "asks for", "answer", "where, or why not"],
      items.map(({ id, about, answer, where, missing }) => [
        id,
        about,
        answer,
        missing ? `${where} (${missing})` : where,
      ]),
    ),
    "For study and research only. Not for diagnosis.",
  ].join("\n\n") + "\n";
}

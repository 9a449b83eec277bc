import { type CheckRow, checksTable, writeChecks } from "./checks.ts";
import { writeCards } from "./experiment_card.ts";
import { writeSelfAssessments } from "./self_assessment.ts";
import { studyFacts } from "./study_facts.ts";

/** What {@linkcode writeReport} wrote. */
export interface WrittenReport {
  checks: CheckRow[];
  /** Paths of the cards. */
  cards: string[];
  /** Paths of the self-assessments. */
  assessments: string[];
}

/**
 * Writes what people read of a folder of results: a card for each experiment, the table of the 32
 * checks, and the self-assessments that follow from it. All of it is made anew each time.
 *
 * @param out Folder of the results.
 * @returns The checks and the files' paths.
 * @throws {Error} Where the folder holds no study, or a file in it is damaged.
 *
 * @example
 * ```ts ignore
 * import { writeReport } from "lib/report/write_report.ts";
 * const { checks } = await writeReport("outputs/phantom-quick");
 * checks.filter(({ status }) => status === "done").length; // of 32
 * ```
 */
export async function writeReport(out: string): Promise<WrittenReport> {
  const facts = await studyFacts(out);
  const before = await checksTable(facts);
  const cards = await writeCards(facts, before);
  // That there are self-assessments is a check itself: they are written before it is answered, and
  // anew with its answer.
  const assessments = await writeSelfAssessments(out, before);
  const checks = await checksTable(out);
  await writeSelfAssessments(out, checks);
  await writeChecks(out, checks);
  return { checks, cards, assessments };
}

import { join } from "@std/path";
import { formatCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { Check, CheckOutcome } from "./checks/check.ts";
import { DATA_CHECKS } from "./checks/data_checks.ts";
import { FIGURE_CHECKS } from "./checks/figure_checks.ts";
import { SHORTCUT_CHECKS } from "./checks/shortcut_checks.ts";
import { USE_CHECKS } from "./checks/use_checks.ts";
import { markdownTable } from "./markdown_table.ts";
import { type StudyFacts, studyFacts } from "./study_facts.ts";

/** Everything that an honest result carries, D1 to D32. */
export const CHECKS: readonly Check[] = [
  ...DATA_CHECKS,
  ...FIGURE_CHECKS,
  ...SHORTCUT_CHECKS,
  ...USE_CHECKS,
].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));

/** One line of the table of checks. */
export interface CheckRow extends CheckOutcome {
  id: string;
  question: string;
  proof: string;
}

/**
 * Answers every check from what a folder of results holds.
 *
 * A check that is done says that somebody looked, and what was seen; it may still be bad news.
 *
 * @param study Folder of the results, or its facts where they are gathered already.
 * @returns 32 rows, in order.
 * @throws {Error} Where the folder holds no study, or a file in it is damaged.
 *
 * @example
 * ```ts ignore
 * import { checksTable } from "lib/report/checks.ts";
 * const rows = await checksTable("outputs/phantom-quick");
 * rows.filter(({ status }) => status === "done").length; // of 32
 * ```
 */
export async function checksTable(study: string | StudyFacts): Promise<CheckRow[]> {
  const facts = typeof study === "string" ? await studyFacts(study) : study;
  return CHECKS.map(({ id, question, proof, judge }) => ({ id, question, ...judge(facts), proof }));
}

/**
 * Writes the table of checks as `checks.csv` and `checks.md`.
 *
 * @param out Folder of the results.
 * @param rows As {@linkcode checksTable} gives them.
 * @throws {Error} Where a file cannot be written.
 *
 * @example
 * ```ts
 * import { writeChecks } from "lib/report/checks.ts";
 * await writeChecks(await Deno.makeTempDir(), []);
 * ```
 */
export async function writeChecks(out: string, rows: readonly CheckRow[]): Promise<void> {
  await writeFileAtomic(
    join(out, "checks.csv"),
    formatCsv(rows.map((row) => ({ ...row })), ["id", "question", "status", "reason", "proof"]),
  );
  const counted = (status: CheckRow["status"]) =>
    rows.filter((row) => row.status === status).length;
  const table = markdownTable(
    ["", "question", "status", "what was found, or is missing", "shown by"],
    rows.map(({ id, question, status, reason, proof }) => [id, question, status, reason, proof]),
  );
  const text = [
    "# The 32 checks",
    `${counted("done")} done, ${counted("not done")} not done, ${
      counted("cannot be done here")
    } cannot ` +
    "be done with these films. Done means that somebody looked and the answer is written down; it may " +
    "be bad news.",
    table,
    "For study and research only. Not for diagnosis.",
  ];
  await writeFileAtomic(join(out, "checks.md"), text.join("\n\n") + "\n");
}

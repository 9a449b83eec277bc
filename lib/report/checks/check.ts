import type { ResultRow } from "../../evaluation/result_row.ts";
import type { StudyFacts } from "../study_facts.ts";

/** Whether something was checked: no verdict on what came out. */
export type CheckStatus = "done" | "not done" | "cannot be done here";

/** What a check comes to in one folder of results. */
export interface CheckOutcome {
  status: CheckStatus;
  /** What was found, or what is missing and which command makes it. */
  reason: string;
}

/** One of the 32 things that an honest result carries. */
export interface Check {
  /** `D1` to `D32`. */
  id: string;
  /** What is asked, in plain words. */
  question: string;
  /** Files, rows and the notebook that show the answer. */
  proof: string;
  /** Answers it from what a folder of results holds. */
  judge: (facts: StudyFacts) => CheckOutcome;
}

/**
 * Says that a check was done.
 *
 * @param reason What was found.
 * @returns The outcome.
 *
 * @example
 * ```ts
 * import { done } from "lib/report/checks/check.ts";
 * done("8 copies").status; // "done"
 * ```
 */
export function done(reason: string): CheckOutcome {
  return { status: "done", reason };
}

/**
 * Says that a check was not done.
 *
 * @param reason What is missing, and what makes it.
 * @returns The outcome.
 *
 * @example
 * ```ts
 * import { notDone } from "lib/report/checks/check.ts";
 * notDone("no folds").status; // "not done"
 * ```
 */
export function notDone(reason: string): CheckOutcome {
  return { status: "not done", reason };
}

/**
 * Says that a check cannot be done with these films.
 *
 * @param reason Why.
 * @returns The outcome.
 *
 * @example
 * ```ts
 * import { cannotBeDone } from "lib/report/checks/check.ts";
 * cannotBeDone("nobody's age is known").status; // "cannot be done here"
 * ```
 */
export function cannotBeDone(reason: string): CheckOutcome {
  return { status: "cannot be done here", reason };
}

/**
 * Finds a figure among rows: the summary, neither one repeat's nor a subgroup's unless asked for.
 *
 * @param rows Rows of results.
 * @param known What it must have.
 * @returns The first such row with a value; `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { figure } from "lib/report/checks/check.ts";
 * figure([], { metric: "accuracy" }); // undefined
 * ```
 */
export function figure(
  rows: readonly ResultRow[],
  known: Partial<ResultRow>,
): ResultRow | undefined {
  const entries = Object.entries({ subgroup: "", ...known });
  return rows.find((row) =>
    !Number.isNaN(row.value) && (Number.isNaN(row.repeat) || known.repeat !== undefined) &&
    entries.every(([key, value]) => row[key as keyof ResultRow] === value)
  );
}

/**
 * Writes a share in per cent, with its interval where there is one.
 *
 * @param row A row whose value is a share.
 * @returns Such as `88.0 % (81.2 to 93.0 %)`.
 *
 * @example
 * ```ts
 * import { percent } from "lib/report/checks/check.ts";
 * percent({ value: 0.88, ciLow: NaN, ciHigh: NaN }); // "88.0 %"
 * ```
 */
export function percent(row: Pick<ResultRow, "value" | "ciLow" | "ciHigh">): string {
  const text = (share: number) => (100 * share).toFixed(1);
  const ends = Number.isNaN(row.ciLow + row.ciHigh)
    ? ""
    : ` (${text(row.ciLow)} to ${text(row.ciHigh)} %)`;
  return `${text(row.value)} %${ends}`;
}

import { type Check, judgeFacts } from "./doctor/checks.ts";
import { gatherFacts } from "./doctor/facts.ts";

// `deno task doctor [--json]`: what is here, what is wrong, what helps. Exit status 1 where the
// main job, training and predicting, cannot run.

/**
 * Writes the doctor's report for people.
 *
 * @param checks What was judged.
 * @returns Lines: a mark, a name, what was found, and the remedy below it.
 *
 * @example
 * ```ts
 * import { formatChecks } from "./doctor.ts";
 * formatChecks([{ name: "Deno", status: "ok", found: "2.9.6", remedy: "" }]);
 * // "✔ Deno           2.9.6\n\nAll that training and predicting need is here."
 * ```
 */
export function formatChecks(checks: Check[]): string {
  const marks = { ok: "✔", warn: "!", fail: "✘" };
  const lines = checks.flatMap(({ name, status, found, remedy }) => {
    const line = `${marks[status]} ${name.padEnd(14)} ${found}`;
    return remedy === "" ? [line] : [line, `${" ".repeat(17)}→ ${remedy}`];
  });
  const failed = checks.filter(({ status }) => status === "fail").map(({ name }) => name);
  const verdict = failed.length === 0
    ? "All that training and predicting need is here."
    : `Training and predicting cannot run: ${failed.join(", ")}.`;
  return [...lines, "", verdict].join("\n");
}

if (import.meta.main) {
  const unknown = Deno.args.find((argument) => argument !== "--json");
  if (unknown !== undefined) {
    console.error(`Cannot understand "${unknown}": usage is deno task doctor [--json]`);
    Deno.exit(2);
  }
  const checks = judgeFacts(await gatherFacts(Deno.realPathSync(`${import.meta.dirname}/..`)));
  const ok = checks.every(({ status }) => status !== "fail");
  console.log(
    Deno.args.includes("--json") ? JSON.stringify({ ok, checks }, null, 2) : formatChecks(checks),
  );
  Deno.exit(ok ? 0 : 1);
}

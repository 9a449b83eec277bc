import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { writeReport } from "lib/report/write_report.ts";
import { shownPath } from "./shown_path.ts";

const USAGE = `deno task cards OUT [--json]

  Writes what people read of a folder of results, such as outputs/phantom-quick: a model card for each
  experiment (cards/), the table of the 32 checks (checks.md, checks.csv), and self-assessments by
  CLAIM, TRIPOD+AI and PROBAST+AI (self-assessment/). All of it follows from the files in the folder.

${NOT_FOR_DIAGNOSIS}`;

/** Writes cards, checks and self-assessments, and says which checks are missing. */
async function cards(args: string[], caller: string): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help || args.length === 0) {
    console.log(USAGE);
    return;
  }
  if (positionals.length !== 1) throw new RangeError("Name one folder of results; see --help");
  const out = resolve(caller, positionals[0]);
  const { checks, cards, assessments } = await writeReport(out);
  if (values.json) {
    console.log(JSON.stringify({ notice: NOT_FOR_DIAGNOSIS, checks }, null, 2));
    return;
  }
  for (const { id, status, question, reason } of checks) {
    console.log(`${id.padEnd(4)}${status.padEnd(21)}${question}\n${" ".repeat(25)}${reason}`);
  }
  const count = (status: string) => checks.filter((check) => check.status === status).length;
  console.log(
    `\n${count("done")} of ${checks.length} checks done, ${count("not done")} not done, ` +
      `${count("cannot be done here")} cannot be done with these films`,
  );
  console.log(
    `Written: ${cards.length} cards, ${assessments.length} self-assessments, checks.md and checks.csv in ` +
      shownPath(out, caller),
  );
  console.log(NOT_FOR_DIAGNOSIS);
}

if (import.meta.main) {
  try {
    await cards(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}

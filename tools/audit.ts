import { progressLine } from "lib/display/progress.ts";
import { auditSet } from "lib/experiments/audit/audit_set.ts";
import { openData } from "lib/experiments/open_data.ts";
import { AUDIT_USAGE, type AuditOptions, auditOptions } from "./audit/audit_options.ts";
import { auditJson, auditText } from "./audit/audit_text.ts";
import { writeAudit } from "./audit/write_audit.ts";
import { shownPath } from "./shown_path.ts";

/** Audits a set as the command line asks, prints what was found, and gives the exit code. */
async function audit(options: AuditOptions, caller: string, signal: AbortSignal): Promise<number> {
  const set = await openData(options.data, {
    profile: "quick",
    onProgress: progressLine("Reading films"),
    signal,
  });
  const found = await auditSet(set, { ...options, onProgress: progressLine("Auditing"), signal });
  const files = await writeAudit(found, { ...options, set, signal });
  if (options.json) console.log(auditJson(found));
  else {
    const color = Deno.stdout.isTerminal() && !Deno.noColor;
    console.log(auditText(found, { color }));
    for (const file of files) {
      console.log(`Written: ${shownPath(file, caller)}`);
    }
  }
  return options.strict && found.light === "red" ? 1 : 0;
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  try {
    const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
    const options = auditOptions(Deno.args, caller);
    if (!options) console.log(AUDIT_USAGE);
    Deno.exit(options ? await audit(options, caller, stop.signal) : 0);
  } catch (error) {
    const isStopped = stop.signal.aborted;
    console.error(isStopped ? "Stopped; nothing was written" : (error as Error).message);
    Deno.exit(isStopped ? 130 : 2);
  }
}

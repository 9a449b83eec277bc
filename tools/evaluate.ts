import { formatCsv } from "lib/data/csv.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { codeVersion } from "lib/experiments/code_version.ts";
import { readTopic, writeTopic } from "lib/experiments/topic_results.ts";
import { externalJson, filmRows } from "lib/report/external_json.ts";
import { externalPage } from "lib/report/external_page.ts";
import type { ExternalReport } from "lib/report/external_report.ts";
import { externalRows, replaceRows } from "lib/report/external_rows.ts";
import { externalText } from "lib/report/external_text.ts";
import { evaluateModel } from "./evaluate/evaluate_model.ts";
import { EVALUATE_USAGE, evaluateOptions } from "./evaluate/evaluate_options.ts";
import { evaluatePredictionsFile } from "./evaluate/evaluate_predictions.ts";
import { shownPath } from "./shown_path.ts";

/** Evaluates a frozen model on films from elsewhere and says what came of it. */
async function evaluate(args: string[], caller: string): Promise<void> {
  const command = evaluateOptions(args, caller);
  if (!command) {
    console.log(EVALUATE_USAGE);
    return;
  }
  const { json, html, csv } = command;
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Stopped("Stopped; nothing was written"));
  Deno.addSignalListener("SIGINT", onSignal);
  const started = performance.now();
  try {
    const { report, study } = command.model === undefined
      ? {
        report: await evaluatePredictionsFile(command, { signal: stop.signal }),
        study: undefined,
      }
      : await evaluateModel(command, { signal: stop.signal });
    stop.signal.throwIfAborted();
    const written: string[] = [];
    const out = command.out ?? study;
    if (out !== undefined) {
      const seconds = (performance.now() - started) / 1000;
      written.push(await writeFigures(out, report, seconds));
    }
    if (html !== undefined) {
      await writeFileAtomic(html, externalPage(report));
      written.push(html);
    }
    if (csv !== undefined) {
      await writeFileAtomic(csv, formatCsv(filmRows(report)));
      written.push(csv);
    }
    console.log(json ? JSON.stringify(externalJson(report), null, 2) : externalText(report));
    if (json) return;
    for (const file of written) {
      console.log(`Written: ${shownPath(file, caller)}`);
    }
  } finally {
    Deno.removeSignalListener("SIGINT", onSignal);
  }
}

/** Somebody pressed Ctrl-C. */
class Stopped extends Error {}

/** Adds the figures to the topic `external` of a folder of results. */
async function writeFigures(out: string, report: ExternalReport, seconds: number): Promise<string> {
  const rows = externalRows(report, { profile: "full", commit: await codeVersion(), seconds });
  await writeTopic(out, "external", replaceRows(await readTopic(out, "external"), rows));
  return `${out}/results/external.csv`;
}

if (import.meta.main) {
  try {
    await evaluate(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
    Deno.exit(0);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(error instanceof Stopped ? 130 : 1);
  }
}

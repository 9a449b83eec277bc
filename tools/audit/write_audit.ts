import { join } from "@std/path";
import { recogniseSet } from "lib/data/known_sets.ts";
import type { FilmSet } from "lib/data/read_films.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { auditRows } from "lib/experiments/audit/audit_rows.ts";
import type { SetAudit } from "lib/experiments/audit/audit_set.ts";
import { codeVersion } from "lib/experiments/code_version.ts";
import { writeTopic } from "lib/experiments/topic_results.ts";
import { auditPage } from "lib/report/audit_page.ts";
import { drawSuspectPairs } from "lib/report/audit_pairs.ts";
import { datasheet } from "lib/report/datasheet.ts";
import type { AuditOptions } from "./audit_options.ts";

/**
 * Writes what the user asked for: results, datasheet, sheet of pairs, pages.
 *
 * @param audit What `auditSet` found.
 * @param options The set and the command line's options.
 * @returns The files written.
 * @throws {Error} Where a file cannot be written, naming it.
 */
export async function writeAudit(
  audit: SetAudit,
  { set, out, html, pictures, signal }:
    & Pick<AuditOptions, "out" | "html" | "pictures">
    & { set: FilmSet; signal?: AbortSignal },
): Promise<string[]> {
  const files: string[] = [];
  const write = async (file: string, content: string | Uint8Array) => {
    await writeFileAtomic(file, content);
    files.push(file);
  };
  const isDrawn = out !== undefined || (html !== undefined && pictures);
  const sheet = isDrawn
    ? await drawSuspectPairs(set, audit.facts.pairs, {
      cacheDir: join(cacheDir(), "films"),
      signal,
    })
    : undefined;
  const png = sheet?.toPng();
  const page = auditPage(audit, { sheet: pictures ? png : undefined });
  if (out !== undefined) {
    await writeTopic(out, "audit", auditRows(audit, { commit: await codeVersion() }));
    files.push(join(out, "results", "audit.csv"));
    await write(join(out, "datasheet.md"), datasheet(audit, await recogniseSet(set)));
    if (png) await write(join(out, "figures", "suspect_pairs.png"), png);
    await write(join(out, "audit.html"), page);
  }
  if (html !== undefined) await write(html, page);
  return files;
}

import { join } from "@std/path";
import { isFile } from "../data/is_file.ts";
import { listFolder } from "../data/list_folder.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { readResults, writeResults } from "../evaluation/results.ts";
import { resultKey } from "../evaluation/sort_results.ts";

/** What a file under `results/` is about. */
export type Topic =
  | "audit"
  | "folds"
  | "comparisons"
  | "calibration"
  | "controls"
  | "lungs"
  | "explanation"
  | "robustness"
  | "gate"
  | "external"
  | "nested"
  | "sources";

/**
 * Writes the figures of one topic into `results/<topic>.csv`, in place of earlier ones.
 *
 * @param out Folder of the results.
 * @param topic What they are about.
 * @param rows The figures.
 * @throws {Error} Where the file cannot be written.
 * @throws {RangeError} Where one figure is given twice.
 *
 * @example
 * ```ts
 * import { readTopics, writeTopic } from "lib/experiments/topic_results.ts";
 * const out = await Deno.makeTempDir();
 * await writeTopic(out, "audit", []);
 * (await readTopics(out)).length; // 0
 * ```
 */
export async function writeTopic(
  out: string,
  topic: Topic,
  rows: readonly ResultRow[],
): Promise<void> {
  await writeResults(join(out, "results", `${topic}.csv`), rows);
}

/**
 * Reads one topic's figures.
 *
 * @param out Folder of the results.
 * @param topic What they are about.
 * @returns The figures; none where the topic was never written.
 * @throws {SyntaxError} Where the file is no table of results.
 *
 * @example
 * ```ts
 * import { readTopic } from "lib/experiments/topic_results.ts";
 * await readTopic(await Deno.makeTempDir(), "controls"); // []
 * ```
 */
export async function readTopic(out: string, topic: Topic): Promise<ResultRow[]> {
  const file = join(out, "results", `${topic}.csv`);
  return await isFile(file) ? await readResults(file) : [];
}

/**
 * Reads the figures of all topics. A figure that two of them tell (the Brier score stands with the
 * folds and with the calibration) is given once, with its interval where one has it.
 *
 * @param out Folder of the results.
 * @returns All figures, topic by topic in the alphabet's order.
 * @throws {SyntaxError} Where a file is no table of results.
 *
 * @example
 * ```ts
 * import { readTopics } from "lib/experiments/topic_results.ts";
 * await readTopics(await Deno.makeTempDir()); // []
 * ```
 */
export async function readTopics(out: string): Promise<ResultRow[]> {
  const dir = join(out, "results");
  const files = (await listFolder(dir)).filter(({ name }) => name.endsWith(".csv"))
    .map(({ name }) => join(dir, name));
  const once = new Map<string, ResultRow>();
  for (const row of (await Promise.all(files.map(readResults))).flat()) {
    const key = resultKey(row);
    if (!once.has(key) || Number.isNaN(once.get(key)!.ciLow)) once.set(key, row);
  }
  return [...once.values()];
}

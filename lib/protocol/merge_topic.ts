import type { ResultRow } from "../evaluation/result_row.ts";
import { readTopic, type Topic, writeTopic } from "../experiments/topic_results.ts";

/**
 * Writes figures into a topic that others write into, too: earlier rows of one's own go, theirs stay.
 *
 * @param out Folder of the results.
 * @param topic What the figures are about.
 * @param rows The figures.
 * @param isOwn Tells which rows found there are replaced.
 * @throws {Error} Where the file cannot be written.
 * @throws {RangeError} Where one figure is given twice.
 *
 * @example
 * ```ts
 * import { mergeTopic } from "lib/protocol/merge_topic.ts";
 * const out = await Deno.makeTempDir();
 * await mergeTopic(out, "controls", [], (row) => row.control === "shuffled-labels");
 * ```
 */
export async function mergeTopic(
  out: string,
  topic: Topic,
  rows: readonly ResultRow[],
  isOwn: (row: ResultRow) => boolean,
): Promise<void> {
  const others = (await readTopic(out, topic)).filter((row) => !isOwn(row));
  await writeTopic(out, topic, [...others, ...rows]);
}

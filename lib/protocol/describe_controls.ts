import { MASKS } from "../data/mask_films.ts";
import { figureText } from "../evaluation/figure_text.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { readTopic } from "../experiments/topic_results.ts";
import { type ControlsRecord, readControls } from "./controls_record.ts";

const LIGHTS = { red: "RED", yellow: "YELLOW", green: "GREEN" };

/**
 * Puts controls into lines for people: the light with its reasons, the figures, what was left out.
 *
 * @param record What `writeControls` wrote.
 * @param rows Figures of topic `controls`.
 * @param options Whether the masks' figures are among the lines, `true` where left out.
 * @returns Lines of text.
 *
 * @example
 * ```ts
 * import { describeControls } from "lib/protocol/describe_controls.ts";
 * const record = {
 *   experiment: "E", title: "", data: "mine", profile: "full", light: "red" as const,
 *   reasons: ["the frame alone reaches 88 %"], lungSources: { outlined: 0, network: 0 }, dice: NaN,
 *   whole: [], left: [], sources: [],
 * };
 * describeControls(record, [])[1]; // "  RED: the frame alone reaches 88 %"
 * ```
 */
export function describeControls(
  record: ControlsRecord,
  rows: readonly ResultRow[],
  { withFigures = true }: { withFigures?: boolean } = {},
): string[] {
  const own = [
    ...record.whole,
    ...rows.filter((row) => row.experiment === record.experiment && row.control !== ""),
  ];
  const { outlined, network } = record.lungSources;
  const dice = Number.isNaN(record.dice)
    ? ""
    : `, Dice ${record.dice.toFixed(3)} on patients held out`;
  return [
    `${record.experiment} on ${record.data}, trained and tested on films of which something is hidden`,
    ...record.reasons.map((reason, i) =>
      `  ${i === 0 ? `${LIGHTS[record.light]}: ` : ""}${reason}`
    ),
    ...(withFigures ? controlsOf(own).map((control) => `  ${figures(own, control)}`) : []),
    ...(outlined + network > 0
      ? [
        `  Lungs: ${outlined} films came with an outline, ${network} were outlined by a network${dice}`,
      ]
      : []),
    ...record.left.map(({ mask, reason }) => `  ${mask}: left out, ${reason}`),
    ...record.sources.map((source) => `  ${sourceLine(own, source)}`),
  ];
}

/**
 * Reads a study's controls in words, to stand beside every figure of its models from elsewhere.
 *
 * @param out Folder of the results.
 * @param options The experiment wanted, such as `frozen-mobilenet-v1`, all where left out; whether
 *   the masks' figures are among the lines.
 * @returns Lines of text; one that says so where no controls were run.
 *
 * @example
 * ```ts
 * import { controlsSummary } from "lib/protocol/describe_controls.ts";
 * await controlsSummary(await Deno.makeTempDir());
 * // ["Controls: none were run; nothing tells whether lungs were read"]
 * ```
 */
export async function controlsSummary(
  out: string,
  { experiment, withFigures }: { experiment?: string; withFigures?: boolean } = {},
): Promise<string[]> {
  const records = (await readControls(out)).filter((record) =>
    experiment === undefined || record.experiment === experiment
  );
  if (records.length === 0) {
    return ["Controls: none were run; nothing tells whether lungs were read"];
  }
  const rows = await readTopic(out, "controls");
  return records.flatMap((record) => describeControls(record, rows, { withFigures }));
}

function controlsOf(rows: readonly ResultRow[]): string[] {
  const found = new Set(rows.map(({ control }) => control));
  return ["", ...Object.keys(MASKS)].filter((control) => found.has(control));
}

function figures(rows: readonly ResultRow[], control: string): string {
  const of = (metric: string) =>
    rows.find((row) => row.control === control && row.metric === metric && row.subgroup === "");
  const auc = of("macro_auc") ?? of("auc");
  const difference = of("difference:balanced_accuracy");
  return [
    `${(control || "whole films").padEnd(16)}`,
    `accuracy ${written(of("accuracy"))}, balanced ${written(of("balanced_accuracy"))}`,
    `, AUC ${written(auc)}`,
    difference ? `; whole films are ${written(difference)} above it` : "",
  ].join("");
}

function sourceLine(
  rows: readonly ResultRow[],
  { className, sources, reason }: ControlsRecord["sources"][number],
): string {
  if (reason !== "") return `Source of ${className} films: ${reason}`;
  const row = rows.find((row) =>
    row.control === "source" && row.subgroup === `class=${className}` &&
    (row.metric === "auc" || row.metric === "macro_auc")
  );
  const names = Object.entries(sources).map(([name, films]) => `${name} (${films})`).join(" or ");
  return `Source of ${className} films, ${names}: AUC ${written(row)}`;
}

function written(row: Pick<ResultRow, "value" | "ciLow" | "ciHigh"> | undefined): string {
  return !row || Number.isNaN(row.value) ? "unknown" : figureText(row);
}

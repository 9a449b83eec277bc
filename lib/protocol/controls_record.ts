import { join } from "@std/path";
import { listFolder } from "../data/list_folder.ts";
import type { MaskName } from "../data/mask_films.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import {
  type ControlShare,
  type Share,
  type ShortcutVerdict,
  shortcutVerdict,
} from "../evaluation/shortcut_verdict.ts";
import { mergeTopic } from "./merge_topic.ts";
import type { SourceOutcome } from "./predict_source.ts";
import type { ControlsOutcome } from "./run_controls.ts";

/** What the controls of one recipe came to, in words; the figures stand in `results/controls.csv`. */
export interface ControlsRecord extends ShortcutVerdict {
  experiment: string;
  title: string;
  data: string;
  profile: string;
  /** How many films' lungs somebody outlined, and how many the network did. */
  lungSources: { outlined: number; network: number };
  /** Dice of that network on patients held out; `NaN` where there was none. */
  dice: number;
  /** Figures of whole films that the controls are held against; they belong to topic `folds`. */
  whole: ResultRow[];
  /** Controls that could not be run, and why. */
  left: { mask: MaskName; reason: string }[];
  /** Whether the source can be predicted within each class, and where not, why. */
  sources: { className: string; sources: Record<string, number>; reason: string }[];
}

/** Options of {@linkcode writeControls}. */
export interface WriteControlsOptions {
  /** Figures of `controlRows`. */
  rows: readonly ResultRow[];
  sources: readonly SourceOutcome[];
  /** Dice of the network that outlined lungs. */
  dice?: number;
}

/**
 * Writes the controls of one recipe: its figures into `results/controls.csv`, in place of its earlier
 * ones, and the verdict in words into `controls/<experiment>.json`.
 *
 * Whole films' figures belong to topic `folds`; here they stand in the record alone.
 *
 * @param out Folder of the results.
 * @param outcome What `runControls` gave.
 * @param options See {@linkcode WriteControlsOptions}.
 * @returns The verdict.
 * @throws {Error} Where a file cannot be written.
 *
 * @example
 * ```ts ignore
 * import { writeControls } from "lib/protocol/controls_record.ts";
 * const { light, reasons } = await writeControls(out, outcome, { rows, sources });
 * ```
 */
export async function writeControls(
  out: string,
  outcome: ControlsOutcome,
  { rows, sources, dice }: WriteControlsOptions,
): Promise<ControlsRecord> {
  const { experiment, title, left, lungSources, full } = outcome;
  const { data, profile } = rows[0];
  const verdict = verdictOf(rows, full[0].classNames.length);
  const record: ControlsRecord = {
    experiment,
    title,
    data,
    profile,
    ...verdict,
    lungSources,
    dice: dice ?? NaN,
    whole: rows.filter(({ control, metric }) => control === "" && WHOLE.includes(metric)),
    left,
    sources: sources.map(({ className, sources, reason }) => ({ className, sources, reason })),
  };
  const own = rows.filter(({ control }) => control !== "");
  const replaced = new Set(own.map(({ control }) => control));
  await mergeTopic(
    out,
    "controls",
    own,
    (row) => row.experiment === experiment && replaced.has(row.control),
  );
  await writeFileAtomic(recordFile(out, experiment), JSON.stringify(record, null, 2) + "\n");
  return record;
}

/**
 * Reads the verdicts of all recipes whose controls were run.
 *
 * @param out Folder of the results.
 * @returns Records in the order of their names; none where no controls were run.
 *
 * @example
 * ```ts
 * import { readControls } from "lib/protocol/controls_record.ts";
 * await readControls(await Deno.makeTempDir()); // []
 * ```
 */
export async function readControls(out: string): Promise<ControlsRecord[]> {
  const dir = join(out, "controls");
  const files = (await listFolder(dir)).filter(({ name }) => name.endsWith(".json"));
  return await Promise.all(files.map(async ({ name }) =>
    // JSON writes NaN as null.
    JSON.parse(await Deno.readTextFile(join(dir, name)), (_key, value) => value ?? NaN)
  ));
}

const WHOLE = ["accuracy", "balanced_accuracy", "macro_auc", "auc"];

/** Judges the figures of one recipe. */
function verdictOf(rows: readonly ResultRow[], numClasses: number): ShortcutVerdict {
  const find = (control: string, metric: string) =>
    rows.find((row) => row.control === control && row.metric === metric && row.subgroup === "");
  const share = (control: string): Share | undefined => {
    const own = find(control, "balanced_accuracy");
    if (!own) return undefined;
    // Without an error the bootstrap says nothing: Wilson's interval of the accuracy still does.
    const interval = Number.isNaN(own.ciLow) ? find(control, "accuracy")! : own;
    return { value: own.value, ciLow: interval.ciLow, ciHigh: interval.ciHigh };
  };
  const names = [...new Set(rows.map(({ control }) => control))]
    .filter((control) => control !== "" && control !== "source");
  const controls = names.flatMap((control): ControlShare[] => {
    const [own, difference] = [share(control), find(control, "difference:balanced_accuracy")];
    return own && difference ? [{ control, ...own, difference }] : [];
  });
  return shortcutVerdict({ full: share("")!, controls, numClasses });
}

function recordFile(out: string, experiment: string): string {
  return join(out, "controls", `${experiment.replaceAll(/[:\\/]/g, "_")}.json`);
}

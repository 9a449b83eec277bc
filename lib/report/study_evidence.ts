import { dirname } from "@std/path";
import type { ResultRow } from "../evaluation/result_row.ts";
import { evaluateModels, readFloors } from "../experiments/collect_results.ts";
import { readRun } from "../experiments/run.ts";
import { openStudy } from "../experiments/study.ts";
import { readTopic } from "../experiments/topic_results.ts";
import { readControls } from "../protocol/controls_record.ts";
import type { CardSource } from "../models/model_card.ts";

/** One accuracy from where a model was made. */
export interface EvidenceRow {
  /** What reached it, for people. */
  name: string;
  /** Which films: `test-clean`, `out-of-fold-grouped` … */
  split: string;
  n: number;
  accuracy: number;
  ciLow: number;
  ciHigh: number;
}

/** What is known of a model from where it was made; stands beside every figure from elsewhere. */
export interface StudyEvidence {
  /** The model's own accuracy on its tests. */
  own: EvidenceRow[];
  /** Classifiers that see no lungs, or hardly, on the same tests. */
  floors: EvidenceRow[];
  /** The same network, retrained and tested with something hidden or shuffled. */
  controls: EvidenceRow[];
  /** What the controls say together, in words. */
  verdict: string[];
  /** What is missing, in words. */
  missing: string[];
}

const TESTS = ["test-clean", "out-of-fold-grouped"];

/**
 * Reads what a model's folder of results tells of floors and controls.
 *
 * @param model Path of the bundle; `undefined` for a model of another framework.
 * @param options Folder of the results, where there is one, and the bundle's own card.
 * @returns Accuracies, and what was never computed.
 * @throws {SyntaxError} Where a file of results is damaged.
 *
 * @example
 * ```ts
 * import { studyEvidence } from "lib/report/study_evidence.ts";
 * (await studyEvidence(undefined, {})).missing.length; // 2
 * ```
 */
export async function studyEvidence(
  model: string | undefined,
  { out, card }: { out?: string; card?: CardSource["card"] },
): Promise<StudyEvidence> {
  const evidence = out === undefined || model === undefined
    ? fromCard(card ?? null)
    : await fromStudy(out, model);
  const missing = [
    ...(evidence.floors.length === 0
      ? [
        "what a thumbnail, the outer frame or the file's size reach on the training set's own test",
      ]
      : []),
    ...(evidence.controls.length === 0
      ? [
        "controls: what the same network reaches with the lungs erased, with the frame alone, with " +
        "shuffled labels",
      ]
      : []),
  ];
  return { ...evidence, missing };
}

type Rows = Pick<StudyEvidence, "own" | "floors" | "controls" | "verdict">;

function fromCard(card: CardSource["card"]): Rows {
  const clean = (rows: { split: string }[]) => rows.filter(({ split }) => TESTS.includes(split));
  return {
    own: clean(card?.results ?? []).map((row) => ({ name: "the model", ...row }) as EvidenceRow),
    floors: clean(card?.floors ?? []).map((row) =>
      ({ n: NaN, ciLow: NaN, ciHigh: NaN, ...row }) as EvidenceRow
    ),
    controls: [],
    verdict: [],
  };
}

async function fromStudy(out: string, model: string): Promise<Rows> {
  const run = await readRun(dirname(model)).catch(() => undefined);
  if (run === undefined) return { own: [], floors: [], controls: [], verdict: [] };
  const { experiment, task, title, seed } = run.run;
  const study = await openStudy(out);
  const { classNames, predictions } = run;
  const own = { experiment, model: run.run.model, task, title, seed, classNames, predictions, run };
  const floors = (await readFloors(out)).filter((floor) => floor.task === task);
  const rows = evaluateModels([{ ...own, seconds: NaN }, ...floors], study, {
    profile: run.run.profile,
    resamples: 0,
  });
  const accuracies = (from: readonly ResultRow[], name: (row: ResultRow) => string) =>
    from.filter((row) =>
      row.metric === "accuracy" && TESTS.includes(row.split) && row.subgroup === "" &&
      Number.isNaN(row.repeat) && Number.isNaN(row.fold)
    ).map((row): EvidenceRow => {
      const { split, n, value: accuracy, ciLow, ciHigh } = row;
      return { name: name(row), split, n, accuracy, ciLow, ciHigh };
    });
  const audit = await readTopic(out, "audit");
  const titles = new Map(floors.map((floor) => [floor.experiment, floor.title]));
  const floorName = (row: ResultRow) =>
    titles.get(row.experiment) ?? row.experiment.replace(/^floor-/, "").replace(/:.*/, "");
  const isFloor = (row: ResultRow) =>
    row.experiment.startsWith("floor-") && row.experiment.endsWith(`:${task}`);
  const records = await readControls(out);
  const record = records.find((each) => each.experiment === experiment) ??
    records.find((each) => each.data === run.run.data);
  const of = record?.experiment ?? experiment;
  const controls = (await readTopic(out, "controls"))
    .filter((row) => row.experiment === of && row.control !== "" && row.subgroup === "");
  const folds = (await readTopic(out, "folds")).filter((row) =>
    row.experiment === experiment && row.control === ""
  );
  const ofOther = of === experiment ? "" : ` (${of})`;
  return {
    own: accuracies(
      [...rows.filter((row) => row.experiment === experiment), ...folds],
      (row) => Number.isNaN(row.seed) ? "the model" : `the model, seed ${row.seed}`,
    ),
    floors: accuracies([...rows, ...audit].filter(isFloor), floorName),
    controls: accuracies(controls, ({ control }) => `${control}${ofOther}`),
    verdict: record ? [`Controls of ${of}, ${record.light}: ${record.reasons.join("; ")}`] : [],
  };
}

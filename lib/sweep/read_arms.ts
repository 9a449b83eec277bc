import { join } from "@std/path";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import { readSplit } from "../data/split.ts";
import { type AlignedFolds, alignFolds } from "../evaluation/folds_outcome.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { type RecipeChanges, recipeTask } from "../experiments/train_recipe.ts";
import type { NamedUnit } from "./sweep_chunk.ts";
import type { SweepSpec } from "./sweep_spec.ts";
import { readUnit, readUnitRun } from "./unit_result.ts";

/** What `sweep.json` says: the sweep that was run last in a folder. */
export interface SweepRecord {
  spec: SweepSpec;
  /** Fingerprints of films and code. */
  films: string;
  code: string;
  /** Folder of the films' split, relative to the sweep's. */
  study: string;
  units: NamedUnit[];
}

/** One recipe with one setting: what a sweep compares. */
export interface SweepArm {
  /** Recipe and changed settings, for people. */
  label: string;
  recipe: string;
  changes: RecipeChanges;
  /** Id of the task: only arms of one task can be compared. */
  task: string;
  /** Name of the data set. */
  data: string;
  profile: string;
  /** Trainings that are done, and that there shall be. */
  done: number;
  total: number;
  /** Mean time of a training, seconds; `NaN` where none is done. */
  seconds: number;
  /**
   * Predictions of the films that the networks did not train on, by dealing, such as
   * `seed 1, repeat 0`; only dealings of which all folds are done.
   */
  dealings: Map<string, { classNames: string[]; predictions: Prediction[] }>;
  /** Patient (or group of copies) of each film. */
  groups: ReadonlyMap<string, string>;
}

/**
 * Reads what a sweep has come to so far.
 *
 * @param out Folder of the sweep.
 * @returns Its arms in the specification's order; none where no sweep was run there.
 * @throws {Error} Where a file is damaged.
 *
 * @example
 * ```ts
 * import { readArms } from "lib/sweep/read_arms.ts";
 * await readArms("no/such/sweep"); // []
 * ```
 */
export async function readArms(out: string): Promise<SweepArm[]> {
  const text = await readTextIfThere(join(out, "sweep.json"));
  if (text === undefined) return [];
  const { spec, study, units }: SweepRecord = JSON.parse(text);
  const split = await readSplit(join(out, study, "split.csv"));
  const groups = new Map(split.map(({ path, group }) => [path, group || path]));
  const byArm = Map.groupBy(units, ({ recipe, changes }) => labelOf(recipe, changes));
  return await Promise.all(
    Array.from(byArm, async ([label, ofArm]) => {
      const [{ recipe, changes, profile }] = ofArm;
      const about = { label, recipe, changes, profile, task: recipeTask(recipe).id, groups };
      return { ...about, total: ofArm.length, ...await readDone(out, ofArm, spec) };
    }),
  );
}

/**
 * Brings an arm's dealings into one order of films.
 *
 * @param arm The arm.
 * @param names Which dealings, such as those that another arm has, too.
 * @returns What `evaluateFolds` and `compareFolds` take; a dealing here is one seed's.
 * @throws {RangeError} Where a dealing is not there.
 *
 * @example
 * ```ts ignore
 * import { alignArm, readArms } from "lib/sweep/read_arms.ts";
 * const [first] = await readArms("outputs/mine/sweep");
 * alignArm(first, [...first.dealings.keys()]).paths;
 * ```
 */
export function alignArm({ label, dealings }: SweepArm, names: readonly string[]): AlignedFolds {
  return alignFolds(names.map((name, repeat) => {
    const dealing = dealings.get(name);
    if (!dealing) throw new RangeError(`${label} has no dealing "${name}" that is done`);
    return { repeat, ...dealing };
  }));
}

async function readDone(
  out: string,
  units: readonly NamedUnit[],
  { folds: k, data }: SweepSpec,
): Promise<Pick<SweepArm, "data" | "done" | "seconds" | "dealings">> {
  const dealings: SweepArm["dealings"] = new Map();
  let [done, seconds, name] = [0, 0, data.join("+")];
  for (const ofDealing of Map.groupBy(units, dealingOf).values()) {
    const predictions: Prediction[] = [];
    let [classNames, numDone]: [string[], number] = [[], 0];
    for (const unit of ofDealing) {
      const dir = join(out, "units", unit.name);
      const record = await readUnit(dir);
      if (!record) continue;
      const run = await readUnitRun(dir, record);
      const fold = unit.folds ? `fold-${unit.folds.fold}` : "test";
      const tested = run.predictions.filter(({ split }) => split === "test");
      predictions.push(...tested.map((film) => ({ ...film, split: fold })));
      classNames = run.classNames;
      name = record.data;
      seconds += record.seconds;
      numDone++;
    }
    done += numDone;
    if (numDone === Math.max(k, 1)) {
      dealings.set(dealingOf(ofDealing[0]), { classNames, predictions });
    }
  }
  return { data: name, done, seconds: seconds / done, dealings };
}

function dealingOf({ seed, folds }: NamedUnit): string {
  return folds ? `seed ${seed}, repeat ${folds.repeat}` : `seed ${seed}`;
}

function labelOf(recipe: string, changes: RecipeChanges): string {
  const words: Record<keyof RecipeChanges, string> = {
    epochs: "epochs",
    batchSize: "batch",
    learningRate: "rate",
  };
  const changed = Object.entries(changes).map(([key, value]) =>
    `${words[key as keyof RecipeChanges]} ${value}`
  );
  return changed.length ? `${recipe} (${changed.join(", ")})` : recipe;
}

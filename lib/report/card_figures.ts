import type { ResultRow } from "../evaluation/result_row.ts";
import { figure, percent } from "./checks/check.ts";
import type { StudyFacts } from "./study_facts.ts";

/**
 * Tells what classifiers that see no lungs, or hardly, reach on a task.
 *
 * @param task Id of the task.
 * @param rows Rows of results.
 * @returns Sentences; one that says so where nothing is known.
 *
 * @example
 * ```ts
 * import { floorLines } from "lib/report/card_figures.ts";
 * floorLines("three-classes", [])[0]; // "Not known: no floor's figure is written down …"
 * ```
 */
export function floorLines(task: string, rows: readonly ResultRow[]): string[] {
  const told = new Map<string, ResultRow>();
  for (const row of rows) {
    const { experiment, metric, split, subgroup, repeat, value } = row;
    const isFloor = experiment.startsWith("floor-") && experiment.endsWith(`:${task}`);
    const isSummary = subgroup === "" && Number.isNaN(repeat) && !Number.isNaN(value);
    if (!isFloor || !isSummary || metric !== "accuracy") continue;
    if (["test-clean", "out-of-fold-grouped"].includes(split)) told.set(experiment + split, row);
  }
  const lines = [...told.values()].map((row) => {
    const name = row.experiment.slice("floor-".length, -task.length - 1);
    return `${FLOORS[name] ?? name}: ${percent(row)} (${row.split}, ${row.n} films).`;
  });
  return lines.length > 0 ? lines : ["Not known: no floor's figure is written down for this task."];
}

/**
 * Tells what the same network reaches when something is hidden from it, and what that means.
 *
 * @param experiment Id of the experiment.
 * @param facts Rows of results, and the verdicts on controls.
 * @returns Sentences; one that says so where no control was run.
 *
 * @example
 * ```ts
 * import { controlLines } from "lib/report/card_figures.ts";
 * controlLines("E", { rows: [], controls: [] })[0]; // "Not known: no control was run for this model …"
 * ```
 */
export function controlLines(
  experiment: string,
  { rows, controls }: Pick<StudyFacts, "rows" | "controls">,
): string[] {
  const own = rows.filter((row) =>
    row.control !== "" && row.control !== "source" && row.metric === "accuracy" &&
    row.subgroup === "" && row.split === "out-of-fold-grouped" && Number.isNaN(row.repeat) &&
    !Number.isNaN(row.value)
  );
  const mine = own.filter((row) => row.experiment === experiment && row.control !== "temperature");
  const verdict = controls.find((record) => record.experiment === experiment);
  if (mine.length > 0) {
    return [
      ...(verdict ? [`Verdict ${verdict.light}: ${verdict.reasons.join("; ")}.`] : []),
      ...mine.map((row) => `${row.control}: accuracy ${percent(row)} (${row.n} films).`),
    ];
  }
  const others = controls.map((record) =>
    ` For ${record.experiment} they were run, verdict ${record.light}: ${record.reasons[0]}.`
  );
  return [
    "Not known: no control was run for this model, so nothing shows that it reads lungs." +
    others.join(""),
  ];
}

/**
 * Tells what cross-validation says of an experiment, calibration included.
 *
 * @param experiment Id of the experiment.
 * @param rows Rows of results.
 * @returns Sentences; one that says so where it was not cross-validated.
 *
 * @example
 * ```ts
 * import { foldLines } from "lib/report/card_figures.ts";
 * foldLines("E", []).length; // 1
 * ```
 */
export function foldLines(experiment: string, rows: readonly ResultRow[]): string[] {
  const split = "out-of-fold-grouped";
  const own = rows.filter((row) =>
    row.experiment === experiment && row.control === "" && row.subgroup === "" &&
    Number.isNaN(row.repeat)
  );
  const accuracy = figure(own, { split, metric: "accuracy" });
  if (!accuracy) return ["Not known: this model was not cross-validated."];
  const area = figure(own, { split, metric: "macro_auc" }) ?? figure(own, { split, metric: "auc" });
  const random = figure(own, { split: "out-of-fold-random", metric: "accuracy" });
  const slopes = own.filter(({ metric, value }) =>
    metric.startsWith("slope:") && Number.isFinite(value)
  );
  const joint = figure(own, { split, metric: "slope" });
  const brier = figure(own, { split, metric: "brier" });
  return [
    `Grouped folds: accuracy ${percent(accuracy)}` +
    (area ? `, AUC ${area.value.toFixed(3)}` : "") + ` (${accuracy.n} films).`,
    ...(random
      ? [`Random folds, which let patients stand on both sides: ${percent(random)}.`]
      : []),
    slopes.length > 0
      ? `Calibration slope: ${joint ? `${joint.value.toFixed(2)}; by class ` : ""}${
        slopes.map(({ metric, value }) => `${metric.slice(6)} ${value.toFixed(2)}`).join(", ")
      }${brier ? `; Brier score ${brier.value.toFixed(3)}` : ""}.`
      : "Calibration is not known.",
  ];
}

/**
 * Tells what an experiment does on films of other sets.
 *
 * @param experiment Id of the experiment.
 * @param facts Rows of results, and the name of its own set.
 * @returns Sentences; one that says so where it was never asked about any.
 *
 * @example
 * ```ts
 * import { externalLines } from "lib/report/card_figures.ts";
 * externalLines("E", { rows: [], data: "mine" }).length; // 1
 * ```
 */
export function externalLines(
  experiment: string,
  { rows, data }: Pick<StudyFacts, "rows" | "data">,
): string[] {
  const own = rows.filter((row) =>
    row.experiment === experiment && row.split === "external" && row.subgroup === "" &&
    row.data !== data
  );
  const told = own.filter(({ metric }) => metric === "accuracy").map((row) => {
    const same = own.filter(({ data, seed }) => data === row.data && Object.is(seed, row.seed));
    const area = figure(same, { metric: "macro_auc" }) ?? figure(same, { metric: "auc" });
    const mistakes = same.filter(({ metric, value }) =>
      metric.startsWith("called:") && value >= WORTH_TELLING
    );
    const who = Number.isNaN(row.seed) ? "all seeds together" : `seed ${row.seed}`;
    return `${row.data} (${row.n} films answered, ${who}): accuracy ${percent(row)}` +
      (area ? `, AUC ${area.value.toFixed(3)}` : "") +
      mistakes.map((mistake) => {
        const [truth, called] = mistake.metric.slice("called:".length).split(">");
        return `; of ${truth} films ${percent(mistake)} are called ${called}`;
      }).join("") + ".";
  });
  return told.length > 0 ? told : [
    "Not known: it was never asked about films from elsewhere, where models of this kind have failed.",
  ];
}

/**
 * Tells accuracies by view, sex and age, as far as they are known.
 *
 * @param experiment Id of the experiment.
 * @param rows Rows of results.
 * @returns Sentences; one that says so where nothing is known.
 *
 * @example
 * ```ts
 * import { subgroupLines } from "lib/report/card_figures.ts";
 * subgroupLines("E", []).length; // 1
 * ```
 */
export function subgroupLines(experiment: string, rows: readonly ResultRow[]): string[] {
  const own = rows.filter((row) =>
    row.experiment === experiment && /^(view|sex|age)=/.test(row.subgroup)
  );
  const names = [
    ...new Set(own.map(({ data, split, subgroup }) => JSON.stringify([data, split, subgroup]))),
  ];
  const lines = names.flatMap((key) => {
    const [data, split, subgroup] = JSON.parse(key);
    if (split === "external-asked") return [];
    const same = own.filter((row) =>
      row.data === data && row.split === split && row.subgroup === subgroup
    );
    const accuracy = figure(same, { metric: "accuracy", subgroup });
    const text = accuracy ? `accuracy ${percent(accuracy)}` : "too few";
    return [`${data}, ${split}, ${subgroup}: ${text} (${same[0].n} films).`];
  });
  return lines.length > 0 ? lines : ["Figures by view, sex or age are not known."];
}

/** Share of a class called another from which on a card names it. */
const WORTH_TELLING = 0.2;

const FLOORS: Record<string, string> = {
  majority: "The most frequent class",
  thumbnail: "A thumbnail of 16×16",
  frame: "The outer frame alone",
  histogram: "The grey histogram",
  metadata: "The file's size and format",
};

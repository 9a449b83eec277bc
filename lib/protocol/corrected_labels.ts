import { normalizeClassName } from "../data/class_names.ts";
import type { AlignedFolds } from "../evaluation/folds_outcome.ts";
import { classOf, type Task } from "../experiments/task.ts";
import type { AlignedModel } from "./fold_rows.ts";

/**
 * The task's class of a film by the diagnosis at its source.
 *
 * @param task The task.
 * @param finding Diagnosis in the source's words; `""` where it says nothing.
 * @returns One of the task's classes; `undefined` where the source says nothing or the task has no
 *   such class. A disease of the lungs that the task does not know counts as its pneumonia.
 *
 * @example
 * ```ts
 * import { correctedClass } from "lib/protocol/corrected_labels.ts";
 * import { threeClasses } from "lib/experiments/task.ts";
 * correctedClass(threeClasses, "SARS"); // "Pneumonia"
 * ```
 */
export function correctedClass(task: Task, finding: string): string | undefined {
  if (finding.trim() === "") return undefined;
  const known = classOf(task, normalizeClassName(finding));
  return known ?? (task.classNames.includes("Pneumonia") ? "Pneumonia" : undefined);
}

/**
 * Holds a model's out-of-fold answers against the sources' diagnoses instead of the published labels;
 * it was trained on the published ones all the same.
 *
 * @param aligned The model.
 * @param options Its task, and the films' diagnoses by path.
 * @returns The same films with other labels (those without a word keep theirs; those whose diagnosis
 *   the task does not know are left out), and how many changed; `undefined` where none did.
 *
 * @example
 * ```ts ignore
 * import { correctLabels } from "lib/protocol/corrected_labels.ts";
 * correctLabels(aligned, { task: threeClasses, findings: new Map([["1.png", "SARS"]]) });
 * ```
 */
export function correctLabels(
  aligned: AlignedModel,
  { task, findings }: { task: Task; findings: ReadonlyMap<string, string> },
): { aligned: AlignedModel; changed: number } | undefined {
  const { folds, groups } = aligned;
  const labels = folds.paths.map((path, i) => {
    const finding = findings.get(path) ?? "";
    const corrected = finding === ""
      ? folds.classNames[folds.yTrue[i]]
      : correctedClass(task, finding);
    return corrected === undefined ? -1 : folds.classNames.indexOf(corrected);
  });
  const changed = labels.filter((label, i) => label !== folds.yTrue[i]).length;
  if (changed === 0) return undefined;
  const kept = [...labels.keys()].filter((i) => labels[i] >= 0);
  const take = <T>(values: readonly T[]) => kept.map((i) => values[i]);
  const corrected: AlignedFolds = {
    classNames: folds.classNames,
    paths: take(folds.paths),
    yTrue: take(labels),
    repeats: folds.repeats.map(take),
    folds: folds.folds.map(take),
  };
  return { aligned: { ...aligned, folds: corrected, groups: take(groups) }, changed };
}

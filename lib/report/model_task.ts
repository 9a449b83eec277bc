import { knownClassName, normalizeClassName } from "../data/class_names.ts";
import { classOf, type Task, TASKS } from "../experiments/task.ts";

/** Kinds of pneumonia that a model's class "Pneumonia" stands for, where it has none of their own. */
const PNEUMONIAS = [
  "Viral Pneumonia",
  "Bacterial Pneumonia",
  "Fungal Pneumonia",
  "Lipoid Pneumonia",
  "Pneumonia",
];

/** Classes that say what a film is not: they fall into no class of any other task for certain. */
const VAGUE = ["non-COVID", "abnormal"];

/**
 * Finds what a model tells apart: one of the project's tasks, else its own classes as they are.
 *
 * @param classNames Classes in the order of the model's probabilities.
 * @returns The task, its classes in the model's order.
 *
 * @example
 * ```ts
 * import { modelTask } from "lib/report/model_task.ts";
 * modelTask(["COVID-19", "Normal", "Pneumonia"]).id; // "three-classes"
 * modelTask(["healthy", "Tuberculosis"]).id; // "own"
 * ```
 */
export function modelTask(classNames: readonly string[]): Task {
  const key = (names: readonly string[]) => [...names].sort().join("\n");
  const known = TASKS.find((task) => key(task.classNames) === key(classNames));
  if (known) return { ...known, classNames: [...classNames] };
  const classMap: Record<string, string> = {};
  for (const name of classNames) {
    classMap[name] = name;
    classMap[normalizeClassName(name)] ??= name;
  }
  const pneumonia = classNames.find((name) => knownClassName(name) === "Pneumonia");
  if (pneumonia) { for (const kind of PNEUMONIAS) classMap[kind] ??= pneumonia; }
  return { id: "own", classNames: [...classNames], classMap };
}

/**
 * The model's class of a film from elsewhere.
 *
 * As `classOf`, but a class that only says what a film is not ("non-COVID", "abnormal") never counts
 * as anything else: a film that is no COVID-19 may be healthy or not.
 *
 * @param task The model's task.
 * @param className Class in the data set.
 * @returns One of the task's classes; `undefined` where the model knows none for it.
 *
 * @example
 * ```ts
 * import { modelClassOf, modelTask } from "lib/report/model_task.ts";
 * modelClassOf(modelTask(["normal", "abnormal"]), "non-COVID"); // undefined
 * ```
 */
export function modelClassOf(task: Task, className: string): string | undefined {
  const name = task.classNames.includes(className) ? className : normalizeClassName(className);
  if (task.classNames.includes(name)) return name;
  if (VAGUE.includes(name) && !Object.hasOwn(task.classMap, name)) return undefined;
  return classOf(task, name);
}

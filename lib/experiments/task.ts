/** What is told apart: which classes, and which films belong to them. */
export interface Task {
  /** Short name, as in file names and `results.csv`. */
  id: string;
  /** Classes in the order of the probabilities; with two, the second is the positive one. */
  classNames: string[];
  /** Class of the task for each class of the data; films of other classes are left out. */
  classMap: Record<string, string>;
  /** Class of the task for all other films, instead of leaving them out. */
  otherClass?: string;
}

/** COVID-19, normal or pneumonia (experiments A and E). */
export const threeClasses: Task = {
  id: "three-classes",
  classNames: ["COVID-19", "Normal", "Pneumonia"],
  classMap: {
    "COVID-19": "COVID-19",
    "Normal": "Normal",
    "Pneumonia": "Pneumonia",
    "Viral Pneumonia": "Pneumonia",
    "Bacterial Pneumonia": "Pneumonia",
  },
};

/** Normal or anything else (experiment B1). */
export const normalOrAbnormal: Task = {
  id: "normal-or-abnormal",
  classNames: ["normal", "abnormal"],
  classMap: { "Normal": "normal" },
  otherClass: "abnormal",
};

/** COVID-19 or another pneumonia (experiment B2). */
export const covidOrPneumonia: Task = {
  id: "covid-or-pneumonia",
  classNames: ["Pneumonia", "COVID-19"],
  classMap: {
    "COVID-19": "COVID-19",
    "Pneumonia": "Pneumonia",
    "Viral Pneumonia": "Pneumonia",
    "Bacterial Pneumonia": "Pneumonia",
  },
};

/** COVID-19 or normal (experiment C). */
export const covidOrNormal: Task = {
  id: "covid-or-normal",
  classNames: ["Normal", "COVID-19"],
  classMap: { "Normal": "Normal", "COVID-19": "COVID-19" },
};

/** COVID-19 or anything else (experiment D). */
export const covidOrNot: Task = {
  id: "covid-or-not",
  classNames: ["non-COVID", "COVID-19"],
  classMap: { "COVID-19": "COVID-19" },
  otherClass: "non-COVID",
};

/** Every task. */
export const TASKS: readonly Task[] = [
  threeClasses,
  normalOrAbnormal,
  covidOrPneumonia,
  covidOrNormal,
  covidOrNot,
];

/**
 * The task's class of a film.
 *
 * @param task The task.
 * @param className Class of the film in its data set, as `normalizeClassName` spells it.
 * @returns One of the task's classes; `undefined` where the film is left out.
 *
 * @example
 * ```ts
 * import { classOf, covidOrNormal } from "lib/experiments/task.ts";
 * classOf(covidOrNormal, "Viral Pneumonia"); // undefined
 * ```
 */
export function classOf({ classMap, otherClass }: Task, className: string): string | undefined {
  return Object.hasOwn(classMap, className) ? classMap[className] : otherClass;
}

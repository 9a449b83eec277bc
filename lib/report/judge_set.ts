import { join } from "@std/path";
import type { Film } from "../data/manifest.ts";
import { predictFilms } from "../experiments/predict_films.ts";
import type { Task } from "../experiments/task.ts";
import type { ModelBundle } from "../models/open_bundle.ts";
import type { KeptAnswer } from "./film_answers.ts";
import { modelClassOf } from "./model_task.ts";

/** What is known of a film that a model has judged, whatever the model. */
export interface JudgedFilm
  extends Pick<Film, "path" | "group" | "patientId" | "view" | "sex" | "age" | "source"> {
  /** Class in the data set. */
  dataClass: string;
  /** The model's class for it; `""` where the model knows none. */
  trueClass: string;
  /** One a class of the model, sum 1. */
  probabilities: number[];
  /** Why the model gives no answer; nothing where it answers. */
  abstained: string[];
}

/** What came of a set. */
export interface Judgement {
  /** Films judged, those of unknown classes and those without an answer included. */
  films: JudgedFilm[];
  /** Films that could not be judged, and why. */
  failed: { path: string; reason: string }[];
}

/** Options of {@linkcode judgeSet}. */
export interface JudgeSetOptions {
  /** What the model tells apart. */
  task: Task;
  /** Paths that are not asked about, such as films that the model was trained on. */
  except: ReadonlySet<string>;
  /** What the model has said before, by path; it is asked where left out. */
  answers?: ReadonlyMap<string, KeptAnswer>;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Asks a frozen model about every film of a set, each by itself: its own decoding, gate and
 * temperature, as `deno task predict` does.
 *
 * @param bundles The model, or several of the same classes and size that answer together.
 * @param set The set's folder and films.
 * @param options See {@linkcode JudgeSetOptions}.
 * @returns What it says of each film; memory does not grow with the films' size.
 * @throws The signal's reason, where it is aborted.
 *
 * @example
 * ```ts ignore
 * import { judgeSet } from "lib/report/judge_set.ts";
 * import { modelTask } from "lib/report/model_task.ts";
 * declare const bundle: import("lib/models/open_bundle.ts").ModelBundle;
 * const task = modelTask(bundle.info.classNames);
 * await judgeSet([bundle], { root: "films", films: [] }, { task, except: new Set() });
 * ```
 */
export async function judgeSet(
  bundles: readonly ModelBundle[],
  set: { root: string; films: readonly Film[] },
  { task, except, answers, onProgress, signal }: JudgeSetOptions,
): Promise<Judgement> {
  const asked = set.films.filter(({ path }) => !except.has(path));
  const results: KeptAnswer[] = answers
    ? asked.map(({ path }) => answers.get(path) ?? { error: "the model was not asked" })
    : await predictFilms(bundles, {
      films: asked.map(({ path }) => join(set.root, path)),
      onProgress,
      signal,
    });
  const judgement: Judgement = { films: [], failed: [] };
  results.forEach(({ answer, error }, i) => {
    const film = asked[i];
    if (answer === undefined || answer.probabilities.some(Number.isNaN)) {
      const reason = error ?? answer?.abstained.join(", ") ?? "";
      judgement.failed.push({ path: film.path, reason });
      return;
    }
    const { path, group, patientId, view, sex, age, source, className } = film;
    judgement.films.push({
      ...{ path, group, patientId, view, sex, age, source },
      dataClass: className,
      trueClass: modelClassOf(task, className) ?? "",
      probabilities: answer.probabilities,
      abstained: answer.abstained,
    });
  });
  return judgement;
}

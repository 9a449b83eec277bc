import type { SkippedFile } from "../data/layouts/layout.ts";
import { clusteredShare } from "../evaluation/clustered_share.ts";
import type { Metric } from "../evaluation/evaluate_films.ts";
import { externalMetrics } from "../evaluation/external_metrics.ts";
import { type SubgroupKey, subgroupsOf } from "../evaluation/subgroups.ts";
import { callClass } from "../models/answer_film.ts";
import { NOT_FOR_DIAGNOSIS } from "../models/bundle_info.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import type { ExternalFloor } from "./external_floors.ts";
import type { JudgedFilm, Judgement } from "./judge_set.ts";
import type { StudyEvidence } from "./study_evidence.ts";
import type { TrainingOverlap } from "./training_overlap.ts";

/** The model that is evaluated. */
export interface ExternalModel {
  id: string;
  title: string;
  /** `mobilenet-v1`, `cnn`, `csv` … */
  network: string;
  /** In the order of the probabilities; with two, the second is the positive one. */
  classNames: string[];
  /** With two classes, the probability of the second from which on it is called; else `NaN`. */
  threshold: number;
  /** How that was chosen, in words. */
  thresholdBasis: string;
  /** Set that it was trained on; `""` where unknown. */
  trainedOn: string;
  /** `NaN` for several seeds together, or where unknown. */
  seed: number;
  /** How many networks answer together. */
  numModels: number;
  /** Whether it can refuse a picture. */
  hasGate: boolean;
}

/** Figures of some films. */
export interface Figures {
  n: number;
  metrics: Metric[];
}

/** Everything that is to be said of a frozen model on films from elsewhere. */
export interface ExternalReport {
  notice: string;
  model: ExternalModel;
  data: { name: string; numFilms: number; skipped: SkippedFile[] };
  overlap: TrainingOverlap;
  /** Films evaluated, by the model's classes. */
  classes: { className: string; films: number; abstained: number }[];
  /** Films whose class the model does not know, and what it calls them; abstentions are `""`. */
  unknownClasses: { className: string; films: number; called: Record<string, number> }[];
  /** Share of the films without an answer, all and by class, and why. */
  abstentions: { metrics: Metric[]; reasons: Record<string, number> };
  /** Figures of the films that it answers. */
  answered: Figures;
  /** Figures as if it answered every film. */
  forced: Figures;
  subgroups: ({ name: string; isTooFew: boolean } & Figures)[];
  floors: ExternalFloor[];
  study: StudyEvidence;
  films: JudgedFilm[];
  failed: Judgement["failed"];
}

/** Options of {@linkcode externalReport}. */
export interface ExternalReportOptions {
  model: ExternalModel;
  data: ExternalReport["data"];
  overlap: TrainingOverlap;
  floors: ExternalFloor[];
  study: StudyEvidence;
  /** By what films are parted. */
  subgroups: readonly SubgroupKey[];
  /** Seed of the bootstrap. */
  seed: number;
  /** Bootstrap draws, 2,000 where left out. */
  resamples?: number;
}

/**
 * Puts together what a frozen model does on films from elsewhere: figures of the films that it
 * answers, and as if it had answered all of them, by subgroup, beside floors and controls.
 *
 * @param judgement What the model says of each film.
 * @param options See {@linkcode ExternalReportOptions}.
 * @returns The report; the order of the films changes nothing in it but `films`.
 * @throws {RangeError} Where a film's class is none of the model's.
 *
 * @example
 * ```ts ignore
 * import { externalReport, type ExternalReportOptions } from "lib/report/external_report.ts";
 * declare const options: ExternalReportOptions;
 * externalReport({ films: [], failed: [] }, options).answered.n; // 0
 * ```
 */
export function externalReport(
  judgement: Judgement,
  options: ExternalReportOptions,
): ExternalReport {
  const { model, data, overlap, floors, study } = options;
  const sorted = [...judgement.films].sort((a, b) => a.path < b.path ? -1 : 1);
  const films = sorted.filter(({ trueClass }) => trueClass !== "");
  const answered = films.filter(({ abstained }) => abstained.length === 0);
  const figures = (part: readonly JudgedFilm[], name: string) => figuresOf(part, options, name);
  return {
    notice: NOT_FOR_DIAGNOSIS,
    model,
    data,
    overlap,
    classes: model.classNames.map((className) => {
      const members = films.filter(({ trueClass }) => trueClass === className);
      const abstained = members.filter((film) => film.abstained.length > 0).length;
      return { className, films: members.length, abstained };
    }),
    unknownClasses: unknownClasses(sorted, model),
    abstentions: abstentions(films, model.classNames),
    answered: figures(answered, ""),
    forced: figures(films, ""),
    subgroups: subgroupsOf(answered, options.subgroups).map(({ name, films: part, isTooFew }) => ({
      name,
      isTooFew,
      ...(isTooFew ? { n: part.length, metrics: [] } : figures(part.map((i) => answered[i]), name)),
    })),
    floors,
    study,
    films: sorted,
    failed: judgement.failed,
  };
}

/**
 * Calls a film's class by the model's own rule, whether it abstains or not.
 *
 * @param film The film.
 * @param model The model.
 * @returns One of its classes.
 *
 * @example
 * ```ts
 * import { calledClass } from "lib/report/external_report.ts";
 * calledClass({ probabilities: [0.6, 0.4] }, { classNames: ["Normal", "COVID-19"], threshold: 0.3 }); // "COVID-19"
 * ```
 */
export function calledClass(
  { probabilities }: Pick<JudgedFilm, "probabilities">,
  { classNames, threshold }: Pick<ExternalModel, "classNames" | "threshold">,
): string {
  return callClass(probabilities, { classNames, threshold });
}

function figuresOf(
  films: readonly JudgedFilm[],
  { model, seed, resamples }: ExternalReportOptions,
  name: string,
): Figures {
  if (films.length === 0) return { n: 0, metrics: [] };
  const { classNames } = model;
  const metrics = externalMetrics({
    yTrue: films.map(({ trueClass }) => classNames.indexOf(trueClass)),
    yPred: films.map((film) => classNames.indexOf(calledClass(film, model))),
    probabilities: films.map(({ probabilities }) => probabilities),
    groups: films.map(({ group, path }) => group || path),
    classNames,
    seed: deriveSeed(seed, "external", name),
    resamples,
  });
  return { n: films.length, metrics };
}

function unknownClasses(
  films: readonly JudgedFilm[],
  model: ExternalModel,
): ExternalReport["unknownClasses"] {
  const unknown = films.filter(({ trueClass }) => trueClass === "");
  return [...Map.groupBy(unknown, ({ dataClass }) => dataClass)]
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([className, members]) => {
      const called: Record<string, number> = {};
      for (const film of members) {
        const name = film.abstained.length > 0 ? "" : calledClass(film, model);
        called[name] = (called[name] ?? 0) + 1;
      }
      return { className, films: members.length, called };
    });
}

function abstentions(
  films: readonly JudgedFilm[],
  classNames: readonly string[],
): ExternalReport["abstentions"] {
  const isSilent = films.map(({ abstained }) => abstained.length > 0);
  const groups = films.map(({ group, path }) => group || path);
  const reasons: Record<string, number> = {};
  for (const { abstained } of films) {
    for (const text of abstained) {
      const reason = withoutNumber(text);
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  }
  return {
    metrics: [
      clusteredShare(isSilent, { metric: "abstained", groups }),
      ...classNames.map((name) =>
        clusteredShare(isSilent, {
          metric: `abstained:${name}`,
          groups,
          among: (i) => films[i].trueClass === name,
        })
      ),
    ],
    reasons,
  };
}

/** What two films have in common that are refused for one reason: all but the film's own number. */
function withoutNumber(reason: string): string {
  return reason.replace(/[\d.]+ times the distance allowed(; )?/, "").replace(" ()", "")
    .replace(/it is only \d+ × \d+ pixels/, "it is very small")
    .replace(/it is [\d.]+ times as/, "it is much more than twice as");
}

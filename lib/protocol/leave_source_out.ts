import { clusteredShare } from "../evaluation/clustered_share.ts";
import { chooseThreshold } from "../evaluation/threshold.ts";
import type { Interval } from "../evaluation/wilson_interval.ts";
import { breathe } from "../training/breathe.ts";
import { judgeRestyled, type JudgeRestyledOptions } from "./judge_restyled.ts";
import { fitRestyled, predictRestyled, type RestyledExamples } from "./restyled_classifier.ts";

/** Options of {@linkcode leaveSourceOut}. */
export interface LeaveSourceOutOptions extends Omit<JudgeRestyledOptions, "judged"> {
  /** `[film]`: whether nothing is wrong with the lungs. */
  isHealthy: readonly boolean[];
  /** `[film]`: where each was taken, `""` where unknown; a group stands in its place then. */
  places: readonly string[];
  /** Index of the class that is looked for. */
  positive: number;
  /** Share of that class's development films that the threshold must find. @default 0.9 */
  sensitivity?: number;
  onProgress?: (done: number, total: number, text: string) => void;
}

/** A share of films, with its 95 % interval by patient. */
export interface Share {
  value: number;
  n: number;
  interval: Interval;
}

/** What a classifier says of a source that it has not seen. */
export interface LeftOutSource {
  /** The source's name, as `findProvenances` gives it. */
  provenance: string;
  /** From this probability on a film is called positive: frozen on the development films. */
  threshold: number;
  /** Healthy films of the source that are called positive. */
  falseAlarms: Share;
  /** Positive films of places that were held out, too, called so by the same threshold. */
  sensitivity: Share;
}

/**
 * Leaves every source with healthy films out as a whole: what of them would be called positive in a
 * clinic that the classifier has not seen?
 *
 * The threshold is frozen on the remaining films, each judged by classifiers that had not seen its
 * group. Whether it still finds the positive ones is then measured on places (hospitals) held out in
 * their turn, since positive films of a second source may not exist.
 *
 * @param examples All films and their views.
 * @param options See {@linkcode LeaveSourceOutOptions}.
 * @returns One entry a source with healthy films; none where no other source has positive films.
 * @throws {DOMException} `AbortError` where it was stopped.
 *
 * @example
 * ```ts ignore
 * import { leaveSourceOut, type LeaveSourceOutOptions } from "lib/protocol/leave_source_out.ts";
 * import type { RestyledExamples } from "lib/protocol/restyled_classifier.ts";
 * declare const examples: RestyledExamples, options: LeaveSourceOutOptions;
 * (await leaveSourceOut(examples, options))[0].falseAlarms.value; // .5: half of the healthy ones
 * ```
 */
export async function leaveSourceOut(
  examples: RestyledExamples,
  options: LeaveSourceOutOptions,
): Promise<LeftOutSource[]> {
  const { films, groups, isHealthy, places, positive, views, c, sensitivity = 0.9 } = options;
  const { provenances, labels } = examples;
  const healthy = films.filter((i) => isHealthy[i]);
  const sources = [...new Set(healthy.map((i) => provenances[i]))].sort();
  const results: LeftOutSource[] = [];
  for (const [at, provenance] of sources.entries()) {
    options.onProgress?.(at, sources.length, `leaving out ${provenance}`);
    await breathe(options.signal);
    const rest = films.filter((i) => provenances[i] !== provenance);
    const found = rest.filter((i) => labels[i] === positive);
    if (found.length === 0 || found.length === rest.length) continue;
    const scoreOf = (rows: readonly number[][]) => rows.map((row) => row[positive]);
    const rated = { ...options, films: rest, judged: 0 };
    const own = scoreOf(await judgeRestyled(examples, rated));
    const { threshold } = chooseThreshold(
      rest.map((i) => Number(labels[i] === positive)),
      own,
      { rule: { sensitivity } },
    );
    const classifier = fitRestyled(examples, { train: rest, views, c });
    const held = healthy.filter((i) => provenances[i] === provenance);
    const alarms = scoreOf(predictRestyled(held.map((i) => examples.views[0][i]), classifier));
    const elsewhere = scoreOf(
      await judgeRestyled(examples, {
        ...rated,
        groups: groups.map((group, i) => places[i] || group),
      }),
    );
    const positives = rest.flatMap((i, j) => labels[i] === positive ? [{ i, j }] : []);
    results.push({
      provenance,
      threshold,
      falseAlarms: shareOf(held.map((i, j) => [groups[i], alarms[j] >= threshold])),
      sensitivity: shareOf(positives.map(({ i, j }) => [groups[i], elsewhere[j] >= threshold])),
    });
  }
  options.onProgress?.(sources.length, sources.length, "sources left out");
  return results;
}

function shareOf(films: readonly (readonly [group: string, isHit: boolean])[]): Share {
  const groups = films.map(([group]) => group);
  const isHit = films.map(([, isHit]) => isHit);
  const { value, ciLow, ciHigh } = clusteredShare(isHit, { metric: "share", groups });
  return { value, n: films.length, interval: [ciLow, ciHigh] };
}

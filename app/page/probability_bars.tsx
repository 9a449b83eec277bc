/** @jsxImportSource preact */
import { classColors } from "lib/display/class_colors.ts";
import type { FilmAnswer } from "lib/models/answer_film.ts";
import type { BundleInfo } from "lib/models/bundle_info.ts";

interface ProbabilityBarsProps {
  info: Pick<BundleInfo, "classNames" | "threshold">;
  answer: FilmAnswer;
}

/** A bar for each class; with two classes, the point from which on the second is called. */
export function ProbabilityBars({ info, answer }: ProbabilityBarsProps) {
  const { classNames, threshold } = info;
  const colors = classColors(classNames);
  return (
    <dl class="bars">
      {classNames.map((name, i) => {
        const share = answer.probabilities?.[i] ?? NaN;
        const range = answer.range?.[i];
        return (
          <div key={name} class={name === answer.className ? "bar called" : "bar"}>
            <dt>{name}</dt>
            <dd>
              {percent(share)}
              {range && (
                <span class="visually-hidden">
                  , between {percent(range[0])} and {percent(range[1])}
                </span>
              )}
            </dd>
            <div class="track" aria-hidden="true">
              <div class="fill" style={{ width: `${100 * share}%`, background: colors[i] }} />
              {range && (
                <div
                  class="range"
                  style={{ left: `${100 * range[0]}%`, width: `${100 * (range[1] - range[0])}%` }}
                />
              )}
              {classNames.length === 2 && i === 1 && (
                <div class="threshold" style={{ left: `${100 * threshold}%` }} />
              )}
            </div>
          </div>
        );
      })}
    </dl>
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

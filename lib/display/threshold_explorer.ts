import { escapeMarkup } from "./escape_markup.ts";
import { Note } from "./note.ts";
import { thresholdScript } from "./threshold_script.ts";

/** One film with what a model says of it. */
export interface ScoredFilm {
  /** Shown where the pointer rests on the film's dot. */
  name: string;
  /** Whether it is of the class looked for. */
  positive: boolean;
  /** Probability of that class, in [0, 1]. */
  score: number;
}

/** What stands around the explorer. */
export interface ThresholdExplorerOptions {
  /** Class looked for. */
  className: string;
  /** Where the slider begins; 0.5 where left out. */
  threshold?: number;
  title?: string;
  subtitle?: string;
}

/**
 * Lets a reader move the threshold from which a film is called positive: sensitivity, specificity
 * and the four counts follow, and so do the point on the ROC curve and the films, whose names show
 * under the pointer.
 *
 * It is one piece of HTML with its own script, so it works in an exported page, without a kernel;
 * where scripts are off it shows the numbers of the threshold that it begins with.
 *
 * @param films Films of one test.
 * @param options Class, threshold, titles.
 * @returns What a notebook shows.
 * @throws {RangeError} Where there are no films, or only of one kind.
 *
 * @example
 * ```ts
 * import { thresholdExplorer } from "lib/display/threshold_explorer.ts";
 * const films = [
 *   { name: "a.png", positive: true, score: 0.9 },
 *   { name: "b.png", positive: false, score: 0.2 },
 * ];
 * thresholdExplorer(films, { className: "COVID-19" }).text;
 * // "COVID-19 from 0.50: sensitivity 1.000, specificity 1.000"
 * ```
 */
export function thresholdExplorer(
  films: readonly ScoredFilm[],
  options: ThresholdExplorerOptions,
): Note {
  const { className, threshold = 0.5, title = `Threshold for ${className}`, subtitle } = options;
  const positives = films.filter((film) => film.positive);
  const negatives = films.filter((film) => !film.positive);
  if (positives.length === 0 || negatives.length === 0) {
    throw new RangeError(
      `Cannot explore a threshold: of ${films.length} films ${positives.length} are ${className}; ` +
        "it needs some and some others",
    );
  }
  const found = positives.filter(({ score }) => score >= threshold).length;
  const alarms = negatives.filter(({ score }) => score >= threshold).length;
  const sensitivity = (found / positives.length).toFixed(3);
  const specificity = (1 - alarms / negatives.length).toFixed(3);
  const text = `${className} from ${threshold.toFixed(2)}: sensitivity ${sensitivity}, ` +
    `specificity ${specificity}`;
  const data = films.map(({ name, positive, score }) => [name, Number(positive), score]);
  // "<" would end the script inside a name.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const label = escapeMarkup(className);
  const cell = (name: string, value: number) =>
    `<td style="text-align:right;padding:3px 12px" data-is="${name}">${value}</td>`;
  const row = (head: string, cells: string) =>
    `<tr><th style="text-align:left;font-weight:400;padding:3px 12px">${head}</th>${cells}</tr>`;
  const head = (name: string) =>
    `<th style="padding:3px 12px;font-weight:600;text-align:right">${name}</th>`;
  return new Note(
    `<div style="font-size:13px;line-height:1.45;max-width:660px">` +
      `<div style="font-weight:600;font-size:15px">${escapeMarkup(title)}</div>` +
      (subtitle ? `<div style="opacity:.75">${escapeMarkup(subtitle)}</div>` : "") +
      `<label style="display:flex;gap:.8em;align-items:center;margin:8px 0">called ${label} from ` +
      `<input type="range" min="0" max="1" step="0.01" value="${threshold}" style="flex:1">` +
      `<b data-is="threshold" style="min-width:3em">${threshold.toFixed(2)}</b></label>` +
      `<div style="display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start">` +
      `<svg data-is="plot" width="330" height="300" viewBox="0 0 330 300" font-size="11" ` +
      `fill="currentColor"></svg>` +
      `<div><div>sensitivity <b data-is="sensitivity">${sensitivity}</b> · ` +
      `specificity <b data-is="specificity">${specificity}</b></div>` +
      `<table style="border-collapse:collapse;margin:8px 0">` +
      `<tr><td></td>${head(`called ${label}`)}${head("not")}</tr>` +
      row(`${label}`, cell("found", found) + cell("missed", positives.length - found)) +
      row("others", cell("alarms", alarms) + cell("cleared", negatives.length - alarms)) +
      `</table><div data-is="name" style="min-height:3em;max-width:260px;overflow-wrap:anywhere;` +
      `opacity:.8">Rest the pointer on a dot to see its film.</div></div></div>` +
      `<script>(${thresholdScript})(document.currentScript,${json})</script></div>`,
    text,
  );
}

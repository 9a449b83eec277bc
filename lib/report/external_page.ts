import { escapeMarkup } from "../display/escape_markup.ts";
import { PREVALENCES } from "../evaluation/external_metrics.ts";
import { externalCharts } from "./external_charts.ts";
import type { ExternalReport } from "./external_report.ts";
import { evidenceRows, figureRows, floorRows } from "./external_text.ts";
import { externalWords, find, interval } from "./external_words.ts";
import { pageList, pageTable, reportPage, whisker } from "./page_parts.ts";

/** A page lists so many films that the model knew from training; the table of films has all. */
const MOST_LISTED = 40;

/**
 * Makes a page of a report: words, tables and charts, no picture of a film; no other file and no
 * network needed.
 *
 * @param report As `externalReport` makes it.
 * @returns HTML.
 *
 * @example
 * ```ts ignore
 * import { externalPage } from "lib/report/external_page.ts";
 * declare const report: import("lib/report/external_report.ts").ExternalReport;
 * await Deno.writeTextFile("ozturk.html", externalPage(report));
 * ```
 */
export function externalPage(report: ExternalReport): string {
  const { model, data, overlap } = report;
  const { headline, findings, warnings } = externalWords(report);
  const title = `${model.id} on ${data.name}`;
  const trained = model.trainedOn ? ` Trained on ${model.trainedOn}.` : "";
  const several = model.numModels > 1 ? ` ${model.numModels} networks answer together.` : "";
  const threshold = Number.isNaN(model.threshold)
    ? " The likeliest class is called."
    : ` ${model.classNames[1]} is called from ${(100 * model.threshold).toFixed(1)} % on.`;
  const parts = [
    `<h1>${escapeMarkup(title)}</h1>`,
    `<p class="quiet">${escapeMarkup(`${model.title}.${trained}${several}${threshold}`)} Model, ` +
    `threshold and temperature are frozen: nothing was fitted to these films.</p>`,
    `<p class="lead">${escapeMarkup(headline)}.</p>`,
    pageList(findings),
    warnings.length > 0 ? `<div class="mind"><h2>Mind</h2>${pageList(warnings)}</div>` : "",
    section("Figures", figures(report)),
    section("Charts", charts(report)),
    section("By class of these films", classes(report)),
    section("By subgroup", subgroups(report)),
    section("Without a network, on the same films", floors(report)),
    section("Where the model was made: floors and controls", evidence(report)),
    section("What its calls would be worth", predictiveValues(report)),
    section("Films that it knows from training", known(report)),
    section("How this was done", how(overlap.words)),
  ];
  return reportPage(title, parts.filter(Boolean).join("\n"));
}

function section(heading: string, body: string): string {
  return body === "" ? "" : `<section><h2>${escapeMarkup(heading)}</h2>\n${body}</section>`;
}

function figures(report: ExternalReport): string {
  const { answered } = report;
  if (answered.n === 0 && report.forced.n === 0) return "";
  const isShare = (metric: string) => /^(slope|intercept|brier|ece)/.test(metric) === false;
  return pageTable(
    [
      { heading: "" },
      { heading: "0 to 1", isBar: true },
      { heading: "films answered", isNumber: true },
      { heading: "as if all were", isNumber: true },
    ],
    figureRows(report).map(({ figure, metric, answered: own, "all films": all }) => [
      figure,
      isShare(metric) ? whisker(find(answered, metric)) : "",
      own,
      all,
    ]),
  ) +
    `<p class="quiet">In brackets 95 % intervals: Wilson's for shares, wider where several films are ` +
    `of one patient; a bootstrap of patients (BCa) for balanced accuracy, F1 and the area under the ` +
    `curve. “–”: not defined here. ECE by chance: what a perfectly calibrated model would show with as ` +
    `many films.</p>`;
}

function charts(report: ExternalReport): string {
  const drawn = externalCharts(report);
  if (drawn.length === 0) return "";
  return `<div class="charts">${
    drawn.map(({ svg, title }) =>
      `<figure class="paper" style="margin:0" role="img" aria-label="${
        escapeMarkup(title)
      }">${svg}</figure>`
    ).join("\n")
  }</div>`;
}

function classes({ classes, answered, abstentions }: ExternalReport): string {
  return pageTable(
    [
      { heading: "class" },
      { heading: "films", isNumber: true },
      { heading: "no answer", isNumber: true },
      { heading: "called so, 0 to 1", isBar: true },
      { heading: "of those answered", isNumber: true },
    ],
    classes.map(({ className, films }) => [
      className,
      String(films),
      interval(abstentions.metrics.find(({ metric }) => metric === `abstained:${className}`)),
      whisker(find(answered, `recall:${className}`)),
      interval(find(answered, `recall:${className}`)),
    ]),
  );
}

function subgroups(report: ExternalReport): string {
  const { subgroups: parts, model: { classNames } } = report;
  if (parts.length === 0) {
    return `<p>Nothing is known of these films' view, sex, age or source that would part them.</p>`;
  }
  return pageTable(
    [
      { heading: "subgroup" },
      { heading: "films", isNumber: true },
      { heading: "accuracy, 0 to 1", isBar: true },
      { heading: "accuracy", isNumber: true },
      ...classNames.map((name) => ({ heading: `${name} found`, isNumber: true })),
    ],
    parts.map(({ name, isTooFew, ...own }) => {
      const text = (metric: string) => isTooFew ? "too few" : interval(find(own, metric));
      return [
        name.replace("=", ": "),
        String(own.n),
        whisker(find(own, "accuracy")),
        text("accuracy"),
        ...classNames.map((each) => text(`recall:${each}`)),
      ];
    }),
  ) + `<p class="quiet">Fewer than ten films get no figure.</p>`;
}

function floors(report: ExternalReport): string {
  if (report.floors.length === 0) {
    return `<p>Not computed: too few films, or a class without films to learn from.</p>`;
  }
  const metric = (i: number, ...names: string[]) =>
    report.floors[i].metrics.find((each) => names.includes(each.metric));
  return pageTable(
    [
      { heading: "looks at" },
      { heading: "balanced accuracy, 0 to 1", isBar: true },
      { heading: "balanced accuracy", isNumber: true },
      { heading: "accuracy", isNumber: true },
      { heading: "AUC", isNumber: true },
    ],
    [
      [
        "the model",
        whisker(find(report.answered, "balanced_accuracy")),
        interval(find(report.answered, "balanced_accuracy")),
        interval(find(report.answered, "accuracy")),
        (find(report.answered, "auc") ?? find(report.answered, "macro_auc"))?.value.toFixed(3) ??
          "–",
      ],
      ...floorRows(report).map((row, i) => [
        row["looks at"],
        whisker(metric(i, "balanced_accuracy")),
        row["balanced accuracy"],
        row.accuracy,
        row.AUC,
      ]),
    ],
  ) + `<p class="quiet">The floors were ${escapeMarkup(basisWords(report.floors[0].basis))}.</p>`;
}

function basisWords(basis: string): string {
  return basis.startsWith("trained") ? basis : `cross-validated: ${basis}`;
}

function evidence(report: ExternalReport): string {
  const { study } = report;
  const rows = evidenceRows(report);
  const table = rows.length === 0 ? "" : pageTable(
    [
      { heading: "" },
      { heading: "" },
      { heading: "films" },
      { heading: "0 to 1", isBar: true },
      { heading: "accuracy", isNumber: true },
    ],
    [...study.own, ...study.floors, ...study.controls].map((each, i) => [
      rows[i].kind,
      rows[i].what,
      rows[i].films,
      whisker({ ...each, value: each.accuracy }),
      rows[i].accuracy,
    ]),
  );
  return table + pageList(study.missing.map((what) => `Not known: ${what}`));
}

function predictiveValues({ answered, model }: ExternalReport): string {
  const names = model.classNames.length === 2 ? [model.classNames[1]] : model.classNames;
  const told = names.filter((name) => find(answered, `ppv:${name}@${PREVALENCES[0]}`));
  if (told.length === 0) return "";
  const percent = (value = NaN) => Number.isNaN(value) ? "–" : `${(100 * value).toFixed(1)} %`;
  return pageTable(
    [
      { heading: "share among all whose films are taken", isNumber: true },
      ...told.flatMap((name) => [
        { heading: `called ${name} and is`, isNumber: true },
        { heading: `not called ${name} and is not`, isNumber: true },
      ]),
    ],
    PREVALENCES.map((prevalence) => [
      percent(prevalence),
      ...told.flatMap((name) => [
        percent(find(answered, `ppv:${name}@${prevalence}`)?.value),
        percent(find(answered, `npv:${name}@${prevalence}`)?.value),
      ]),
    ]),
  ) +
    `<p class="quiet">Positive and negative predictive value, by Bayes' rule from sensitivity and ` +
    `specificity above: a set in which half the films are of one class hides what few cases among many ` +
    `would do.</p>`;
}

function known({ overlap: { films } }: ExternalReport): string {
  if (films.length === 0) return "";
  const shown = films.slice(0, MOST_LISTED);
  const more = films.length - shown.length;
  return `<details><summary>${films.length} films, left out of every figure</summary>` +
    pageTable(
      [{ heading: "film" }, { heading: "what" }, { heading: "training film" }],
      shown.map(({ path, kind, trainPath, correlation }) => [
        path,
        Number.isNaN(correlation) ? kind : `${kind}, correlation ${correlation.toFixed(3)}`,
        trainPath,
      ]),
    ) + (more > 0 ? `<p class="quiet">And ${more} more.</p>` : "") + `</details>`;
}

function how(words: readonly string[]): string {
  return pageList([
    "Each film went through the model by itself, decoded, softened and judged as for anybody who asks it",
    ...words,
    "Copies are looked for by the file's hash and by thumbnails of 64×64 that correlate at .98 or more; " +
    "a crop, a turn or a mirror image can hide one",
  ]);
}

import assert from "node:assert/strict";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { externalJson, filmRows } from "lib/report/external_json.ts";
import { externalPage } from "lib/report/external_page.ts";
import { externalReport, type ExternalReportOptions } from "lib/report/external_report.ts";
import { externalRows, replaceRows } from "lib/report/external_rows.ts";
import { externalText } from "lib/report/external_text.ts";
import { externalWords } from "lib/report/external_words.ts";
import type { JudgedFilm } from "lib/report/judge_set.ts";

const options: ExternalReportOptions = {
  model: {
    ...{ id: "C", title: "a <test>", network: "cnn", classNames: ["Normal", "COVID-19"] },
    ...{ threshold: 0.3, thresholdBasis: "Youden's", trainedOn: "made", seed: 1, numModels: 1 },
    hasGate: true,
  },
  data: { name: "clinic", numFilms: 46, skipped: [] },
  overlap: { films: [], checked: "nothing", words: ["NOT CHECKED at all"] },
  floors: [{
    ...{
      name: "frame" as const,
      title: "outer frame only",
      basis: "trained on the model's own",
      n: 42,
    },
    metrics: [{ metric: "balanced_accuracy", value: 0.99, ciLow: NaN, ciHigh: NaN, ciMethod: "" }],
  }],
  study: {
    own: [],
    floors: [],
    controls: [],
    verdict: ["Controls, red: no lungs needed"],
    missing: [],
  },
  subgroups: ["view", "sex"],
  seed: 1,
  resamples: 100,
};

/** 20 healthy films, 5 of them called ill; 20 ill ones, all found; 2 refused; 4 of another class. */
const films: JudgedFilm[] = Array.from({ length: 46 }, (_, i) => {
  const dataClass = i < 20 ? "Normal" : i < 42 ? "COVID-19" : "SARS";
  const p = i < 20 ? (i < 5 ? 0.31 + i / 100 : 0.1 + i / 500) : 0.6 + i / 500;
  return {
    ...{
      path: `${String(i).padStart(2, "0")}.png`,
      dataClass,
      group: `g${i}`,
      patientId: "",
      source: "s",
    },
    trueClass: dataClass === "SARS" ? "" : dataClass,
    ...{ view: i % 2 ? "PA" : "AP", sex: i === 0 ? "F" : "M", age: NaN },
    probabilities: [1 - p, p],
    abstained: i === 40 || i === 41
      ? ["it looks unlike films (2.5 times the distance allowed)"]
      : [],
  };
});
const report = externalReport({ films, failed: [] }, options);
const value = (figures: typeof report.answered, name: string) =>
  figures.metrics.find(({ metric }) => metric === name)!.value;

Deno.test("externalReport() uses the frozen threshold, with and without the films refused", () => {
  assert.deepEqual([report.answered.n, report.forced.n], [40, 42]);
  assert.equal(value(report.answered, "specificity"), 0.75);
  assert.equal(value(report.answered, "sensitivity"), 1);
  assert.equal(value(report.answered, "confusion:COVID-19>COVID-19"), 20);
  assert.equal(value(report.forced, "confusion:COVID-19>COVID-19"), 22);
  assert.equal(report.abstentions.metrics[0].value, 2 / 42);
  assert.deepEqual(report.abstentions.reasons, { "it looks unlike films": 2 });
  assert.deepEqual(report.unknownClasses, [{
    className: "SARS",
    films: 4,
    called: { "COVID-19": 4 },
  }]);
  assert.deepEqual(report.subgroups.map(({ name, n, isTooFew }) => [name, n, isTooFew]), [
    ["view=AP", 20, false],
    ["view=PA", 20, false],
    ["sex=F", 1, true],
    ["sex=M", 39, false],
  ]);
});

Deno.test("externalReport() is the same, to the last bit, however the films are shuffled", () => {
  for (const seed of [1, 2, 3]) {
    const shuffled = externalReport(
      { films: shuffle(films, seededRandom(seed)), failed: [] },
      options,
    );
    assert.deepEqual(shuffled, report);
  }
});

Deno.test("a report says in words what a floor reaches, what was not checked and what is unknown", () => {
  const { headline, findings, warnings } = externalWords(report);
  assert.equal(
    headline,
    "On the 40 films of clinic that it answers: accuracy 87.5 % (73.9 to 94.5 %)",
  );
  const all = [...findings, ...warnings].join("\n");
  assert.match(all, /Of 20 Normal films it calls 75\.0 % .* so; COVID-19 25\.0 %/);
  assert.match(
    all,
    /outer frame only reaches a balanced accuracy of 99\.0 %.*the model is no better than that/,
  );
  assert.match(all, /NOT CHECKED at all/);
  assert.match(all, /4 films of "SARS", a class that the model does not know/);
  assert.match(all, /Controls, red: no lungs needed/);
});

Deno.test("page, text and JSON of a report say that it is not for diagnosis, and escape what they are given", () => {
  const page = externalPage(report),
    text = externalText(report),
    json = JSON.stringify(externalJson(report));
  for (const form of [page, text, json]) assert.match(form, /Not for diagnosis/);
  assert.match(page, /a &lt;test&gt;/);
  assert(!/NaN|undefined/.test(page.replaceAll(/<svg.*?<\/svg>/gs, "")), "no hole is shown");
  assert(!/NaN|undefined/.test(text));
  assert.match(text, /sex=F +1 +too few/);
  assert.equal(filmRows(report).length, 46);
});

Deno.test("a set of which nothing is answered has no figures, and a page all the same", () => {
  const silent = films.map((film) => ({ ...film, abstained: ["it is a colour picture"] }));
  const none = externalReport({ films: silent, failed: [] }, options);
  assert.equal(externalWords(none).headline, "It answers none of the 42 films of clinic");
  assert.match(externalPage(none), /it is a colour picture \(42\)/);
});

Deno.test("externalRows() gives each figure once; replaceRows() lets other sets' rows stay", () => {
  const rows = externalRows(report, { profile: "full", commit: "", seconds: 1 });
  const keys = rows.map((row) => [row.experiment, row.split, row.subgroup, row.metric].join("|"));
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(
    rows.filter(({ metric }) => metric === "films").map(({ subgroup, n }) => [subgroup, n]),
    [
      ["sex=F", 1],
    ],
  );
  const other = { ...rows[0], data: "other" };
  assert.equal(replaceRows([other, ...rows], rows).length, rows.length + 1);
});

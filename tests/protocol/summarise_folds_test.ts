import { join } from "@std/path";
import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms } from "lib/data/split.ts";
import { resultRow } from "lib/evaluation/result_row.ts";
import { readTopic, writeTopic } from "lib/experiments/topic_results.ts";
import { covidOrNormal, threeClasses } from "lib/experiments/task.ts";
import { differencesTo, foldGaps, predictivePoints } from "lib/protocol/chart_rows.ts";
import { correctedClass } from "lib/protocol/corrected_labels.ts";
import { crossValidate } from "lib/protocol/cross_validate.ts";
import type { FoldRecipe } from "lib/protocol/fold_recipe.ts";
import { calibrationTable, comparisonsTable, foldsTable } from "lib/protocol/folds_table.ts";
import { mergeTopic } from "lib/protocol/merge_topic.ts";
import { readFolds } from "lib/protocol/read_folds.ts";
import { reliabilitySeries } from "lib/protocol/reliability_series.ts";
import { summariseFolds } from "lib/protocol/summarise_folds.ts";
import { deriveSeed } from "lib/random/derive_seed.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { tempDir } from "../data/test_films.ts";

/** Forty films of thirty patients. */
const FILMS = Array.from({ length: 40 }, (_, i) =>
  makeFilm({
    path: `${i}.png`,
    sha256: `${i}`,
    group: `patient ${i < 20 ? Math.floor(i / 2) : i}`,
    className: (i < 20 ? Math.floor(i / 2) : i) % 2 ? "COVID-19" : "Normal",
    split: "train",
  }));
const SPLIT = splitFilms({ films: FILMS }, { seed: 1, testFraction: 0, validationFraction: 0 });

/** Judges films by their class and some noise: the more skill, the better. */
function madeRecipe(id: string, skill: number): FoldRecipe {
  return {
    id,
    title: id,
    model: "made",
    task: covidOrNormal,
    settings: { skill },
    holdOutValidation: false,
    fitFold: (films, { seed }) => {
      const random = seededRandom(deriveSeed(seed, id));
      const held = films.filter(({ part }) => part === "test");
      return Promise.resolve({
        probabilities: held.map(({ className }) => {
          const z = skill * (className === "COVID-19" ? 1 : -1) + normal(random);
          const p = 1 / (1 + Math.exp(-2 * z));
          return [1 - p, p];
        }),
      });
    },
    [Symbol.dispose]() {},
  };
}

async function madeStudy() {
  const out = await tempDir();
  for (const deal of ["grouped", "random"] as const) {
    for (
      const recipe of [
        madeRecipe("nested:covid-or-normal", 2),
        madeRecipe("good", 1.5),
        madeRecipe("floor-thumbnail:covid-or-normal", 0.1),
        madeRecipe("floor-frame:covid-or-normal", 0),
      ]
    ) {
      await crossValidate(recipe, { split: SPLIT, out, k: 4, repeats: 2, deal, seed: 1 });
    }
  }
  return { out, set: { name: "made" }, split: SPLIT, profile: "quick", resamples: 60 };
}

Deno.test("summariseFolds() writes folds, comparisons, calibration and nested", async () => {
  const study = await madeStudy();
  const { folds, comparisons, calibration } = await summariseFolds(study);
  const of = (experiment: string, metric: string, repeat = NaN) =>
    folds.find((row) =>
      row.experiment === experiment && row.metric === metric && row.split.endsWith("grouped") &&
      Object.is(row.repeat, repeat)
    )!;
  const mean = of("good", "accuracy");
  assert.equal(mean.value, (of("good", "accuracy", 0).value + of("good", "accuracy", 1).value) / 2);
  assert.equal(mean.ciMethod, "wilson-cluster");
  assert(mean.ciLow < mean.value && mean.value < mean.ciHigh);
  assert.equal(mean.n, 40);
  // Three models and floors in pairs, but for the floors with each other.
  const pairs = [...new Set(comparisons.map(({ experiment }) => experiment))];
  assert.deepEqual(pairs, [
    "good vs nested:covid-or-normal",
    "good vs floor-frame:covid-or-normal",
    "good vs floor-thumbnail:covid-or-normal",
    "nested:covid-or-normal vs floor-frame:covid-or-normal",
    "nested:covid-or-normal vs floor-thumbnail:covid-or-normal",
  ]);
  const ps = (metric: string) =>
    comparisons.filter((row) => row.metric === metric).map(({ value }) => value);
  ps("mcnemar:p").forEach((p, i) => assert(ps("mcnemar:p-holm")[i] >= Math.min(1, p)));
  assert(Math.max(...ps("delong:p-holm")) <= 1);
  assert(calibration.some(({ metric, control }) => metric === "temperature" && control !== ""));
  assert.deepEqual(
    [...new Set((await readTopic(study.out, "nested")).map(({ split }) => split))].sort(),
    ["nested-out-of-fold-grouped", "nested-out-of-fold-random"],
  );
  assert.equal((await readTopic(study.out, "folds")).length, folds.length);
});

Deno.test("summariseFolds() leaves what train best wrote, and replaces its own", async () => {
  const study = await madeStudy();
  const row = { experiment: "best", data: "made", split: "out-of-fold", n: 9, metric: "accuracy" };
  await writeTopic(study.out, "folds", [
    resultRow({ ...row, value: 0.9 }),
    resultRow({ ...row, experiment: "gone", value: 0.8 }),
  ]);
  const { folds } = await summariseFolds(study);
  const written = await readTopic(study.out, "folds");
  assert.equal(written.length, folds.length + 1);
  assert.equal(written.find(({ experiment }) => experiment === "best")!.value, 0.9);
  assert(!written.some(({ experiment }) => experiment === "gone"));
});

Deno.test("tables and charts take what they show from the rows", async () => {
  const study = await madeStudy();
  const { folds, comparisons, calibration } = await summariseFolds(study);
  const [first, , , last] = foldsTable(folds, calibration);
  assert.equal(first.folds, "grouped");
  assert.match(first.accuracy, /^0\.\d{3} \(0\.\d{3} to [01]\.\d{3}\)$/);
  assert.match(last.model, /^floor-/);
  assert.match(comparisonsTable(comparisons)[0].accuracy, /^[+−]0\.\d{3} \([+−]/);
  assert.equal(calibrationTable(calibration).length, 8);
  assert.equal(foldGaps(folds).length, 4);
  assert(foldGaps(folds).some(({ model }) => model === "thumbnail (no lungs)"));
  const reference = "floor-thumbnail:covid-or-normal";
  const differences = differencesTo(comparisons, { reference });
  assert.deepEqual(differences.map(({ model }) => model).sort(), [
    "good",
    "nested:covid-or-normal",
  ]);
  assert(differences.every(({ value, low }) => value > 0 && low > 0));
  const points = predictivePoints(folds, "good");
  assert.equal(points[0].prevalence, 0.005);
  assert(points[0].ppv < points.at(-1)!.ppv);
  const [model] = await readFolds(study.out);
  const [series] = reliabilitySeries(model, { bins: 5 });
  assert.equal(series.bins.reduce((sum, { n }) => sum + n, 0), 40); // no film twice
});

Deno.test("summariseFolds() refuses folds of films that the split does not know", async () => {
  const study = await madeStudy();
  await assert.rejects(
    summariseFolds({ ...study, split: SPLIT.slice(1) }),
    /Film "0.png" of .* is not in split.csv/,
  );
});

Deno.test("mergeTopic() replaces its own rows and leaves others'", async () => {
  const { out } = await madeStudy();
  const [row] = (await summariseFolds({
    ...await madeStudy(),
  })).folds;
  const isOwn = ({ control }: { control: string }) => control === "mine";
  await mergeTopic(out, "controls", [{ ...row, control: "theirs" }], () => false);
  await mergeTopic(out, "controls", [{ ...row, control: "mine", value: 1 }], isOwn);
  await mergeTopic(out, "controls", [{ ...row, control: "mine", value: 2 }], isOwn);
  const found = await readTopic(out, "controls");
  assert.deepEqual(found.map(({ control }) => control).sort(), ["mine", "theirs"]);
  assert.equal(found.find(isOwn)!.value, 2);
  assert((await Deno.stat(join(out, "results", "controls.csv"))).isFile);
});

Deno.test("summariseFolds() holds answers against the sources' diagnoses where they are known", async () => {
  const study = await madeStudy();
  const findings = new Map([["0.png", "COVID-19"], ["1.png", "SARS"], ["2.png", ""]]);
  const { folds } = await summariseFolds({ ...study, findings });
  const corrected = folds.filter(({ subgroup }) => subgroup === "labels=corrected");
  assert(corrected.every(({ n, repeat }) => n === 39 && Number.isNaN(repeat))); // SARS is neither
  assert.equal(foldsTable(folds, []).length, 8);
  const none = await summariseFolds({ ...study, findings: new Map([["2.png", ""]]) });
  assert(none.folds.every(({ subgroup }) => subgroup === ""));
});

Deno.test("correctedClass() reads the source's words", () => {
  assert.equal(correctedClass(threeClasses, "COVID-19, ARDS"), "COVID-19");
  assert.equal(correctedClass(threeClasses, "No Finding"), "Normal");
  assert.equal(correctedClass(threeClasses, "Streptococcus"), "Pneumonia");
  assert.equal(correctedClass(covidOrNormal, "SARS"), undefined);
  assert.equal(correctedClass(threeClasses, " "), undefined);
});

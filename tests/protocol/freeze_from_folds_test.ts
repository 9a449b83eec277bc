import { join } from "@std/path";
import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms } from "lib/data/split.ts";
import { finishRun } from "lib/experiments/run.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import { formatBundleInfo } from "lib/models/bundle_info.ts";
import { parseBundleInfo } from "lib/models/parse_bundle_info.ts";
import type { FoldRecipe } from "lib/protocol/fold_recipe.ts";
import { freezeFromFolds } from "lib/protocol/freeze_from_folds.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { tempDir } from "../data/test_films.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

const FILMS = Array.from({ length: 80 }, (_, i) =>
  makeFilm({
    path: `${i}.png`,
    sha256: `${i}`.padStart(64, "0"),
    className: i % 2 ? "COVID-19" : "Normal",
    split: i < 60 ? "train" : "test",
  }));
const SPLIT = splitFilms({ films: FILMS }, { seed: 1, validationFraction: 0.2 });

/** Too sure of itself, and leaning to COVID-19. */
function boldRecipe(seen: Set<string>): FoldRecipe {
  return {
    id: "bold",
    title: "Bold",
    model: "made",
    task: covidOrNormal,
    settings: {},
    holdOutValidation: false,
    fitFold: (films, { seed }) => {
      films.forEach(({ path }) => seen.add(path));
      const random = seededRandom(seed);
      const held = films.filter(({ part }) => part === "test");
      return Promise.resolve({
        probabilities: held.map(({ className }) => {
          const z = (className === "COVID-19" ? 1 : -1) + normal(random);
          const p = 1 / (1 + Math.exp(-8 * z - 3));
          return [1 - p, p];
        }),
      });
    },
    [Symbol.dispose]() {},
  };
}

async function madeRun(out: string): Promise<string> {
  const dir = join(out, "experiments", "bold", "seed-1");
  const classNames = covidOrNormal.classNames;
  await finishRun(dir, {
    run: {
      experiment: "bold",
      model: "made",
      task: covidOrNormal.id,
      title: "Bold",
      data: "made",
      profile: "full",
      seed: 1,
      settings: {},
      epoch: 1,
      numParams: 1,
      fingerprint: "",
      trainingSeconds: 1,
      seconds: 1,
    },
    classNames,
    history: [],
    predictions: SPLIT.map(({ path, className, split }) => ({
      path,
      split,
      trueClass: className,
      probabilities: className === "COVID-19" ? [0.1, 0.9] : [0.4, 0.6],
    })),
  });
  const hash = "0".repeat(64);
  const info = madeBundleInfo({ id: "bold", classNames, temperature: 1 });
  await Deno.mkdir(join(dir, "model"));
  await Deno.writeTextFile(
    join(dir, "model", "bundle.json"),
    formatBundleInfo(info, { "model.json": hash, "weights.bin": hash }),
  );
  return dir;
}

Deno.test("freezeFromFolds() chooses on training films alone, and freezes it into the bundle", async () => {
  const out = await tempDir();
  const dir = await madeRun(out);
  const seen = new Set<string>();
  const options = { out, set: { name: "made" }, split: SPLIT, repeats: 2, seed: 1 };
  const { tuning, runs } = await freezeFromFolds(boldRecipe(seen), options);
  assert.deepEqual(runs, [dir]);
  const tests = SPLIT.filter(({ split }) => split === "test");
  assert(tests.length === 20 && tests.every(({ path }) => !seen.has(path)));
  assert.equal(seen.size, 60);
  assert(tuning.temperature > 1.5, `${tuning.temperature}`);
  assert(tuning.threshold > 0.5 && tuning.threshold < 1);
  assert(tuning.at90.sensitivity > 0.5 && tuning.at90.sensitivity <= 1);
  const file = join(dir, "model", "bundle.json");
  const text = await Deno.readTextFile(file);
  const { info } = parseBundleInfo(text);
  assert.equal(info.temperature, tuning.temperature);
  assert.equal(info.threshold, tuning.threshold);
  assert.equal(info.thresholdBasis, "Youden's on 60 training films, out of fold");
  // Again: nothing changes, though the bundle has another temperature than the run by now.
  await freezeFromFolds(boldRecipe(seen), options);
  assert.equal(await Deno.readTextFile(file), text);
  const record = JSON.parse(await Deno.readTextFile(join(dir, "tuning.json")));
  assert.equal(record.runTemperature, 1);
});

Deno.test("freezeFromFolds() of a recipe without runs only chooses", async () => {
  const out = await tempDir();
  const options = { out, set: { name: "made" }, split: SPLIT, repeats: 1, seed: 1 };
  assert.deepEqual((await freezeFromFolds(boldRecipe(new Set()), options)).runs, []);
});

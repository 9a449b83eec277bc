import { join } from "@std/path";
import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms, writeSplit } from "lib/data/split.ts";
import { finishRun } from "lib/experiments/run.ts";
import { readSweep } from "lib/sweep/read_sweep.ts";
import { parseSweepSpec } from "lib/sweep/sweep_spec.ts";
import { listUnits } from "lib/sweep/sweep_unit.ts";
import { readResults } from "lib/evaluation/results.ts";
import { sweepTable, writeSweepFiles } from "../../tools/sweep/show_sweep.ts";
import { tempDir } from "../data/test_films.ts";
import { FIRST_EPOCH } from "../training/made_history.ts";

const CLASSES = ["COVID-19", "Normal", "Pneumonia"];
const PATHS = Array.from({ length: 12 }, (_, i) => `${String(i).padStart(2, "0")}.png`);

/** A sweep of A and A+ whose units are written by hand: `isRight` says which film is called right. */
async function makeSweep(
  isRight: (unit: { recipe: string; seed: number }, film: number) => boolean,
  isDone: (unit: { recipe: string; seed: number; fold: number }) => boolean = () => true,
): Promise<string> {
  const out = await tempDir();
  const spec = parseSweepSpec('{ "recipes": ["A", "A+"], "folds": 2, "seeds": 2 }', "s.json");
  const films = PATHS.map((path, i) =>
    makeFilm({ path, className: CLASSES[i % 3], group: path, split: "train" })
  );
  const split = splitFilms({ films }, { seed: 1, testFraction: 0, validationFraction: 0 });
  await writeSplit(join(out, "films/x/split.csv"), split);
  const units = listUnits(spec).map((unit, i) => ({ name: `unit-${i}`, ...unit }));
  const record = { spec, films: "", code: "", study: "films/x", units };
  await Deno.writeTextFile(join(out, "sweep.json"), JSON.stringify(record));
  for (const unit of units) {
    const fold = unit.folds!.fold;
    if (!isDone({ ...unit, fold })) continue;
    const dir = join(out, "units", unit.name);
    const run = { experiment: unit.recipe, seed: unit.seed, data: "mine" };
    await finishRun(join(dir, "experiments", unit.recipe, `seed-${unit.seed}`), {
      run: run as never,
      classNames: CLASSES,
      history: [FIRST_EPOCH],
      predictions: PATHS.map((path, i) => {
        const called = (i % 3 + Number(!isRight(unit, i))) % 3;
        return {
          path,
          split: i % 2 === fold ? "test" : "train",
          trueClass: CLASSES[i % 3],
          probabilities: [0, 1, 2].map((k) => k === called ? 0.8 : 0.1),
        };
      }),
    });
    const about = { ...run, ...unit, seconds: 2 };
    await Deno.writeTextFile(join(dir, "unit.json"), JSON.stringify(about));
  }
  return out;
}

Deno.test("readSweep() averages seeds, and compares film by film with the first arm", async () => {
  // A: 6 of 12 right with either seed; A+: 9 with seed 1, 8 with seed 2.
  const out = await makeSweep(({ recipe, seed }, film) =>
    film < (recipe === "A" ? 6 : seed === 1 ? 9 : 8)
  );
  const [a, plus] = await readSweep(out, { resamples: 200 });
  assert.equal(a.run, "A");
  assert.deepEqual([a.films, a.fits, a.of, a.seconds], [12, 4, 4, 2]);
  assert.equal(a.accuracy, 0.5);
  assert(Number.isNaN(a.difference));
  assert(Math.abs(plus.accuracy - 8.5 / 12) < 1e-12);
  assert.deepEqual(plus.seeds, [9 / 12, 8 / 12]);
  assert(Math.abs(plus.difference - 2.5 / 12) < 1e-12);
  assert(plus.differenceLow < plus.difference && plus.difference < plus.differenceHigh);
});

Deno.test("readSweep() counts a seed only when all its folds are done", async () => {
  const out = await makeSweep(
    (_, film) => film < 6,
    ({ recipe, seed, fold }) => recipe === "A" ? true : seed === 1 && fold === 0,
  );
  const [a, plus] = await readSweep(out, { resamples: 50 });
  assert.equal(a.fits, 4);
  assert.deepEqual([plus.fits, plus.films], [1, 0]);
  assert(Number.isNaN(plus.accuracy) && Number.isNaN(plus.difference));
  assert.match(sweepTable([a, plus]).text, /A\+ +1 of 4 /);
  assert.deepEqual(await readSweep(join(out, "nothing")), []);
});

Deno.test("writeSweepFiles() writes numbers and charts", async () => {
  const out = await makeSweep(({ recipe }, film) => film < (recipe === "A" ? 6 : 9));
  const rows = await readSweep(out, { resamples: 50 });
  const files = (await writeSweepFiles(out, rows)).map((file) => file.slice(out.length + 1));
  assert.deepEqual(files, ["results.csv", "accuracy.svg", "difference-three-classes.svg"]);
  const results = await readResults(join(out, "results.csv"));
  const found = results.find(({ metric }) => metric === "difference:accuracy")!;
  assert.equal(found.experiment, "A+");
  assert(Math.abs(found.value - 0.25) < 1e-12);
  assert.match(await Deno.readTextFile(join(out, "difference-three-classes.svg")), /\+0\.250/);
});

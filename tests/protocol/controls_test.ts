import assert from "node:assert/strict";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { readFilms } from "lib/data/read_films.ts";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { splitFilms } from "lib/data/split.ts";
import { threeClasses } from "lib/experiments/task.ts";
import { readTopic } from "lib/experiments/topic_results.ts";
import { controlRows } from "lib/protocol/control_rows.ts";
import { controlTable } from "lib/protocol/control_table.ts";
import { readControls, writeControls } from "lib/protocol/controls_record.ts";
import { controlsSummary } from "lib/protocol/describe_controls.ts";
import type { FoldRecipe } from "lib/protocol/fold_recipe.ts";
import { predictSources } from "lib/protocol/predict_source.ts";
import { runControls } from "lib/protocol/run_controls.ts";
import { loadPixels } from "lib/data/load_pixels.ts";

/** Calls a film by how bright its lower right corner is: it lives on a planted letter. */
function cornerReader(root: string, cacheDir: string): FoldRecipe {
  return {
    id: "corner",
    title: "Reads a corner",
    model: "corner",
    task: threeClasses,
    settings: {},
    holdOutValidation: false,
    async fitFold(films) {
      const { data } = await loadPixels({ root, films: [...films] }, {
        imageSize: [64, 64],
        cacheDir,
      });
      const corner = films.map((_, i) => {
        let most = 0;
        for (let y = 50; y < 64; y++) {
          for (let x = 50; x < 64; x++) most = Math.max(most, data[i * 4096 + y * 64 + x]);
        }
        return most;
      });
      const test = films.flatMap(({ part }, i) => part === "test" ? [i] : []);
      return {
        probabilities: test.map((i) => corner[i] > 250 ? [0.8, 0.1, 0.1] : [0.1, 0.5, 0.4]),
      };
    },
    [Symbol.dispose]() {},
  };
}

async function planted(dir: string) {
  await writePhantomSet(dir, {
    seed: 3,
    numTrain: 30,
    numTest: 0,
    imageSize: 64,
    shortcut: { "COVID-19": "P" },
  });
  const set = await readFilms(dir);
  return { set, split: splitFilms(set, { seed: 1, testFraction: 0, validationFraction: 0 }) };
}

Deno.test("runControls() closes one way after another on identical folds", async () => {
  const dir = await Deno.makeTempDir();
  const { set, split } = await planted(`${dir}/films`);
  const opened: string[] = [];
  const options = {
    set,
    split,
    out: `${dir}/out`,
    open: (root: string) => {
      opened.push(root);
      return Promise.resolve(cornerReader(root, `${dir}/cache`));
    },
    imageSize: [64, 64] as [number, number],
    cacheDir: `${dir}/cache`,
    maskedDir: `${dir}/masked`,
    k: 3,
    repeats: 2,
    seed: 1,
  };
  const outcome = await runControls(options);
  assert.deepEqual(outcome.controls.map(({ mask }) => mask), [
    "frame-only",
    "lungs-only",
    "lungs-erased",
    "lung-outline",
    "corners-blanked",
  ]);
  assert.deepEqual(outcome.lungSources, { outlined: 30, network: 0 }); // the painter knows
  assert.equal(new Set(opened).size, 6); // whole films and five masked folders
  const foldsOf = (outcomes: typeof outcome.full) =>
    outcomes.map(({ predictions }) => predictions.map(({ path, split }) => `${path} ${split}`));
  for (const { outcomes } of outcome.controls) {
    assert.deepEqual(foldsOf(outcomes), foldsOf(outcome.full));
  }

  const rows = controlRows(outcome, [], {
    data: "phantom",
    split,
    seed: 1,
    profile: "quick",
    commit: "",
    resamples: 100,
  });
  const recall = (control: string) =>
    rows.find((row) => row.control === control && row.metric === "recall:COVID-19")!.value;
  assert.equal(recall(""), 1);
  assert.equal(recall("frame-only"), 1); // the letter stands in the frame
  assert.ok(recall("lungs-only") < 0.5); // and not in the lungs, where side markers may lie
  assert.ok(recall("corners-blanked") < 0.5);
  const record = await writeControls(`${dir}/out`, outcome, { rows, sources: [] });
  assert.equal(record.light, "red");
  assert.match(record.reasons[0], /this accuracy does not show that lungs were read$/);

  // A second time everything is read; figures of other experiments stay.
  const again = await runControls({
    ...options,
    open: (root) => {
      const recipe = cornerReader(root, `${dir}/cache`);
      return Promise.resolve({
        ...recipe,
        fitFold: () => Promise.reject(new Error("trained anew")),
      });
    },
  });
  await writeControls(`${dir}/out`, { ...again, experiment: "other" }, {
    rows: rows.map((row) => ({ ...row, experiment: "other" })),
    sources: [],
  });
  assert.deepEqual(again, outcome);
  const written = await readTopic(`${dir}/out`, "controls");
  assert.deepEqual([...new Set(written.map(({ experiment }) => experiment))], ["corner", "other"]);
  assert.ok(written.every(({ control }) => control !== ""));
  assert.deepEqual((await readControls(`${dir}/out`)).map(({ experiment }) => experiment), [
    "corner",
    "other",
  ]);
  const lines = await controlsSummary(`${dir}/out`, { experiment: "corner" });
  assert.match(lines[1], /^ {2}RED: /);
  assert.ok(lines.some((line) => line.includes("frame-only")));
  await Deno.remove(dir, { recursive: true });
});

Deno.test("runControls() says which controls it had to leave out", async () => {
  const dir = await Deno.makeTempDir();
  const { set, split } = await planted(`${dir}/films`);
  await Deno.remove(`${dir}/films/lung-masks`, { recursive: true });
  const { controls, left } = await runControls({
    set,
    split,
    out: `${dir}/out`,
    open: (root) => Promise.resolve(cornerReader(root, `${dir}/cache`)),
    imageSize: [64, 64],
    masks: ["lungs-only", "corners-blanked"],
    cacheDir: `${dir}/cache`,
    maskedDir: `${dir}/masked`,
    k: 2,
    repeats: 1,
    seed: 1,
  });
  assert.deepEqual(controls.map(({ mask }) => mask), ["corners-blanked"]);
  assert.equal(left[0].mask, "lungs-only");
  assert.match(left[0].reason, /^not every film has an outline in "lung-masks"/);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("predictSources() asks where two sources have films, and says why it cannot elsewhere", async () => {
  const out = await Deno.makeTempDir();
  const row = (className: string, source: string, i: number, group = "") => ({
    path: `${className}/${source}/${i}.png`,
    className,
    patientId: "",
    group: group || `${className}/${source}/${i}`,
    sha256: `${className}/${source}/${i}`,
    published: "" as const,
    split: "train" as const,
    clean: true,
    patient: true,
    source,
  });
  const many = (className: string, source: string, count: number) =>
    Array.from({ length: count }, (_, i) => row(className, source, i));
  const asked: string[] = [];
  const outcomes = await predictSources([
    ...many("Normal", "a", 8),
    ...many("Normal", "b", 8),
    row("Normal", "a", 90, "shared"), // one picture in both sources says nothing
    row("Normal", "b", 91, "shared"),
    ...many("Normal", "c", 2), // too few
    ...many("COVID-19", "a", 9),
    ...many("Pneumonia", "a", 9),
    ...many("Pneumonia", "b", 3),
  ], {
    recipeFor: (task) => ({
      id: "knows",
      title: "",
      model: "",
      task,
      settings: {},
      holdOutValidation: false,
      fitFold(films) {
        asked.push(task.id);
        const test = films.filter(({ part }) => part === "test");
        return Promise.resolve({
          probabilities: test.map(({ className }) =>
            task.classNames.map((name) => name === className ? 0.9 : 0.1)
          ),
        });
      },
      [Symbol.dispose]() {},
    }),
    out,
    leastGroups: 5,
    k: 2,
    repeats: 1,
    seed: 1,
  });
  assert.deepEqual(new Set(asked), new Set(["source-of-Normal"]));
  assert.deepEqual(outcomes.map(({ className, reason }) => [className, reason]), [
    ["COVID-19", "cannot be done: all films of COVID-19 come from one source"],
    ["Normal", ""],
    ["Pneumonia", "cannot be done: of Pneumonia fewer than two sources have 5 patients"],
  ]);
  assert.deepEqual(outcomes[1].sources, { a: 8, b: 8 });
  assert.equal(outcomes[1].outcomes[0].predictions.length, 16);
  await Deno.remove(out, { recursive: true });
});

Deno.test("controlTable() puts whole films first and leaves other recipes aside", () => {
  const row = (control: string, metric: string, value: number, experiment = "E"): ResultRow => ({
    experiment,
    model: "",
    data: "",
    split: "out-of-fold-grouped",
    fold: NaN,
    repeat: NaN,
    seed: 1,
    control,
    subgroup: "",
    n: 30,
    metric,
    value,
    ciLow: value - 0.1,
    ciHigh: value + 0.05,
    ciMethod: "bca",
    profile: "full",
    commit: "",
    seconds: NaN,
  });
  const whole = [row("", "balanced_accuracy", 0.9), row("", "auc", NaN)];
  const rows = [
    row("lungs-only", "balanced_accuracy", 0.8),
    row("frame-only", "balanced_accuracy", 0.5),
    row("frame-only", "difference:balanced_accuracy", 0.4),
    row("lungs-only", "balanced_accuracy", 0.7, "other"),
    row("shuffled-labels", "balanced_accuracy", 0.3),
  ];
  const table = controlTable({ experiment: "E", whole }, rows);
  assert.deepEqual(table.map((line) => Object.values(line)), [
    ["whole films", 30, "0.900 (0.800 to 0.950)", "", ""],
    ["frame-only", 30, "0.500 (0.400 to 0.550)", "0.400 (0.300 to 0.450)", ""],
    ["lungs-only", 30, "0.800 (0.700 to 0.850)", "", ""],
  ]);
});

import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { experimentOf, EXPERIMENTS } from "lib/experiments/catalogue.ts";
import { settingsOf } from "lib/experiments/experiment.ts";
import { seedsFrom } from "lib/experiments/seeds.ts";
import { classOf, covidOrNormal, covidOrNot, TASKS, threeClasses } from "lib/experiments/task.ts";
import { hasAllClasses, taskFilms } from "lib/experiments/task_films.ts";
import type { SplitRow } from "lib/data/split.ts";

/** A convolution's parameters: filters · (height · width · channels + 1). */
const conv = (filters: number, size: number, channels: number) =>
  filters * (size * size * channels + 1);
/** A dense layer's parameters: units · (inputs + 1). */
const dense = (units: number, inputs: number) => units * (inputs + 1);

const BY_HAND: Record<string, number> = {
  A: conv(5, 5, 1) + conv(3, 3, 5) + dense(3, 20 * 20 * 3),
  B1: conv(32, 3, 3) + conv(64, 3, 32) + dense(128, 36 * 36 * 64) + dense(1, 128),
  C: conv(32, 5, 3) + conv(64, 5, 32) + dense(256, 47 * 47 * 64) + dense(1, 256),
  D: conv(32, 3, 1) + conv(32, 3, 32) + conv(64, 3, 32) + conv(64, 3, 64) + conv(128, 3, 64) +
    dense(512, 13 * 13 * 128) + dense(256, 512) + dense(128, 256) + dense(64, 128) + dense(2, 64),
  E: conv(32, 3, 3) + conv(64, 3, 32) + conv(128, 3, 64) + dense(128, 30 * 30 * 128) +
    dense(3, 128),
};

Deno.test("each experiment as written has the parameters counted by hand", async () => {
  await startEngine();
  assert.equal(BY_HAND.A, 3871);
  assert.equal(BY_HAND.D, 11_387_554);
  for (const [id, parameters] of Object.entries(BY_HAND)) {
    const experiment = EXPERIMENTS[id];
    const model = experiment.buildModel(settingsOf(experiment, "full"));
    assert.equal(model.countParams(), parameters, id);
    model.dispose();
  }
});

Deno.test("every experiment builds in both profiles, with an output for its classes", async () => {
  await startEngine();
  for (const experiment of Object.values(EXPERIMENTS)) {
    for (const profile of ["quick", "full"]) {
      const settings = settingsOf(experiment, profile);
      const model = experiment.buildModel(settings);
      const { classNames } = experiment.task;
      const units = model.outputs[0].shape[1]!;
      assert(units === classNames.length || (units === 1 && classNames.length === 2));
      assert.deepEqual(model.inputs[0].shape, [null, ...settings.imageSize, 1]);
      assert.deepEqual(model.layers.slice(-2).map(({ name }) => name), ["logits", "probabilities"]);
      model.dispose();
    }
  }
});

Deno.test("settingsOf() throws for an unknown profile", () => {
  assert.throws(() => settingsOf(EXPERIMENTS.A, "huge"), {
    name: "RangeError",
    message: 'Unknown profile "huge": expected "quick" or "full"',
  });
});

Deno.test("classOf() gives the task's class, or leaves the film out", () => {
  assert.equal(classOf(threeClasses, "Viral Pneumonia"), "Pneumonia");
  assert.equal(classOf(covidOrNormal, "Viral Pneumonia"), undefined);
  assert.equal(classOf(covidOrNot, "Tuberculosis"), "non-COVID");
  assert.equal(classOf(covidOrNormal, "constructor"), undefined);
  for (const task of TASKS) {
    for (const className of Object.values(task.classMap)) {
      assert(task.classNames.includes(className));
    }
  }
});

const row = (className: string, split: SplitRow["split"]): SplitRow => ({
  path: `${split}/${className}.png`,
  className,
  patientId: "",
  group: "",
  sha256: "",
  published: split,
  split,
  clean: true,
  patient: true,
});
const ROWS = ["COVID-19", "Normal", "Viral Pneumonia"].flatMap((name) => [
  row(name, "train"),
  row(name, "validation"),
  row(name, "test"),
]);

Deno.test("taskFilms() trains on validation films unless they are held out", () => {
  const parts = (holdOutValidation: boolean) =>
    taskFilms(covidOrNormal, ROWS, { holdOutValidation }).map(({ part }) => part);
  assert.deepEqual(parts(false), ["train", "train", "test", "train", "train", "test"]);
  assert.deepEqual(parts(true), ["train", "validation", "test", "train", "validation", "test"]);
});

Deno.test("taskFilms() names the class that the data lacks", () => {
  assert.throws(
    () => taskFilms(covidOrNormal, [row("Normal", "train")], { holdOutValidation: false }),
    {
      name: "RangeError",
      message:
        'Task covid-or-normal needs films of "COVID-19" but the data has Normal; no recipe is for these classes',
    },
  );
  const pneumonia = [row("Normal", "train"), row("Pneumonia", "train")];
  assert.throws(() => taskFilms(covidOrNormal, pneumonia, { holdOutValidation: false }), {
    message: /has Normal, Pneumonia; recipes for these classes: B1, B1\+$/,
  });
  assert.equal(hasAllClasses(covidOrNormal, ROWS), true);
  assert.equal(hasAllClasses(covidOrNormal, [row("Normal", "train")]), false);
});

Deno.test("experimentOf() finds a recipe, and lists all where there is none", () => {
  assert.equal(experimentOf("B1+").id, "B1+");
  assert.throws(() => experimentOf("Z"), {
    name: "RangeError",
    message: /^Unknown recipe "Z": expected one of A, A\+, B1/,
  });
});

Deno.test("seedsFrom() counts up and refuses what is no count", () => {
  assert.deepEqual(seedsFrom(3, 2), [3, 4]);
  assert.throws(() => seedsFrom(1, 0), RangeError);
  assert.throws(() => seedsFrom(0.5, 1), RangeError);
});

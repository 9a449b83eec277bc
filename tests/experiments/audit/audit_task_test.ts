import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms } from "lib/data/split.ts";
import { auditTask } from "lib/experiments/audit/audit_task.ts";

const rowsOf = (counts: Record<string, number>, group?: string) => {
  const films = Object.entries(counts).flatMap(([className, n]) =>
    Array.from(
      { length: n },
      (_, i) => makeFilm({ path: `${className}/${i}`, className, group, split: "test" }),
    )
  );
  return splitFilms({ films }, { seed: 1 });
};
const options = { k: 5, maxFilms: 100, seed: 1 };

Deno.test("auditTask() is the three-class task where the classes are its own", () => {
  const found = auditTask(rowsOf({ "COVID-19": 9, Normal: 9, "Viral Pneumonia": 9 }), options)!;
  assert.equal(found.task.id, "three-classes");
  assert.equal(found.rows.length, 27);
  assert(found.rows.every(({ split }) => split === "train")); // all films are dealt
  const four = rowsOf({ "COVID-19": 9, Normal: 9, Pneumonia: 9, "Viral Pneumonia": 9 });
  const other = auditTask(four, options)!.task;
  assert.deepEqual([other.id, other.classNames.length], ["all-classes", 4]);
});

Deno.test("auditTask() takes the classes as they are, Normal the first of two", () => {
  const { task } = auditTask(rowsOf({ Normal: 9, "a finding": 9 }), options)!;
  assert.deepEqual(task.classNames, ["Normal", "a finding"]);
  assert.deepEqual(auditTask(rowsOf({ Cats: 9, Normal: 9 }), options)!.task.classNames, [
    "Normal",
    "Cats",
  ]);
});

Deno.test("auditTask() leaves classes of few patients out, and says so", () => {
  const { task, notes } = auditTask(rowsOf({ A: 9, B: 9, C: 4 }), options)!;
  assert.deepEqual(task.classNames, ["A", "B"]);
  assert.deepEqual(notes, ["C: 4 films of fewer than 5 patients, too few for the classifiers"]);
  assert.equal(auditTask(rowsOf({ A: 9, B: 4 }), options), undefined);
  assert.equal(auditTask(rowsOf({ A: 9, B: 9 }, "one patient"), options), undefined);
});

Deno.test("auditTask() draws films down to a number, each class alike", () => {
  const { rows, notes } = auditTask(rowsOf({ A: 300, B: 100 }), options)!;
  assert.equal(rows.length, 100);
  assert.equal(rows.filter(({ className }) => className === "B").length, 25);
  assert.deepEqual(notes, ["The classifiers judge 100 of 400 films, drawn by patient"]);
});

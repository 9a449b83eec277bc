import assert from "node:assert/strict";
import { sortResults } from "lib/evaluation/sort_results.ts";
import { readTopic, writeTopic } from "lib/experiments/topic_results.ts";
import { auditRows, floorRows } from "lib/experiments/audit/audit_rows.ts";
import { auditSet } from "lib/experiments/audit/audit_set.ts";
import { taskFloors } from "lib/experiments/audit/task_floors.ts";
import { crossValidateFloor, FLOORS } from "lib/experiments/floors.ts";
import { normalOrAbnormal, threeClasses } from "lib/experiments/task.ts";
import { splitFilms } from "lib/data/split.ts";
import { readFilms } from "lib/data/read_films.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { realData } from "../../real_data.ts";
import { tempDir } from "../../data/test_films.ts";
import { madeSet } from "./made_sets.ts";

const raikokte = realData("raikokte");
const names = ["COVID-19", "Normal", "Viral Pneumonia"];

Deno.test("auditSet() reads a planted letter from a folder of films and names corner and class", async () => {
  const dir = `${await tempDir()}/films`;
  await writePhantomSet(dir, {
    ...{ seed: 5, numTrain: 45, numTest: 15, imageSize: 64 },
    shortcut: { Normal: "L" },
  });
  const audit = await auditSet(await readFilms(dir), { seed: 1, repeats: 1 });
  assert.equal(audit.light, "red");
  const found = audit.borders.filter((border) => border.found);
  assert.deepEqual(found.map(({ region, className }) => [region, className]), [
    ["bottom right corner", "Normal"],
  ]);
  const words = audit.findings.map(({ text }) => text).join("\n");
  assert.match(words, /The bottom right corner gives Normal away/);
  assert.match(words, /No test film \(of 15\) has a copy in train/);
});

Deno.test("auditSet() finds copies, patients and files that tell, all in one", async () => {
  const set = madeSet(Array.from({ length: 60 }, (_, i) => ({
    className: names[i % 3],
    split: i < 45 ? "train" : "test",
    originalFormat: i % 3 ? "jpeg" : "png",
    originalWidth: 100 + i % 3,
    originalHeight: 100,
    originalBytes: 5000,
  })));
  set.films[50] = { ...set.films[50], copyGroup: "3", group: "3" };
  set.films[51] = { ...set.films[51], patientId: "p:7", group: "7" };
  const steps: string[] = [];
  const audit = await auditSet(set, {
    ...{ seed: 1, repeats: 1 },
    onProgress: (done, total, text) => steps.push(`${done}/${total} ${text}`),
  });
  assert.deepEqual(audit.facts.leaked, ["50.png"]);
  assert.equal(audit.facts.patients.length, 1);
  const red = audit.findings.filter(({ light }) => light === "red").map(({ text }) => text);
  assert.match(red.join("\n"), /1 of 15 test films also stands in train/);
  assert.match(red.join("\n"), /1 known patient on both sides of the split/);
  assert.match(red.join("\n"), /file's size and format alone reaches accuracy 1.00/);
  assert.match(red.join("\n"), /balanced accuracy width 1.00, width over height 1.00, file format/);
  assert.equal(audit.numJudged, 60);
  assert.equal(steps.at(-1), "27/27 corners and edges");
});

Deno.test("auditSet() shares its folds with the networks, and is the same from the same seed", async () => {
  const set = madeSet(Array.from({ length: 30 }, (_, i) => ({ className: names[i % 3] })));
  const split = splitFilms(set, { seed: 1 });
  const [audit, again] = [
    await auditSet(set, { seed: 1, repeats: 1, split }),
    await auditSet(set, { seed: 1, repeats: 1, split }),
  ];
  assert.deepEqual(audit, again);
  const options = { set, split, repeats: 1, seed: 1 };
  const { accuracies } = await crossValidateFloor(FLOORS[1], threeClasses, options);
  const figures = audit.floors[1].figures.filter(({ metric }) => metric === "accuracy");
  assert.deepEqual(figures.map(({ value }) => value), [accuracies[0], accuracies[0]]);
});

Deno.test("auditSet() tries no classifier on one class, and says so", async () => {
  const set = madeSet(Array.from({ length: 12 }, () => ({ className: "Normal" })));
  const audit = await auditSet(set, { seed: 1 });
  assert.deepEqual([audit.floors, audit.borders, audit.classNames, audit.light], [
    ...[[], [], []],
    "green",
  ]);
  assert.deepEqual(audit.notes, [
    "There are not two classes with 5 patients or more each: no classifier can be tried",
  ]);
});

Deno.test("auditSet() stops when it is told to", async () => {
  const set = madeSet(Array.from({ length: 30 }, (_, i) => ({ className: names[i % 3] })));
  const signal = AbortSignal.abort();
  await assert.rejects(auditSet(set, { seed: 1, signal }), { name: "AbortError" });
});

Deno.test("auditRows() are rows of a topic, facts as data and floors by task", async () => {
  const set = madeSet(Array.from({ length: 30 }, (_, i) => ({
    className: names[i % 3],
    split: i < 15 ? "train" : "test",
  })));
  const audit = await auditSet(set, { seed: 1, repeats: 2 });
  const rows = auditRows(audit, { profile: "quick" });
  const out = await tempDir();
  const others = await taskFloors([normalOrAbnormal], {
    ...{ set, split: splitFilms(set, { seed: 1 }), repeats: 1, seed: 1 },
  });
  const more = others.flatMap((floor) =>
    floorRows(floor, { data: "made", taskId: floor.task.id, profile: "quick" })
  );
  await writeTopic(out, "audit", [...rows, ...more]);
  assert.deepEqual(await readTopic(out, "audit"), sortResults([...rows, ...more]));
  const value = (metric: string, split = "all") =>
    rows.find((row) => row.experiment === "data" && row.metric === metric && row.split === split)
      ?.value;
  assert.deepEqual([value("films"), value("duplicates:near"), value("patients:unknown")], [
    ...[30, 0, 0],
  ]);
  assert.equal(value("prior:Normal", "test"), 1 / 3);
  assert.equal(value("missing:age"), 30);
  const frame = rows.filter(({ experiment }) => experiment === "floor-frame:three-classes");
  assert(frame.every(({ split, model }) =>
    `${split} ${model}` ===
      "out-of-fold-grouped logistic-regression"
  ));
  assert.deepEqual(
    frame.filter(({ metric }) => metric === "macro_auc").map(({ repeat }) => repeat),
    [NaN, 0, 1],
  );
  assert(more.some((row) =>
    row.experiment === "floor-frame:normal-or-abnormal" &&
    row.metric === "auc"
  ));
});

Deno.test({
  name: "raikokte: the audit finds the eight films, names the frame's .88, and is red",
  ignore: raikokte === undefined,
  async fn() {
    const audit = await auditSet(await readFilms(raikokte!), { seed: 1, repeats: 1 });
    assert.equal(audit.light, "red");
    assert.equal(audit.facts.leaked.length, 8);
    const words = audit.findings.map(({ text }) => text).join("\n");
    assert.match(words, /leaks: 8 of 66 test films also stand in train \(10 pairs across, 6 byte/);
    assert.match(words, /26 films with another diagnosis at the source/);
    assert.match(words, /frame alone, the lungs blacked out, reaches accuracy \.8[789]/);
    assert.match(words, /thumbnail of 16×16 values reaches accuracy \.9[234]/);
  },
});

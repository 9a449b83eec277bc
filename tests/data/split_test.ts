import assert from "node:assert/strict";
import { join } from "@std/path";
import { drawGroups } from "lib/data/draw_groups.ts";
import { groupKFold } from "lib/data/group_k_fold.ts";
import { type Film, makeFilm } from "lib/data/manifest.ts";
import { readSplit, splitFilms, writeSplit } from "lib/data/split.ts";
import { tempDir } from "./test_films.ts";

/** Films `group` of a class, all in one part. */
function films(className: string, groups: string[], split: Film["split"] = ""): Film[] {
  return groups.map((group, i) => {
    const name = `${className}-${split}-${i}`;
    return makeFilm({ path: name, sha256: name, copyGroup: name, className, group, split });
  });
}

const alone = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

Deno.test("splitFilms() keeps the published test and draws validation by class from train", () => {
  const set = {
    films: [
      ...films("A", alone("a", 40), "train"),
      ...films("B", alone("b", 20), "train"),
      ...films("A", alone("t", 5), "test"),
    ],
  };
  const rows = splitFilms(set, { seed: 1 });
  const count = (split: string, name: string) =>
    rows.filter((row) => row.split === split && row.className === name).length;
  assert.deepEqual(rows.map(({ path }) => path), set.films.map(({ path }) => path));
  assert.equal(count("validation", "A"), 6);
  assert.equal(count("validation", "B"), 3);
  assert.equal(count("test", "A"), 5);
  assert(
    rows.filter(({ split }) => split === "test").every(({ published }) => published === "test"),
  );
});

Deno.test("splitFilms() takes copies out of the clean test, patients out of the patient test", () => {
  const set = {
    films: [
      makeFilm({ path: "train", group: "g", copyGroup: "c", split: "train" }),
      makeFilm({ path: "copy", group: "g", copyGroup: "c", split: "test" }),
      makeFilm({ path: "same patient", group: "g", copyGroup: "d", split: "test" }),
      makeFilm({ path: "other", group: "h", copyGroup: "e", split: "test" }),
    ],
  };
  const rows = splitFilms(set, { seed: 1 });
  assert.deepEqual(rows.map(({ clean }) => clean), [true, false, true, true]);
  assert.deepEqual(rows.map(({ patient }) => patient), [true, false, false, true]);
});

Deno.test("splitFilms() never draws validation from a group that reaches into the test", () => {
  for (let seed = 0; seed < 20; seed++) {
    const set = {
      films: [
        ...films("A", alone("a", 10), "train"),
        ...films("A", alone("shared", 10), "train"),
        ...films("A", alone("shared", 10), "test"),
      ],
    };
    const rows = splitFilms(set, { seed });
    const validation = rows.filter(({ split }) => split === "validation");
    assert.equal(validation.length, 3); // .15 of the 20 in train
    assert(validation.every(({ group }) => group.startsWith("a")));
  }
});

Deno.test("splitFilms() draws a test where none is published, all groups whole", () => {
  const groups = alone("g", 30).flatMap((group) => [group, group, group]);
  const set = { films: [...films("A", groups), ...films("B", alone("b", 60))] };
  const rows = splitFilms(set, { seed: 5 });
  const splitsOf = new Map<string, Set<string>>();
  for (const { group, split } of rows) {
    splitsOf.set(group, (splitsOf.get(group) ?? new Set()).add(split));
  }
  assert([...splitsOf.values()].every((splits) => splits.size === 1));
  const share = (name: string, split: string) =>
    rows.filter((row) => row.className === name && row.split === split).length;
  assert.equal(share("A", "test"), 18);
  assert.equal(share("B", "test"), 12);
  assert(rows.every(({ clean, patient }) => clean && patient));
});

Deno.test("splitFilms() with validationFraction 0 trains on everything that is not test", () => {
  const set = { films: [...films("A", alone("a", 9), "train"), ...films("A", ["t"], "test")] };
  const rows = splitFilms(set, { seed: 1, validationFraction: 0 });
  assert.deepEqual(new Set(rows.map(({ split }) => split)), new Set(["train", "test"]));
});

Deno.test("splitFilms() keeps a published validation, and draws the test around it", () => {
  const set = {
    films: [...films("A", alone("a", 50)), ...films("A", alone("v", 10), "validation")],
  };
  const rows = splitFilms(set, { seed: 1 });
  assert.equal(rows.filter(({ split }) => split === "validation").length, 10);
  assert.equal(rows.filter(({ split }) => split === "test").length, 10);
});

Deno.test("splitFilms() is the same for the same seed, another for another", () => {
  const set = { films: films("A", alone("a", 50), "train") };
  assert.deepEqual(splitFilms(set, { seed: 1 }), splitFilms(set, { seed: 1 }));
  assert.notDeepEqual(splitFilms(set, { seed: 1 }), splitFilms(set, { seed: 2 }));
});

Deno.test("splitFilms() throws for a share of 1", () => {
  assert.throws(() => splitFilms({ films: [] }, { seed: 1, validationFraction: 1 }), {
    name: "RangeError",
    message: "Cannot draw a share of 1: expected [0, 1)",
  });
});

Deno.test("readSplit() reads back what writeSplit() wrote", async () => {
  const file = join(await tempDir(), "split.csv");
  const rows = splitFilms({ films: films("A", alone("a", 12), "train") }, { seed: 1 });
  await writeSplit(file, rows);
  assert.deepEqual(await readSplit(file), rows);
  const header = (await Deno.readTextFile(file)).split("\n")[0];
  assert.equal(header, "path,class,patient_id,group,sha256,published,split,clean,patient");
  await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replace("true", "maybe"));
  await assert.rejects(readSplit(file), {
    message: /row 1 has clean "maybe", expected true, false/,
  });
  await Deno.writeTextFile(file, "path,split\n1.png,train\n");
  await assert.rejects(readSplit(file), { message: /expected the columns path, class/ });
});

Deno.test("drawGroups() takes the share of each label, groups whole", () => {
  const rows = Array.from(
    { length: 100 },
    (_, i) => ({ label: i < 80 ? "a" : "b", group: `${i >> 1}` }),
  );
  const drawn = drawGroups(rows, { fraction: 0.2, seed: 1 });
  assert.equal(rows.filter(({ label }, i) => label === "a" && drawn[i]).length, 16);
  assert.equal(rows.filter(({ label }, i) => label === "b" && drawn[i]).length, 4);
  rows.forEach((_, i) => assert.equal(drawn[i], drawn[i ^ 1]));
});

Deno.test("groupKFold() keeps groups whole and classes even", () => {
  const labels = Array.from({ length: 100 }, (_, i) => i % 4 === 0 ? "rare" : "common");
  const groups = labels.map((_, i) => Math.floor(i / 2));
  const folds = groupKFold({ labels, groups, k: 5, seed: 1 });
  groups.forEach((group, i) => assert.equal(folds[i], folds[groups.indexOf(group)]));
  for (let fold = 0; fold < 5; fold++) {
    const rows = labels.filter((_, i) => folds[i] === fold);
    assert.equal(rows.length, 20);
    assert.equal(rows.filter((label) => label === "rare").length, 5);
  }
});

Deno.test("groupKFold() deals one large group into a fold of its own", () => {
  const groups = [...new Array<string>(10).fill("large"), ...alone("g", 10)];
  const folds = groupKFold({ labels: groups.map(() => 0), groups, k: 2, seed: 3 });
  assert(groups.every((group, i) => (group === "large") === (folds[i] === folds[0])));
});

Deno.test("groupKFold() repeats with its seed", () => {
  const groups = alone("g", 40);
  const deal = (seed: number) => groupKFold({ labels: groups.map(() => 1), groups, k: 4, seed });
  assert.deepEqual(deal(1), deal(1));
  assert.notDeepEqual(deal(1), deal(2));
});

Deno.test("groupKFold() throws where there are too few groups, or lengths differ", () => {
  assert.throws(() => groupKFold({ labels: [0, 0], groups: [1, 1], k: 2, seed: 1 }), {
    name: "RangeError",
    message: "Cannot deal 2 folds: expected 2 up to the number of groups, 1",
  });
  assert.throws(() => groupKFold({ labels: [0], groups: [], k: 2, seed: 1 }), {
    message: "Cannot deal folds: 1 labels but 0 groups",
  });
});

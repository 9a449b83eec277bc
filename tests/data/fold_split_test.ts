import assert from "node:assert/strict";
import { foldSplit } from "lib/data/fold_split.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms } from "lib/data/split.ts";

/** Sixty films of two classes; every third film is a copy of the one before it. */
const FILMS = Array.from({ length: 60 }, (_, i) => {
  const group = `g${i % 3 === 2 ? i - 1 : i}`;
  return makeFilm({
    ...{ path: `${i}.png`, sha256: `${i}`, group, copyGroup: group },
    className: i < 30 ? "COVID-19" : "Normal",
    split: i % 5 === 0 ? "test" : "train",
  });
});
const SPLIT = splitFilms({ films: FILMS }, { seed: 1 });

Deno.test("foldSplit() tests each film once, whatever the published split", () => {
  const tested = [0, 1, 2, 3, 4].flatMap((fold) =>
    foldSplit(SPLIT, { fold, seed: 1 }).filter(({ split }) => split === "test")
  ).map(({ path }) => path);
  assert.deepEqual(tested.sort(), FILMS.map(({ path }) => path).sort());
});

Deno.test("foldSplit() keeps groups whole, validation included", () => {
  for (const repeat of [0, 1, 2]) {
    const rows = foldSplit(SPLIT, { fold: 2, repeat, seed: 1 });
    const parts = Map.groupBy(rows, ({ group }) => group).values()
      .map((members) => new Set(members.map(({ split }) => split)).size);
    assert(parts.every((size) => size === 1));
    assert(rows.some(({ split }) => split === "validation"));
    assert(rows.every(({ clean, patient }) => clean && patient));
  }
});

Deno.test("foldSplit() deals anew in each repeat, and the same from the same seed", () => {
  const parts = (repeat: number) =>
    foldSplit(SPLIT, { fold: 0, repeat, seed: 1 }).map(({ split }) => split).join();
  assert.equal(parts(1), parts(1));
  assert.notEqual(parts(0), parts(1));
});

Deno.test("foldSplit() marks copies across in a random dealing", () => {
  const rows = foldSplit(SPLIT, { fold: 0, seed: 1, deal: "random" });
  const test = rows.filter(({ split }) => split === "test");
  assert(test.some(({ clean }) => !clean), "with 20 pairs of copies, some lie across");
  for (const { group, clean } of test) {
    assert.equal(clean, !rows.some((row) => row.group === group && row.split !== "test"));
  }
});

Deno.test("foldSplit() throws where there is no such fold", () => {
  assert.throws(() => foldSplit(SPLIT, { fold: 5, seed: 1 }), {
    name: "RangeError",
    message: "There is no fold 5 of 5: expected 0 to 4",
  });
});

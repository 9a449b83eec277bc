import assert from "node:assert/strict";
import { dealFolds } from "lib/data/deal_folds.ts";
import { foldSplit } from "lib/data/fold_split.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { splitFilms } from "lib/data/split.ts";

const films = Array.from({ length: 60 }, (_, i) =>
  makeFilm({
    path: `${i}.png`,
    className: ["COVID-19", "Normal", "Viral Pneumonia"][i % 3],
    group: `patient ${Math.floor(i / 6)}-${i % 3}`,
  }));
const split = splitFilms({ films }, { seed: 1, testFraction: 0, validationFraction: 0 });

Deno.test("dealFolds() deals as foldSplit() does, repeat by repeat", () => {
  for (const deal of ["grouped", "random"] as const) {
    for (const repeat of [0, 1]) {
      const folds = dealFolds(split, { k: 4, repeat, seed: 7, deal });
      for (let fold = 0; fold < 4; fold++) {
        const rows = foldSplit(split, { k: 4, fold, repeat, seed: 7, deal });
        assert.deepEqual(rows.map((row) => row.split === "test"), folds.map((f) => f === fold));
      }
    }
  }
});

Deno.test("dealFolds() keeps groups together, unless each film is dealt by itself", () => {
  const torn = (deal: "grouped" | "random") => {
    const folds = dealFolds(split, { k: 3, seed: 1, deal });
    return split.some((row, i) =>
      split.some((other, j) => other.group === row.group && folds[i] !== folds[j])
    );
  };
  assert.equal(torn("grouped"), false);
  assert.equal(torn("random"), true);
});

Deno.test("dealFolds() throws where there are fewer groups than folds", () => {
  assert.throws(() => dealFolds(split.slice(0, 3), { k: 4, seed: 1 }), {
    name: "RangeError",
    message: "Cannot deal 4 folds: expected 2 up to the number of groups, 3",
  });
});

import assert from "node:assert/strict";
import { subgroupsOf } from "lib/evaluation/subgroups.ts";

const film = (known: Partial<{ view: string; sex: string; age: number; source: string }>) => ({
  view: "",
  sex: "",
  age: NaN,
  source: "one",
  ...known,
});

Deno.test("subgroupsOf() parts films by view and age band, unknown ones last, too few below ten", () => {
  const films = [
    ...Array.from({ length: 10 }, () => film({ view: "PA", age: 17.9 })),
    film({ view: "AP", age: 18 }),
    film({ age: 85 }),
  ];
  assert.deepEqual(
    subgroupsOf(films, ["view", "age"]).map((
      { name, films, isTooFew },
    ) => [name, films.length, isTooFew]),
    [
      ["view=AP", 1, true],
      ["view=PA", 10, false],
      ["view=unknown", 1, true],
      ["age=0-17", 10, false],
      ["age=18-39", 1, true],
      ["age=80+", 1, true],
    ],
  );
});

Deno.test("subgroupsOf() gives none where nothing parts the films", () => {
  const films = Array.from({ length: 20 }, () => film({ sex: "F" }));
  assert.deepEqual(subgroupsOf(films, ["view", "sex", "age", "source"]), []);
  assert.deepEqual(subgroupsOf([], ["view"]), []);
});

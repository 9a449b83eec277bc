import assert from "node:assert/strict";
import { makeFilm } from "lib/data/manifest.ts";
import { subgroupResults, subgroupTable } from "lib/experiments/subgroup_results.ts";
import { madeModel, prediction, splitRow } from "./made_models.ts";

const paths = Array.from({ length: 24 }, (_, i) => `${i}.png`);
const split = paths.map((path, i) => splitRow({ path, clean: i > 0 }));
const films = paths.map((path, i) => makeFilm({ path, sex: i < 13 ? "F" : i < 22 ? "M" : "" }));
const study = { set: { root: "", name: "made" }, split };

Deno.test("subgroupResults() tells accuracy by subgroup of the clean test, nothing below ten films", () => {
  const model = madeModel("C", paths.map((path, i) => prediction(path, { isRight: i !== 5 })));
  const rows = subgroupResults([model], study, { films, profile: "quick" });
  const accuracy = rows.filter(({ metric }) => metric === "accuracy");
  assert.deepEqual(accuracy.map(({ subgroup, n, value }) => [subgroup, n, value]), [[
    "sex=F",
    12,
    11 / 12,
  ]]);
  assert.equal(accuracy[0].ciMethod, "wilson");
  assert.deepEqual(
    rows.filter(({ metric }) => metric === "films").map(({ subgroup, n }) => [subgroup, n]),
    [["sex=M", 9], ["sex=unknown", 2]],
  );
  assert.deepEqual(subgroupTable(rows).map(({ subgroup, accuracy }) => [subgroup, accuracy]), [
    ["sex=F", "91.7 %"],
    ["sex=M", "too few"],
    ["sex=unknown", "too few"],
  ]);
});

Deno.test("subgroupResults() gives nothing where nothing is known", () => {
  const model = madeModel("C", paths.map((path) => prediction(path)));
  const unknown = paths.map((path) => makeFilm({ path }));
  assert.deepEqual(subgroupResults([model], study, { films: unknown, profile: "quick" }), []);
});

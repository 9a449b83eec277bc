import assert from "node:assert/strict";
import { findProvenances } from "lib/data/find_provenances.ts";
import { makeFilm } from "lib/data/manifest.ts";
import { openData } from "lib/experiments/open_data.ts";
import { joinSets } from "lib/data/join_sets.ts";
import { realData } from "../real_data.ts";

function film(source: string, className: string, copyGroup: string) {
  return makeFilm({
    path: `${source}/${className}/${copyGroup}.png`,
    source,
    className,
    copyGroup,
  });
}

Deno.test("findProvenances() gives one set one provenance", () => {
  const found = findProvenances([film("a", "Normal", "1"), film("a", "COVID-19", "2")]);
  assert.deepEqual(found, ["a: COVID-19, Normal", "a: COVID-19, Normal"]);
});

Deno.test("findProvenances() joins a class that two sets share pictures of, and no other", () => {
  const found = findProvenances([
    film("a", "COVID-19", "1"),
    film("b", "COVID-19", "1"),
    film("b", "COVID-19", "2"),
    film("a", "Normal", "3"),
    film("b", "Normal", "4"),
  ]);
  const shared = "a: COVID-19; b: COVID-19";
  assert.deepEqual(found, [shared, shared, shared, "a: Normal", "b: Normal"]);
});

Deno.test("findProvenances() joins over a third set", () => {
  const found = findProvenances([
    film("a", "Normal", "1"),
    film("b", "Normal", "1"),
    film("b", "Normal", "2"),
    film("c", "Normal", "2"),
  ]);
  assert.equal(new Set(found).size, 1);
});

Deno.test("findProvenances() does not join classes by a picture that stands in both", () => {
  const found = findProvenances([film("a", "Normal", "1"), film("b", "COVID-19", "1")]);
  assert.deepEqual(found, ["a: Normal", "b: COVID-19"]);
});

const folders = ["raikokte", "ozturk", "cohen"].map(realData);

Deno.test({
  name: "findProvenances() sees the COVID-19 films of three public sets as one, NIH's as another",
  ignore: folders.some((folder) => folder === undefined),
  async fn() {
    const sets = [];
    for (const folder of folders) sets.push(await openData(folder!, { profile: "full" }));
    const { films } = joinSets(sets);
    const found = findProvenances(films);
    const of = (source: string, className: string) =>
      new Set(
        found.filter((_, i) => films[i].source === source && films[i].className === className),
      );
    const covid = of("raikokte", "COVID-19");
    assert.equal(covid.size, 1);
    assert.deepEqual(of("ozturk", "COVID-19"), covid);
    assert.deepEqual(of("cohen", "COVID-19"), covid);
    assert.deepEqual([...of("ozturk", "Normal")], ["ozturk: Normal, Pneumonia"]);
  },
});

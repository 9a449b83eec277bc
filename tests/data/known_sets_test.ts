import assert from "node:assert/strict";
import { labelStandings } from "lib/data/audit/label_standing.ts";
import { parseCsv } from "lib/data/csv.ts";
import { recogniseSet } from "lib/data/known_sets.ts";
import { makeFilm } from "lib/data/manifest.ts";

const table = async (name: string) =>
  parseCsv(await Deno.readTextFile(new URL(`../../data/${name}`, import.meta.url)));
const filmsOf = (hashes: string[]) =>
  hashes.map((originalSha256, i) => makeFilm({ path: `${i}`, originalSha256 }));
const layout = "<class>/*";

Deno.test("recogniseSet() knows a set by the hashes of its files, whatever its folder is called", async () => {
  const originals = (await table("raikokte_originals.csv")).map(({ sha256 }) => sha256);
  const set = await recogniseSet({ name: "mine", layout, films: filmsOf(originals) });
  assert.equal(set?.name, "raikokte");
  assert.match(set!.licence, /^CC BY-SA 4\.0/);
  assert.match(
    set!.evidence,
    /^304 of the 304 published files of raikokte that are known by SHA-256/,
  );
  const half = filmsOf(originals.slice(0, 150));
  assert.equal(await recogniseSet({ name: "mine", layout, films: half }), undefined);
  const more = filmsOf([...originals, ...originals]); // it and others
  assert.equal(await recogniseSet({ name: "mine", layout, films: more }), undefined);
  const ozturk = (await table("known_films.csv")).filter(({ set }) => set === "ozturk");
  const others = Array.from({ length: 1060 }, (_, i) => `unlisted ${i}`);
  const films = filmsOf([...ozturk.map(({ sha256 }) => sha256), ...others]);
  assert.equal((await recogniseSet({ name: "mine", layout, films }))?.name, "ozturk");
});

Deno.test("recogniseSet() knows ieee8023 by its table, phantoms by their manifest", async () => {
  const ieee = { name: "cohen", layout: "metadata.csv of ieee8023", films: filmsOf(["1"]) };
  assert.equal((await recogniseSet(ieee))?.name, "ieee8023");
  const films = [makeFilm({ path: "1", source: "phantom" })];
  assert.equal((await recogniseSet({ name: "x", layout, films }))?.licence, "MIT");
});

Deno.test("recogniseSet() says where only the folder's name speaks for a set, and knows no other", async () => {
  const films = filmsOf(["1", "2"]);
  const named = await recogniseSet({ name: "akhilkasare", layout, films });
  assert.equal(
    named?.evidence,
    'The folder\'s name says so ("akhilkasare"); no file of it was checked',
  );
  assert.equal(named?.licence, "");
  assert.equal(await recogniseSet({ name: "phantom of mine", layout, films }), undefined);
  assert.equal(await recogniseSet({ name: "mine", layout, films: [] }), undefined);
});

Deno.test("labelStandings() counts labels that the source confirms, contradicts or leaves open", () => {
  const films = ["COVID-19", "SARS", "sars", "No finding", "", "ARDS"].map((finding, i) =>
    makeFilm({ path: `${i}`, className: "COVID-19", finding })
  );
  assert.deepEqual(labelStandings([...films, makeFilm({ path: "x", className: "A" })]), [
    { className: "A", films: 1, agreeing: 0, contradicted: 0, unknown: 1, others: [] },
    {
      className: "COVID-19",
      films: 6,
      agreeing: 1,
      contradicted: 4,
      unknown: 1,
      others: [["SARS", 2], ["ARDS", 1], ["Normal", 1]],
    },
  ]);
});

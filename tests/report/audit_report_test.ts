import { join } from "@std/path";
import assert from "node:assert/strict";
import { recogniseSet } from "lib/data/known_sets.ts";
import { readFilms } from "lib/data/read_films.ts";
import { auditSet } from "lib/experiments/audit/audit_set.ts";
import { auditPage } from "lib/report/audit_page.ts";
import { drawSuspectPairs } from "lib/report/audit_pairs.ts";
import { auditTable, auditTables } from "lib/report/audit_tables.ts";
import { auditHeadline } from "lib/report/audit_words.ts";
import { datasheet } from "lib/report/datasheet.ts";
import { markdownTable } from "lib/report/markdown_table.ts";
import { tempDir, testImage, writeFolder } from "../data/test_films.ts";

/** Twelve films, one of them in train and test, two classes; file names that need escaping. */
async function leakingSet() {
  const names = Array.from(
    { length: 12 },
    (_, i) => `${i < 8 ? "train" : "test"}/${i % 2 ? "Normal" : "Covid"}/<${i}>&_.png`,
  );
  const dir = await writeFolder(Object.fromEntries(names.map((name, i) => [name, i + 1])));
  await Deno.writeFile(join(dir, "test/Covid/copy.png"), await testImage(1).png().toBuffer());
  return await readFilms(dir, { source: "made" });
}

const set = await leakingSet();
const audit = await auditSet(set, { seed: 1, repeats: 1 });

Deno.test("auditTables() shows what was found, table by table", () => {
  const pairs = auditTable(audit, "pairs").rows;
  assert.deepEqual(pairs, [{
    correlation: 1,
    bytes: "the same",
    parts: "test + train",
    classes: "COVID-19",
    "one film": "test/Covid/copy.png",
    "the other": "train/Covid/<0>&_.png",
  }]);
  const films = auditTable(audit, "films").rows;
  assert.deepEqual(films.map((row) => [row.class, row.part, row.films]), [
    ["COVID-19", "test", 3],
    ["COVID-19", "train", 4],
    ["Normal", "test", 2],
    ["Normal", "train", 4],
  ]);
  assert.equal(auditTable(audit, "floors").rows.length, 5);
  assert.equal(auditTable(audit, "borders").rows.length, 8);
  assert.deepEqual(auditTable(audit, "patients").rows, []);
  assert(auditTables(audit).every(({ rows }) => rows.length > 0));
});

Deno.test("auditHeadline() says the light, how often, and what it means", () => {
  const finding = (light: "red" | "amber") => ({ light, check: "D1", text: "" });
  const findings = [finding("red"), finding("amber"), finding("amber")];
  assert.equal(
    auditHeadline({ name: "mine", light: "red", findings }),
    "mine: red (1 red, 2 amber), what is red below voids a result on this set, unless it is dealt with",
  );
});

Deno.test("auditPage() holds words and tables, escaped, and films only where they are asked for", async () => {
  const page = auditPage(audit);
  assert.match(page, /^<!doctype html>/);
  assert.match(page, /Not for diagnosis/i);
  assert.match(page, /1 of 5 test films also stands in train/);
  assert(!page.includes("<0>"), "a file's name is not escaped");
  assert(!/<img|https?:\/\/(?!www\.w3)/.test(page), "the page needs something else");
  const sheet = await drawSuspectPairs(set, audit.facts.pairs, { cacheDir: await tempDir() });
  assert.match(auditPage(audit, { sheet: sheet!.toPng() }), /<img src="data:image\/png;base64,/);
});

Deno.test("drawSuspectPairs() draws the gravest pairs, and nothing where there is none", async () => {
  const cacheDir = await tempDir();
  assert.equal(await drawSuspectPairs(set, [], { cacheDir }), undefined);
  const pairs = [...audit.facts.pairs, ...audit.facts.pairs];
  const sheet = await drawSuspectPairs(set, pairs, { cacheDir, limit: 1 });
  assert.equal(sheet!.title, "made: 1 of 2 pairs of one picture");
});

Deno.test("datasheet() answers from the facts, and says unknown where nobody knows", async () => {
  const text = datasheet(audit, await recogniseSet(set));
  for (
    const line of [
      "# Datasheet: made",
      "For study and research only. Not for diagnosis. Written from the audit's findings; the " +
      'questions are those of "Datasheets for Datasets" (Gebru et al., 2021) in short form.',
      "- *For what purpose was it made?* unknown",
      "- *Under which licence?* unknown",
      "| COVID-19 | 3 | 4 |",
      "- *Does it say which film goes into which part?* yes: test, train",
      "| Normal | 6 | 0 | 0 | 6 |  |",
    ]
  ) assert(text.includes(line), `${line} is missing in\n${text}`);
  assert.match(text, /1 pair of one picture \(1 byte for byte\), 1 test films that also stand/);
  assert.match(text, /- \*\*Red\*\* \(D2, D3\): The published split leaks/);
  const sections = text.split("\n").filter((line) => line.startsWith("## "));
  assert.deepEqual(sections, [
    "## Motivation",
    "## Composition",
    "## Collection and labelling",
    "## Uses",
    "## Distribution and maintenance",
  ]);
});

Deno.test("markdownTable() makes bars and breaks in cells harmless", () => {
  assert.equal(
    markdownTable(["a", "b"], [["x|y", "1\n2"]]),
    "| a | b |\n| --- | --- |\n| x\\|y | 1 2 |",
  );
});

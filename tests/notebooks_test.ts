import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { parseCsv } from "lib/data/csv.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { checkNotebooks } from "../tools/check_notebooks.ts";
import { readNotebook } from "../tools/notebook/notebook.ts";
import { runAll } from "../tools/run_all.ts";
import { fixtureFolder } from "./notebook_fixture.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
const notebooks = join(root, "notebooks");

/** The five notebooks, in the order in which they are read. */
const names = [
  "01_explore_data",
  "02_train_binary",
  "03_train_three_class",
  "04_transfer_learning",
  "05_evaluate",
];

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("notebooks keep the rules of form, format, lint and types", async () => {
  const found = [...Deno.readDirSync(notebooks)].map((entry) => entry.name)
    .filter((name) => /^\d.*\.ipynb$/.test(name)).sort();
  assert.deepEqual(found, names.map((name) => `${name}.ipynb`));
  const problems = await checkNotebooks(found.map((name) => join(notebooks, name)), { root });
  assert.deepEqual(problems, []);
});

Deno.test("notebooks run on the real kernel with tiny films, and their results are finite", async () => {
  await using folder = await fixtureFolder();
  const data = join(folder.path, "tiny");
  await writePhantomSet(data, { seed: 1, numTrain: 48, numTest: 18, imageSize: 96 });
  const out = join(folder.path, "out");
  await runAll({
    data,
    profile: "quick",
    only: [],
    out,
    seed: 1,
    seeds: 1,
    weights: join(folder.path, "no-weights"),
    parallel: 1,
    cellSeconds: 600,
    notebooks,
  });
  for (const name of names) {
    const { cells } = await readNotebook(join(out, "notebooks", `${name}.ipynb`));
    const code = cells.filter((cell) => cell.cell_type === "code");
    assert(code.every((cell) => cell.execution_count !== null), `${name}: every cell ran`);
    assert(await exists(join(out, "notebooks", `${name}.html`)));
  }
  for (const file of ["split.csv", "results.csv", "index.html"]) {
    assert(await exists(join(out, file)), file);
  }
  const results = parseCsv(await Deno.readTextFile(join(out, "results.csv")));
  const measured = results.filter((row) => ["accuracy", "balanced_accuracy"].includes(row.metric));
  assert(measured.length > 0);
  for (const { experiment, split, metric, value } of measured) {
    const isShare = value !== "" && Number(value) >= 0 && Number(value) <= 1;
    assert(isShare, `${experiment}, ${split}: ${metric} is "${value}"`);
  }
});

import assert from "node:assert/strict";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { readResults, writeResults } from "lib/evaluation/results.ts";
import { sortResults } from "lib/evaluation/sort_results.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { tempFile } from "./temp_file.ts";

function row(changes: Partial<ResultRow> = {}): ResultRow {
  return {
    experiment: "A",
    model: "conv5",
    data: "phantom",
    split: "test",
    fold: NaN,
    repeat: NaN,
    seed: 1,
    control: "",
    subgroup: "",
    n: 66,
    metric: "accuracy",
    value: 1 / 3,
    ciLow: 0.25,
    ciHigh: 0.5,
    ciMethod: "wilson",
    profile: "quick",
    commit: "abc",
    seconds: 1.5,
    ...changes,
  };
}

Deno.test("writeResults() writes the columns of the long table", async () => {
  const file = await tempFile("results.csv");
  await writeResults(file, [row()]);
  assert.equal(
    await Deno.readTextFile(file),
    "experiment,model,data,split,fold,repeat,seed,control,subgroup,n,metric,value,ci_low,ci_high," +
      "ci_method,profile,commit,seconds\n" +
      "A,conv5,phantom,test,,,1,,,66,accuracy,0.3333333333333333,0.25,0.5,wilson,quick,abc,1.5\n",
  );
});

Deno.test("readResults() gives back what was written, NaN and names with commas too", async () => {
  const rows = [
    row({ value: NaN, ciLow: NaN, ciHigh: NaN, ciMethod: "" }),
    row({ metric: 'confusion:a, "b">c', seed: NaN }),
  ];
  const file = await tempFile("results.csv");
  await writeResults(file, rows);
  assert.deepEqual(await readResults(file), sortResults(rows));
});

Deno.test("writeResults() and readResults() can do with no rows", async () => {
  const file = await tempFile("results.csv");
  await writeResults(file, []);
  assert.deepEqual(await readResults(file), []);
});

Deno.test("sortResults() gives one order: train before test, accuracy before the others", () => {
  const rows = ["train", "validation", "test", "test-clean", "test-patient", "fold-1"]
    .flatMap((split) =>
      ["accuracy", "loss", "recall:COVID-19", "recall:Normal", "zeta"]
        .map((metric) => row({ split, metric }))
    );
  const all = [...rows, ...rows.map((r) => ({ ...r, seed: 2 }))];
  for (let seed = 0; seed < 5; seed++) {
    assert.deepEqual(sortResults(shuffle(all, seededRandom(seed))), all);
  }
});

Deno.test("writeResults() throws where a metric is given twice", async () => {
  await assert.rejects(writeResults("x.csv", [row(), row({ value: 1 })]), {
    name: "RangeError",
    message: 'Cannot write results "x.csv": accuracy of experiment "A", seed 1, split "test" is ' +
      "given twice",
  });
});

Deno.test("readResults() names a missing column and a cell that is no number", async () => {
  const file = await tempFile("results.csv");
  await writeResults(file, [row()]);
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, text.replace("ci_low,", ""));
  await assert.rejects(readResults(file), {
    name: "SyntaxError",
    message: /column ci_low is miss/,
  });
  await Deno.writeTextFile(file, text.replace("0.25", "low"));
  await assert.rejects(readResults(file), {
    message: /line 2: ci_low is "low", expected a number/,
  });
});

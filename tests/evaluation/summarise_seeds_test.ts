import assert from "node:assert/strict";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { summariseSeeds } from "lib/evaluation/summarise_seeds.ts";

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
    value: 0.5,
    ciLow: 0.25,
    ciHigh: 0.5,
    ciMethod: "wilson",
    profile: "quick",
    commit: "abc",
    seconds: 10,
    ...changes,
  };
}

Deno.test("summariseSeeds() gives mean, sample deviation and range over the seeds", () => {
  const rows = [0.25, 0.5, 0.75].map((value, seed) => row({ value, seed, seconds: seed }));
  const [summary, ...others] = summariseSeeds(rows);
  assert.equal(others.length, 0);
  const { seeds, mean, sd, min, max, seconds } = summary;
  assert.deepEqual([seeds, mean, sd, min, max, seconds], [3, 0.5, 0.25, 0.25, 0.75, 1]);
  assert.deepEqual([summary.experiment, summary.split, summary.n], ["A", "test", 66]);
});

Deno.test("summariseSeeds() keeps experiments, splits, metrics, folds and controls apart", () => {
  const kinds: Partial<ResultRow>[] = [
    {},
    { experiment: "B1" },
    { split: "train" },
    { metric: "loss" },
    { fold: 1 },
    { control: "shuffled-labels" },
  ];
  const rows = kinds.flatMap((kind) => [1, 2].map((seed) => row({ ...kind, seed })));
  const summaries = summariseSeeds(rows);
  assert.equal(summaries.length, kinds.length);
  assert(summaries.every(({ seeds, sd }) => seeds === 2 && sd === 0));
});

Deno.test("summariseSeeds() does not depend on the order of rows", () => {
  const rows = [0.1, 0.2, 0.7].flatMap((value, seed) =>
    ["train", "test"].map((split) => row({ value, seed, split }))
  );
  assert.deepEqual(summariseSeeds(rows.toReversed()), summariseSeeds(rows));
  assert.deepEqual(summariseSeeds(rows).map(({ split }) => split), ["train", "test"]);
});

Deno.test("summariseSeeds() has no deviation of one seed, and leaves undefined values out", () => {
  const [one] = summariseSeeds([row(), row({ seed: 2, value: NaN })]);
  assert.deepEqual([one.seeds, one.mean, one.sd], [1, 0.5, NaN]);
  const [none] = summariseSeeds([row({ value: NaN })]);
  assert.deepEqual([none.seeds, none.mean, none.min], [0, NaN, NaN]);
});

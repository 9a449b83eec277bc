import assert from "node:assert/strict";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { readTopic, readTopics, writeTopic } from "lib/experiments/topic_results.ts";

const ROW: ResultRow = {
  experiment: "data",
  model: "",
  data: "mine",
  split: "all",
  fold: NaN,
  repeat: NaN,
  seed: NaN,
  control: "",
  subgroup: "",
  n: 3,
  metric: "duplicates:bytes",
  value: 1,
  ciLow: NaN,
  ciHigh: NaN,
  ciMethod: "",
  profile: "quick",
  commit: "",
  seconds: NaN,
};

Deno.test("writeTopic() writes what readTopic() and readTopics() read", async () => {
  const out = await Deno.makeTempDir();
  await writeTopic(out, "audit", [ROW]);
  await writeTopic(out, "controls", [{ ...ROW, control: "frame-only", value: 2 }]);
  assert.deepEqual(await readTopic(out, "audit"), [ROW]);
  assert.deepEqual((await readTopics(out)).map(({ value }) => value), [1, 2]);
  await Deno.remove(out, { recursive: true });
});

Deno.test("writeTopic() replaces what the topic said before", async () => {
  const out = await Deno.makeTempDir();
  await writeTopic(out, "audit", [ROW]);
  await writeTopic(out, "audit", [{ ...ROW, value: 5 }]);
  assert.deepEqual((await readTopic(out, "audit")).map(({ value }) => value), [5]);
  await Deno.remove(out, { recursive: true });
});

Deno.test("readTopic() and readTopics() find nothing where nothing was written", async () => {
  const out = await Deno.makeTempDir();
  assert.deepEqual(await readTopic(out, "audit"), []);
  assert.deepEqual(await readTopics(out), []);
  await Deno.remove(out, { recursive: true });
});

Deno.test("readTopics() gives a figure that two topics tell once, with its interval", async () => {
  const out = await Deno.makeTempDir();
  const brier = { ...ROW, metric: "brier", value: 0.2 };
  await writeTopic(out, "calibration", [brier]);
  await writeTopic(out, "folds", [{ ...brier, ciLow: 0.1, ciHigh: 0.3, ciMethod: "bca" }]);
  assert.deepEqual((await readTopics(out)).map(({ metric, ciLow }) => [metric, ciLow]), [[
    "brier",
    0.1,
  ]]);
  await Deno.remove(out, { recursive: true });
});

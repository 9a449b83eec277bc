import { join } from "@std/path";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { type BenchResult, mergeResults, saveResults } from "../../bench/harness/bench_results.ts";

function result(row: string, changes: Partial<BenchResult> = {}): BenchResult {
  return {
    row,
    title: "Training, D network, 500×500×1, batch 16",
    unit: "images/s",
    ours_median: 16.5,
    ours_min: 16,
    ours_max: 17,
    peer: "keras",
    peer_version: "keras 3.15.1, tensorflow 2.21.0",
    peer_median: 12.25,
    peer_min: 12,
    peer_max: 12.5,
    ratio: 1.35,
    goal: 1.3,
    pairs: 5,
    threads: 2,
    cpu: "A processor, 2 cores",
    data: "synthetic",
    commit: "abc",
    date: "2026-01-01T00:00:00.000Z",
    ...changes,
  };
}

Deno.test("mergeResults() replaces all lines of a row that ran and keeps the others", () => {
  const old = [{ row: "a", n: 1 }, { row: "b", n: 2 }, { row: "b", n: 3 }, { row: "old", n: 4 }];
  const fresh = [{ row: "c", n: 5 }, { row: "b", n: 6 }];
  assert.deepEqual(mergeResults(old, fresh, ["a", "b", "c"]), [
    { row: "a", n: 1 },
    { row: "b", n: 6 },
    { row: "c", n: 5 },
    { row: "old", n: 4 },
  ]);
  assert.equal(old.length, 4);
});

Deno.test("saveResults() makes the file, then keeps rows that did not run", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const file = join(dir, "bench", "results.csv");
    await saveResults(file, [result("d"), result("c", { goal: NaN })], ["c", "d"]);
    await saveResults(file, [result("d", { ratio: 2 })], ["c", "d"]);
    const rows = parseCsv(await Deno.readTextFile(file));
    assert.deepEqual(rows.map(({ row, ratio, goal }) => [row, ratio, goal]), [
      ["c", "1.35", ""],
      ["d", "2", "1.3"],
    ]);
    assert.deepEqual(Object.keys(rows[0]), Object.keys(result("c")));
    assert.equal(rows[0].peer_version, "keras 3.15.1, tensorflow 2.21.0");
    const names = [...Deno.readDirSync(join(dir, "bench"))].map(({ name }) => name);
    assert.deepEqual(names, ["results.csv"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("saveResults() leaves a file alone that holds something else", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const file = join(dir, "films.csv");
    await Deno.writeTextFile(file, "path,class\na.png,Normal\n");
    await assert.rejects(
      saveResults(file, [result("d")], ["d"]),
      /^SyntaxError: Cannot read ".*films\.csv": expected columns row,title,.* but found path,class/,
    );
    assert.equal(await Deno.readTextFile(file), "path,class\na.png,Normal\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

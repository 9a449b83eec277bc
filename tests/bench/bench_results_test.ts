import { join } from "@std/path";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { mergeResults, readResults, saveResults } from "../../bench/harness/bench_results.ts";
import { madeResult } from "./made_result.ts";

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
    await saveResults(file, [madeResult("d"), madeResult("c", { goal: NaN })], ["c", "d"]);
    await saveResults(file, [madeResult("d", { ratio: 2 })], ["c", "d"]);
    const rows = parseCsv(await Deno.readTextFile(file));
    assert.deepEqual(rows.map(({ row, ratio, goal }) => [row, ratio, goal]), [
      ["c", "1.35", ""],
      ["d", "2", "1.3"],
    ]);
    assert.deepEqual(Object.keys(rows[0]), Object.keys(madeResult("c")));
    assert.equal(rows[0].peer_version, "keras 3.15.1, tensorflow 2.21.0");
    assert.deepEqual(await readResults(file), [
      madeResult("c", { goal: NaN }),
      madeResult("d", { ratio: 2 }),
    ]);
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
      saveResults(file, [madeResult("d")], ["d"]),
      /^SyntaxError: Cannot read ".*films\.csv": expected columns row,title,.* but found path,class/,
    );
    assert.equal(await Deno.readTextFile(file), "path,class\na.png,Normal\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

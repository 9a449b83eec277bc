import { fromFileUrl } from "@std/path";
import assert from "node:assert/strict";
import { benchOptions } from "../../bench/harness/bench_options.ts";
import { readPins, REQUIREMENTS } from "../../bench/harness/peers_environment.ts";
import { resultsTable, rowsTable } from "../../bench/harness/report.ts";
import { ROWS } from "../../bench/rows/catalogue.ts";

const PLACES = {
  known: ["train-d", "augment"],
  caller: "/home/ada",
  out: "/r.csv",
  data: "/films",
};

Deno.test("benchOptions() reads a command line", () => {
  const all = benchOptions([], PLACES)!;
  assert.deepEqual([all.rows, all.pairs, all.list], [["train-d", "augment"], 5, false]);
  assert.deepEqual([all.out, all.data], ["/r.csv", "/films"]);
  const some = benchOptions(["augment", "--pairs", "1", "--out", "r.csv", "--data", "d"], PLACES)!;
  assert.deepEqual([some.rows, some.pairs], [["augment"], 1]);
  assert.deepEqual([some.out, some.data], ["/home/ada/r.csv", "/home/ada/d"]);
  assert.equal(benchOptions(["--list"], PLACES)!.list, true);
  assert.equal(benchOptions(["--markdown"], PLACES)!.markdown, true);
  assert.equal(benchOptions(["--help"], PLACES), undefined);
});

Deno.test("benchOptions() says what is wrong with a command line", () => {
  assert.throws(
    () => benchOptions(["train-z"], PLACES),
    new RangeError('Unknown row "train-z": expected one of train-d, augment'),
  );
  assert.throws(
    () => benchOptions(["--pairs", "0"], PLACES),
    new RangeError('Option --pairs is a whole number from 1, not "0"'),
  );
  assert.throws(() => benchOptions(["--fast"], PLACES), /Unknown option '--fast'/);
});

Deno.test("every row has a name of its own, scripts that exist and peers with pinned versions", async () => {
  const pins = readPins(await Deno.readTextFile(REQUIREMENTS));
  assert.equal(new Set(ROWS.map(({ id }) => id)).size, ROWS.length);
  for (const row of ROWS) {
    assert.match(row.id, /^[a-z0-9-]+$/);
    assert.equal(new Set(row.peers.map(({ id }) => id)).size, row.peers.length);
    for (const { script } of [row.ours, ...row.peers]) {
      const folder = script.endsWith(".ts") ? "ours" : "peers";
      const file = fromFileUrl(new URL(`../../bench/${folder}/${script}`, import.meta.url));
      assert((await Deno.stat(file)).isFile, file);
    }
    for (const name of row.peers.flatMap(({ packages }) => packages)) {
      assert(pins[name], `${row.id}: ${name} is not in requirements.txt`);
    }
  }
});

Deno.test("every requirement is pinned", async () => {
  const lines = (await Deno.readTextFile(REQUIREMENTS)).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) assert.match(line, /^[A-Za-z0-9._-]+==[0-9][^\s;]*(; .+)?$/);
  assert.deepEqual(readPins('a==1.2; platform_system == "Linux"\n# b==3\nc_d==4'), {
    a: "1.2",
    c_d: "4",
  });
});

Deno.test("tables show goals met, missed and absent", () => {
  const result = {
    ...{ row: "train-d", title: "Training", unit: "images/s", peer: "keras", peer_version: "" },
    ...{ ours_median: 16.54, ours_min: 16, ours_max: 17.2, pairs: 5, threads: 2, cpu: "" },
    ...{ peer_median: 12.1, peer_min: 12, peer_max: 1234.5, data: "", commit: "", date: "" },
  };
  const lines = resultsTable([
    { ...result, ratio: 1.367, goal: 1.3 },
    { ...result, ratio: 1.2, goal: 1.3 },
    { ...result, ratio: 2, goal: NaN },
  ]).text.split("\n").slice(2);
  assert.match(
    lines[0],
    /16\.5 \(16\.0–17\.2\) +keras +12\.1 \(12\.0–1235\) +1\.37 × +≥ 1\.3 × +yes$/,
  );
  assert.match(lines[1], /1\.20 × +≥ 1\.3 × +no$/);
  assert.match(lines[2], /2\.00 ×$/);
  assert.match(rowsTable(ROWS).text, /train-d +Training, D network/);
});

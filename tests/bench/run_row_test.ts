import { join } from "@std/path";
import assert from "node:assert/strict";
import type { BenchRow } from "../../bench/harness/bench_row.ts";
import { runRow } from "../../bench/harness/run_row.ts";
import { runSide } from "../../bench/harness/run_side.ts";
import { bindCores, sideCommand, threadVariables } from "../../bench/harness/side_command.ts";
import { summariseRow } from "../../bench/harness/summarise_row.ts";

const CONTEXT = { data: "data", cache: "cache", threads: 2 };

/** A stand-in for Python that prints the script's name and arguments as a measurement. */
async function fakePython(dir: string, body: string): Promise<string> {
  const file = join(dir, "python");
  await Deno.writeTextFile(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/** A row whose sides are all run by that stand-in. */
function row(changes: Partial<BenchRow> = {}): BenchRow {
  return {
    id: "train-x",
    title: "Training",
    unit: "s",
    higherIsBetter: false,
    data: "synthetic",
    ours: { script: "ours.py", args: () => ["2", "100"] },
    peers: [{
      id: "keras",
      packages: ["keras"],
      script: "p.py",
      args: () => ["6", "100"],
      goal: 2,
    }],
    ...changes,
  };
}

const MEASURE = `echo "$2" >> "$0.log"; echo "{\\"value\\": $2, \\"check\\": {\\"params\\": $3}}"`;

async function inTempDir(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("runRow() warms up, then takes ours and the peers in turn", async () => {
  await inTempDir(async (dir) => {
    const python = await fakePython(dir, MEASURE);
    const seen: string[] = [];
    const runs = await runRow(row({ same: ["params"] }), {
      context: CONTEXT,
      programs: { python },
      pairs: 2,
      onProgress: (done, total, text) => seen.push(`${done}/${total} ${text}`),
    });
    assert.equal(await Deno.readTextFile(`${python}.log`), "2\n6\n".repeat(3));
    assert.deepEqual(seen.slice(0, 3), [
      "1/6 warm-up, ours 2 s (params 100)",
      "2/6 warm-up, keras 6 s (params 100)",
      "3/6 round 1 of 2, ours 2 s (params 100)",
    ]);
    const facts = { threads: 2, cpu: "x", commit: "", date: "", pins: { keras: "3.15.1" } };
    const [result] = summariseRow(row(), runs, facts);
    assert.equal(result.ratio, 3);
    assert.equal(result.pairs, 2);
    assert.equal(result.peer_version, "keras 3.15.1");
    assert.equal(result.goal, 2);
  });
});

Deno.test("runRow() refuses sides that did not do the same work", async () => {
  await inTempDir(async (dir) => {
    const python = await fakePython(dir, MEASURE);
    const peer = { id: "keras", packages: [], script: "p.py", args: () => ["6", "99"] };
    const other = row({ same: ["params"], peers: [peer] });
    await assert.rejects(
      runRow(other, { context: CONTEXT, programs: { python }, pairs: 1 }),
      /Row "train-x", side "keras": params is 99 but ours has 100; the sides must do the same work/,
    );
  });
});

Deno.test("runRow() compares peak memory where the row says so", async () => {
  await inTempDir(async (dir) => {
    const python = await fakePython(dir, `echo "{\\"value\\": 1, \\"peak_rss_mb\\": $2}"`);
    const memory = row({ measure: "peak_rss_mb" });
    const runs = await runRow(memory, { context: CONTEXT, programs: { python }, pairs: 1 });
    const facts = { threads: 2, cpu: "", commit: "", date: "", pins: {} };
    assert.equal(summariseRow(memory, runs, facts)[0].peer_median, 6);

    const silent = await fakePython(dir, `echo '{"value": 1}'`);
    await assert.rejects(
      runRow(memory, { context: CONTEXT, programs: { python: silent }, pairs: 1 }),
      new Error('Row "train-x", side "ours": did not print "peak_rss_mb"'),
    );
  });
});

Deno.test("runSide() names row and side of a process that fails", async () => {
  const options = { row: "train-x", side: "keras" };
  await assert.rejects(
    runSide(["sh", "-c", "echo out; echo no module >&2; exit 3"], options),
    new Error('Row "train-x", side "keras": ended with exit status 3\nout\nno module'),
  );
  await assert.rejects(
    runSide(["sh", "-c", "kill -9 $$"], options),
    /^Error: Row "train-x", side "keras": was killed by SIGKILL/,
  );
  await assert.rejects(
    runSide(["no-such-program"], options),
    /^Error: Row "train-x", side "keras": cannot run "no-such-program"/,
  );
  await assert.rejects(
    runSide(["echo", "done"], options),
    /^Error: Row "train-x", side "keras": Cannot read a side's last line "done"/,
  );
});

Deno.test("runSide() kills its process when it is stopped", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("Stopped")), 100);
  const started = performance.now();
  await assert.rejects(
    runSide(["sleep", "60"], { row: "train-x", side: "ours", signal: stop.signal }),
    new Error("Stopped"),
  );
  assert(performance.now() - started < 20_000);
});

Deno.test("sideCommand() runs TypeScript with Deno and Python with the peers' Python", () => {
  const programs = { python: "/venv/bin/python", prefix: ["taskset", "-c", "0-1"] };
  const args = ({ data }: typeof CONTEXT) => ["--data", data];
  const peer = sideCommand({ script: "a.py", args }, CONTEXT, programs);
  assert.deepEqual(peer.slice(0, 4), ["taskset", "-c", "0-1", "/venv/bin/python"]);
  assert.match(peer[4], /bench\/peers\/a\.py$/);
  assert.deepEqual(peer.slice(5), ["--data", "data"]);
  const ours = sideCommand({ script: "a.ts" }, CONTEXT, { python: "" });
  assert.equal(ours[0], Deno.execPath());
  assert.match(ours.at(-1)!, /bench\/ours\/a\.ts$/);
  assert.throws(
    () => sideCommand({ script: "a.sh" }, CONTEXT, programs),
    new RangeError('Cannot run "a.sh": expected a script ending in .ts or .py'),
  );
});

Deno.test("both sides get the same threads and, of a larger machine, the same cores", () => {
  const { TF_NUM_INTRAOP_THREADS, OMP_NUM_THREADS } = threadVariables(2);
  assert.deepEqual([TF_NUM_INTRAOP_THREADS, OMP_NUM_THREADS], ["2", "2"]);
  assert.deepEqual(bindCores(2, 2), []);
  if (Deno.build.os === "linux") assert.deepEqual(bindCores(2, 8), ["taskset", "-c", "0-1"]);
});

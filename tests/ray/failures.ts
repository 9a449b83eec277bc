// Longer than the others: `deno task test-ray` runs them, continuous integration does not.
import { join } from "@std/path";
import assert from "node:assert/strict";
import { rayJobs } from "../../tools/sweep/ray_client.ts";
import { startCluster } from "../../tools/ray/start_cluster.ts";
import { tempDir } from "../data/test_films.ts";
import { endOf, predictionsOf, rayOrSkip, spawnSweep, until, writeSweep } from "./ray_sweep.ts";

/** Long enough to be killed in: about half a minute each. */
const LONG = { settings: [{ epochs: 1500 }], seeds: 1, folds: 2 };

/** Whether a unit is in training, far enough for a checkpoint. */
function isTraining(out: string, count: number): boolean {
  try {
    const parts = [...Deno.readDirSync(join(out, "units"))].filter(({ name }) =>
      name.endsWith(".part")
    );
    const begun = parts.filter(({ name }) =>
      [...Deno.readDirSync(join(out, "units", name, "experiments", "A", "seed-1"))]
        .some((entry) => entry.name === "checkpoint.bin")
    );
    return begun.length >= count;
  } catch {
    return false;
  }
}

Deno.test("a Ray machine killed in mid-job: the sweep completes, to the same bits", async () => {
  const ray = await rayOrSkip();
  if (!ray) return;
  const spec = await writeSweep(LONG);
  const [local, onRay] = [await tempDir(), await tempDir()];
  {
    await using cluster = await startCluster({ ray, workers: 2 });
    const sweep = spawnSweep([spec, "--out", onRay], cluster);
    await until("both units train", () => isTraining(onRay, 2));
    await cluster.workers[0].kill();
    const { code, stdout, stderr } = await endOf(sweep);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /its machine died; trying again/);
    assert.match(stdout, /A \(epochs 1500\) +2 +24/);
  }
  const here = await endOf(spawnSweep([spec, "--out", local]));
  assert.equal(here.code, 0, here.stderr);
  assert.deepEqual(await predictionsOf(onRay), await predictionsOf(local));
});

Deno.test("Ray's head killed: a clear error, and the same command goes on", async () => {
  const ray = await rayOrSkip();
  if (!ray) return;
  const spec = await writeSweep({ ...LONG, settings: [{ epochs: 300 }], folds: 4 });
  const out = await tempDir();
  let numDone = 0;
  {
    await using cluster = await startCluster({ ray, workers: 2 });
    const sweep = spawnSweep([spec, "--out", out], cluster);
    const units = () => [...Deno.readDirSync(join(out, "units"))].map(({ name }) => name);
    await until("a unit is done", () => {
      try {
        return units().some((name) => !name.startsWith("."));
      } catch {
        return false;
      }
    });
    await cluster.head.kill();
    const { code, stderr } = await endOf(sweep);
    numDone = units().filter((name) => !name.startsWith(".")).length;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /The Ray cluster at http:\/\/127\.0\.0\.1:\d+ does not answer \(connection refused\); what is done is kept, and the same command goes on from there/,
    );
  }
  assert(numDone >= 1 && numDone < 4, `${numDone} done`);
  await using cluster = await startCluster({ ray, workers: 2 });
  const { code, stdout, stderr } = await endOf(spawnSweep([spec, "--out", out], cluster));
  assert.equal(code, 0, stderr);
  assert.match(stdout, /4 trainings, [1-3] done already/);
  assert.equal(Object.keys(await predictionsOf(out)).length, 4);
});

Deno.test("Ctrl-C stops the jobs on the cluster, too", async () => {
  const ray = await rayOrSkip();
  if (!ray) return;
  const out = await tempDir();
  await using cluster = await startCluster({ ray, workers: 1 });
  const sweep = spawnSweep([await writeSweep(LONG), "--out", out], cluster);
  await until("a unit trains", () => isTraining(out, 1));
  sweep.kill("SIGINT");
  const { code, stderr } = await endOf(sweep);
  assert.equal(code, 130);
  assert.match(stderr, /Stopped; the same command goes on from here/);
  const states = (await rayJobs(cluster)).map(({ status }) => status);
  assert.deepEqual(states, ["STOPPED"]);
});

import { join } from "@std/path";
import assert from "node:assert/strict";
import { startCluster } from "../../tools/ray/start_cluster.ts";
import { tempDir } from "../data/test_films.ts";
import { endOf, predictionsOf, rayOrSkip, spawnSweep, writeSweep } from "./ray_sweep.ts";

Deno.test("a sweep on three Ray machines gives the local results, bit for bit, and fits or says why", async () => {
  const ray = await rayOrSkip();
  if (!ray) return;
  const spec = await writeSweep({ settings: [{ epochs: 2 }], seeds: 2, chunk: 2 });
  const tooMuch = await writeSweep({ cpus: 64 });
  const [local, onRay] = [await tempDir(), await tempDir()];
  await using cluster = await startCluster({ ray, workers: 2 });
  const first = await endOf(spawnSweep([spec, "--out", onRay], cluster));
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /Ray 2\.60\.0 at .*: 3 machines, 2 jobs at a time, 1 CPU each/);
  assert.match(first.stdout, /A \(epochs 2\) +4 +24/);

  const here = await endOf(spawnSweep([spec, "--out", local]));
  assert.equal(here.code, 0, here.stderr);
  const [a, b] = [await predictionsOf(local), await predictionsOf(onRay)];
  assert.equal(Object.keys(a).length, 4);
  assert.deepEqual(b, a);
  const logs = [...Deno.readDirSync(join(onRay, "logs"))].map(({ name }) => name);
  assert.equal(logs.length, 2);
  assert.match(await Deno.readTextFile(join(onRay, "logs", logs[0])), /done in [\d.]+ s/);

  const again = await endOf(spawnSweep([spec, "--out", onRay], cluster));
  assert.match(again.stdout, /4 trainings, 4 done already/);

  const never = await endOf(spawnSweep([tooMuch, "--out", await tempDir()], cluster));
  assert.equal(never.code, 1);
  assert.match(
    never.stderr,
    /A job asks for 64 CPUs, but no machine has more than 1 CPU; lower "cpus"/,
  );
});

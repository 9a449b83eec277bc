import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import { holdLock } from "lib/sweep/hold_lock.ts";
import { chunkOf, type NamedUnit, writeChunk } from "lib/sweep/sweep_chunk.ts";
import { filmsFingerprint } from "lib/sweep/sweep_unit.ts";
import { readFailure } from "lib/sweep/unit_failure.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** A sweep's folder with a chunk of units of `A` on a few films. */
async function makeChunk(units: NamedUnit[]): Promise<{ out: string; file: string }> {
  const films: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) films[`${name}/${i}.png`] = 100 * k + i;
  });
  const set = await readFilms(await writeFolder(films));
  const split = splitFilms(set, { seed: 1 });
  const out = await tempDir();
  const study = join(out, "films");
  await beginStudy({ out: study, set, split });
  const about = { out, study, films: filmsFingerprint(split), code: await codeFingerprint() };
  const file = await writeChunk(chunkOf(units), { ...about, weights: "", keepModels: false });
  return { out, file };
}

async function trainUnits(file: string): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", join(ROOT, "tools/train.ts"), "units", file],
    cwd: ROOT,
    env: { TF_NUM_INTRAOP_THREADS: "1" },
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, text };
}

const UNIT = {
  recipe: "A",
  profile: "quick",
  changes: { epochs: 2 },
  folds: { k: 2, fold: 0, repeat: 0, deal: "grouped" as const },
  seed: 1,
};

Deno.test("two processes on one unit: one trains, the other waits and reads; a bad unit is noted", async () => {
  const bad = { ...UNIT, name: "bad", folds: { ...UNIT.folds, k: 100, fold: 50 } };
  const { out, file } = await makeChunk([{ ...UNIT, name: "good" }, bad]);
  const both = await Promise.all([trainUnits(file), trainUnits(file)]);
  assert.deepEqual(both.map(({ code }) => code), [1, 1], both[0].text);
  const words = both.map(({ text }) => /good (done in|was done)/.exec(text)?.[1]).sort();
  assert.deepEqual(words, ["done in", "was done"]);
  assert.match((await readFailure(out, "bad"))!, /fold|groups/);

  const record = JSON.parse(await Deno.readTextFile(join(out, "units/good/unit.json")));
  assert.equal(record.experiment, "A");
  assert.equal(record.threads, 1);
  const left = [...Deno.readDirSync(join(out, "units"))].map(({ name }) => name);
  assert.deepEqual(left.filter((name) => !name.includes("bad")), ["good"]);
  const run = [...Deno.readDirSync(join(out, "units/good/experiments/A/seed-1"))];
  assert(!run.some(({ name }) => name === "model"), "the network was kept");
});

Deno.test("a process with other code than the sweep's trains nothing", async () => {
  const { out, file } = await makeChunk([{ ...UNIT, name: "good" }]);
  const chunk = JSON.parse(await Deno.readTextFile(file));
  await Deno.writeTextFile(file, JSON.stringify({ ...chunk, code: "0" }));
  const { code, text } = await trainUnits(file);
  assert.equal(code, 1);
  assert.match(text, /The code here is not the one that the sweep began with/);
  assert(await Deno.stat(join(out, "units")).then(() => false, () => true));
});

Deno.test("holdLock() waits for the one that holds the lock, and says so once", async () => {
  const file = join(await tempDir(), "a.lock");
  const first = await holdLock(file);
  let waits = 0;
  const second = holdLock(file, { onWait: () => waits++ });
  const stopped = holdLock(file, { signal: AbortSignal.timeout(300) });
  await assert.rejects(stopped, { name: "TimeoutError" });
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  assert.equal(waits, 1);
});

import { join } from "@std/path";
import assert from "node:assert/strict";
import { dataFingerprint, readRun, runFingerprint } from "lib/experiments/run.ts";
import type { TaskFilm } from "lib/experiments/task_films.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const FILM: TaskFilm = {
  path: "1.png",
  sha256: "ab",
  group: "",
  className: "Normal",
  part: "train",
};
const RUN = { id: "A", settings: { epochs: 16 }, films: [FILM], seed: 1 };

Deno.test("runFingerprint() changes with everything that a run depends on", () => {
  const others = [
    RUN,
    { ...RUN, id: "A+" },
    { ...RUN, settings: { epochs: 17 } },
    { ...RUN, seed: 2 },
    { ...RUN, films: [] },
    { ...RUN, films: [{ ...FILM, sha256: "cd" }] },
    { ...RUN, films: [{ ...FILM, className: "COVID-19" }] },
    { ...RUN, films: [{ ...FILM, part: "test" as const }] },
  ];
  const fingerprints = others.map(runFingerprint);
  assert.equal(new Set(fingerprints).size, others.length);
  assert(fingerprints.every((text) => /^[0-9a-f]{64}$/.test(text)));
});

Deno.test("dataFingerprint() knows films by their content, not by their place on the disk", () => {
  const moved = { ...FILM, path: "elsewhere/1.png", group: "g" };
  assert.equal(dataFingerprint([moved]), dataFingerprint([FILM]));
  const other = { ...FILM, sha256: "cd" };
  assert.notEqual(dataFingerprint([FILM, other]), dataFingerprint([other, FILM]));
});

Deno.test("readRun() gives undefined where there is no run, or an unfinished one", async () => {
  assert.equal(await readRun(join(await tempDir(), "nowhere")), undefined);
  const unfinished = await writeFolder({ "history.csv": "epoch\n", "checkpoint.bin": "" });
  assert.equal(await readRun(unfinished), undefined);
});

Deno.test("readRun() throws where run.json is damaged", async () => {
  await assert.rejects(readRun(await writeFolder({ "run.json": "{" })), SyntaxError);
});

import assert from "node:assert/strict";
import { join } from "@std/path";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { fixtureFolder } from "../notebook_fixture.ts";
import type { LabNotebook } from "./lab_notebook.ts";
import { labParts, openLab } from "./open_lab.ts";

/** A notebook that trains for longer than any test, and does other long work. */
function cells(folder: string): string[] {
  return [
    `import { liveTraining } from "lib/kernel/live_training.ts";
import { stopSignal } from "lib/kernel/notebook.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { splitFilms } from "lib/data/split.ts";
import { experimentE } from "lib/experiments/experiment_e.ts";
import { crossValidateFloor, FLOORS } from "lib/experiments/floors.ts";
import { openData } from "lib/experiments/open_data.ts";
import { runExperiment } from "lib/experiments/run_experiment.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { threeClasses } from "lib/experiments/task.ts";`,
    `const set = await openData("${join(folder, "tiny")}", { profile: "quick" });
const split = splitFilms(set, { seed: 1 });
const study = await beginStudy({ out: "${join(folder, "out")}", set, split });
set`,
    `let [batches, atStop, resumedAt] = [0, NaN, -1];
const live = liveTraining("Training E");
const signal = stopSignal();
signal.addEventListener("abort", () => atStop = batches);
await runExperiment(experimentE, {
  ...study,
  cacheDir: "${join(folder, "cache")}",
  seed: 1,
  profile: "quick",
  changes: { epochs: 5000 },
  signal,
  onEpoch: (history) => {
    if (resumedAt < 0) resumedAt = history.length;
    live.onEpoch(history);
  },
  onProgress: (done, total, text) => {
    batches++;
    live.onProgress(done, total, text);
  },
});`,
    `console.log(JSON.stringify({ batches, after: batches - atStop, resumedAt, films: set.films.length }))`,
    `await crossValidateFloor(FLOORS[1], threeClasses, {
  set, split, repeats: 1e6, seed: 1, signal: stopSignal(),
});`,
    `await writePhantomSet("${join(folder, "many")}", {
  seed: 2, numTrain: 30000, numTest: 0, imageSize: 64, signal: stopSignal(),
});`,
  ];
}

/** What the training's output shows in the page: the bars' values and the chart. */
async function shown(notebook: LabNotebook): Promise<{ bars: string; lines: string }> {
  const all = (selector: string, name: string) =>
    notebook.page.locator(`.jp-OutputArea-output${selector}`).evaluateAll(
      (elements: { getAttribute(name: string): string | null }[], name) =>
        elements.map((element) => element.getAttribute(name)).join(" "),
      name,
    );
  return { bars: await all(" progress", "value"), lines: await all(".jp-RenderedSVG img", "src") };
}

/** Presses stop and returns the milliseconds until the kernel is free again. */
async function stop(notebook: LabNotebook): Promise<number> {
  const pressed = performance.now();
  await notebook.command("kernelmenu:interrupt");
  await notebook.untilIdle({ seconds: 60 });
  return performance.now() - pressed;
}

Deno.test("the stop button ends a training at the next batch; it goes on from there", async () => {
  const parts = labParts();
  if (!parts) return;
  await using folder = await fixtureFolder();
  const data = join(folder.path, "tiny");
  await writePhantomSet(data, { seed: 1, numTrain: 48, numTest: 18, imageSize: 96 });
  await using lab = await openLab(parts);
  const notebook = await lab.open(await folder.write("stop.ipynb", cells(folder.path)));
  const run = async (index: number) => {
    await notebook.runCell(index);
    await notebook.untilIdle();
  };
  const said = async () => {
    await run(3);
    const [output] = (await notebook.cells())[3].outputs;
    assert(output.output_type === "stream");
    return JSON.parse(String(output.text));
  };
  await run(0);
  await run(1);

  await notebook.runCell(2);
  const bars = new Set<string>();
  const lines = new Set<string>();
  for (let look = 0; look < 600 && (bars.size < 6 || lines.size < 2); look++) {
    const { bars: bar, lines: line } = await shown(notebook);
    if (bar !== "") bars.add(bar);
    if (line !== "") lines.add(line);
    await new Promise((done) => setTimeout(done, 100));
  }
  assert(bars.size >= 6, `the bars were seen in ${bars.size} states`);
  assert(lines.size >= 2, `the curves were seen in ${lines.size} states`);

  const milliseconds = await stop(notebook);
  const [error] = (await notebook.cells())[2].outputs.filter((o) => o.output_type === "error");
  assert(error?.output_type === "error" && error.ename === "AbortError", JSON.stringify(error));
  const first = await said();
  console.log(
    `training stopped after ${Math.round(milliseconds)} ms, ${first.after} batches later`,
  );
  assert(first.after <= 1, `${first.after} batches ran after the stop`);
  assert.equal(first.films, 66, "variables are there");

  await notebook.runCell(2);
  await new Promise((done) => setTimeout(done, 500));
  await notebook.page.locator("progress").first().waitFor();
  await new Promise((done) => setTimeout(done, 2000));
  await stop(notebook);
  const second = await said();
  assert(second.resumedAt >= 1, "it began anew");
  console.log(`the training went on after epoch ${second.resumedAt}`);

  for (const [index, name] of [[4, "cross-validation"], [5, "drawing films"]] as const) {
    await notebook.runCell(index);
    await new Promise((done) => setTimeout(done, 1500));
    const milliseconds = await stop(notebook);
    const [error] = (await notebook.cells())[index].outputs;
    assert(error?.output_type === "error" && error.ename === "AbortError", name);
    console.log(`${name} stopped after ${Math.round(milliseconds)} ms`);
  }
  assert.equal((await said()).films, 66);
  await notebook.close();
});

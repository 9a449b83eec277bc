import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { loadExamples, partOf } from "lib/experiments/load_examples.ts";
import type { TaskFilm } from "lib/experiments/task_films.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

async function load() {
  const set = await readFilms(await writeFolder({ "Covid/1.png": 1, "Normal/2.png": 2 }));
  const parts: TaskFilm["part"][] = ["train", "test"];
  const films = set.films.map((film, i): TaskFilm => ({ ...film, part: parts[i] }));
  const examples = await loadExamples(films, {
    root: set.root,
    imageSize: [6, 4],
    classNames: ["Normal", "COVID-19"],
    cacheDir: await tempDir(),
  });
  return { films, examples };
}

Deno.test("loadExamples() gives films of one size and their class indices, in order", async () => {
  const { films, examples } = await load();
  assert.deepEqual(films.map(({ className }) => className), ["COVID-19", "Normal"]);
  assert.deepEqual(examples.labels, [1, 0]);
  assert.deepEqual(examples.shape, [6, 4, 1]);
  assert.equal(examples.values.length, 2 * 6 * 4);
});

Deno.test("partOf() copies the part's examples alone", async () => {
  const { films, examples } = await load();
  const test = partOf(examples, films, "test");
  assert.deepEqual(test.labels, [0]);
  assert.deepEqual(test.values, examples.values.slice(6 * 4));
  assert.deepEqual(partOf(examples, films, "validation").labels, []);
});

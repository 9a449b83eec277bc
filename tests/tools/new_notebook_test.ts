import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { checkNotebooks } from "../../tools/check_notebooks.ts";
import { newNotebook } from "../../tools/new_notebook.ts";
import { joinText } from "../../tools/notebook/notebook.ts";
import { runNotebook } from "../../tools/notebook/run_notebook.ts";
import { tempDir } from "../data/test_films.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const notebooks = join(root, "notebooks");

/** A name that no notebook has; the notebook is removed in the end. */
function freeName(): { name: string } & AsyncDisposable {
  const name = `test_${crypto.randomUUID().slice(0, 8)}`;
  const remove = () => Deno.remove(join(notebooks, `${name}.ipynb`));
  return { name, [Symbol.asyncDispose]: remove };
}

Deno.test("newNotebook() begins an experiment that keeps the rules and runs to its end", async () => {
  const data = join(await tempDir(), "films");
  await writePhantomSet(data, { seed: 1, numTrain: 36, numTest: 12, imageSize: 96 });
  const out = await tempDir();
  await using free = freeName();
  const path = await newNotebook(free.name, notebooks);
  assert.deepEqual(await checkNotebooks([path], { root }), []);
  const parameters = { data, out, recipe: "A" };
  const { notebook } = await runNotebook(path, { parameters, cellSeconds: 300 });
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  assert(code.every((cell) => cell.execution_count !== null));
  const html = code.flatMap(({ outputs = [] }) => outputs)
    .map((output) => "data" in output ? joinText(output.data["text/html"] as string ?? "") : "")
    .join("\n");
  assert.match(html, /floor-thumbnail/, "floors stand beside the network");
  for (const file of ["experiments/A/seed-1/model/bundle.json", "figures/training.png"]) {
    assert((await Deno.stat(join(out, file))).isFile, file);
  }
});

Deno.test("newNotebook() does not write over a notebook, nor take any name", async () => {
  const folder = await tempDir();
  const path = await newNotebook("mine.ipynb", folder);
  await Deno.writeTextFile(path, "mine");
  await assert.rejects(newNotebook("mine", folder), /There is ".*mine\.ipynb" already/);
  assert.equal(await Deno.readTextFile(path), "mine");
  for (const name of ["", "06_mine", "../mine", "a b", ".mine"]) {
    await assert.rejects(newNotebook(name, folder), RangeError);
  }
  assert.match(await Deno.readTextFile(await newNotebook("meine_Röntgen-2", folder)), /# meine_/);
});

import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { reload } from "lib/kernel/reload.ts";
import { joinText } from "../../tools/notebook/notebook.ts";
import { runNotebook } from "../../tools/notebook/run_notebook.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

Deno.test("reload() resolves what an import would", async () => {
  type Duration = typeof import("lib/kernel/duration.ts");
  const { duration } = await reload<Duration>("lib/kernel/duration.ts");
  assert.equal(duration(90), "1 min 30 s");
  await assert.rejects(reload("lib/kernel/missing.ts"), TypeError);
});

Deno.test("reload() reads a module that was edited since, inside the kernel", async () => {
  await using folder = await fixtureFolder();
  const module = toFileUrl(join(folder.path, "edited.ts")).href;
  const write = (n: number) =>
    `await Deno.writeTextFile(new URL("${module}"), "export const value: number = ${n};");`;
  const path = await folder.write("reload.ipynb", [
    'import { reload } from "lib/kernel/reload.ts";',
    `${write(1)}\nconst first = (await import("${module}")).value;`,
    `${write(2)}\nconst still = (await import("${module}")).value;`,
    `const { value } = await reload("${module}");\nconsole.log(first, still, value);`,
  ]);
  const { notebook } = await runNotebook(path);
  const [output] = notebook.cells.at(-1)!.outputs!;
  assert(output.output_type === "stream");
  assert.equal(joinText(output.text), "1 1 2\n");
});

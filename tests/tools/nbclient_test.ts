import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { jupyterSettings } from "../../tools/lab/jupyter_settings.ts";
import { joinText, type Notebook, readNotebook } from "../../tools/notebook/notebook.ts";
import { runNotebook } from "../../tools/notebook/run_notebook.ts";
import { runCommand } from "../../tools/setup/run_command.ts";
import { fixtureFolder } from "../notebook_fixture.ts";

const jupyter = fromFileUrl(new URL("../../.venv/bin/jupyter", import.meta.url));

/** Whether nbclient is there, which JupyterLab brings; in continuous integration it must be. */
async function hasNbclient(): Promise<boolean> {
  if (await Deno.stat(jupyter).then(() => true, () => false)) return true;
  if (Deno.env.get("CI")) {
    throw new Error("No nbclient in .venv; run: deno task lab --install-only");
  }
  console.log("Skipped: .venv has no nbclient; run: deno task lab --install-only");
  return false;
}

/** Text, every bundle whole, and the number of errors, for each code cell. */
function outputsOf({ cells }: Notebook) {
  return cells.filter((cell) => cell.cell_type === "code").map(({ outputs = [] }) => ({
    // nbclient keeps each line of a stream as an output of its own.
    text: outputs.map((o) => o.output_type === "stream" ? joinText(o.text) : "").join(""),
    data: outputs.flatMap((o) =>
      "data" in o
        ? [Object.fromEntries(
          Object.entries(o.data).map(([mime, value]) => [
            mime,
            typeof value === "string" || Array.isArray(value) ? joinText(value).trimEnd() : value,
          ]),
        )]
        : []
    ),
    errors: outputs.filter((o) => o.output_type === "error").length,
  }));
}

Deno.test("runNotebook() and nbclient see the same outputs of one notebook, and none is lost", async () => {
  if (!await hasNbclient()) return;
  await using folder = await fixtureFolder();
  const rich = [
    'import { table } from "lib/display/table.ts";\ntable([{ a: 1, b: "two" }], { caption: "C" });',
    'import { drawPlot } from "lib/display/draw_plot.ts";\ndrawPlot({ title: "Empty" });',
    'import { imageGrid } from "lib/display/image_grid.ts";\n' +
    "const data = Uint8Array.from({ length: 2 * 256 }, (_, i) => i % 256);\n" +
    "imageGrid({ data, shape: [2, 16, 16, 1] }, { columns: 2 });",
    'const show = (text: string, update: boolean) =>\n  Deno.jupyter.display({ "text/plain": text },' +
    ' { raw: true, update, display_id: "bar" });\nawait show("0 %", false);\n"first"',
    'console.log("a");\nawait show("100 %", true);\nconsole.error("b");',
    'await Deno.jupyter.display({ "application/json": { a: [1, 2] } }, { raw: true });',
  ];
  const small = Array.from(
    { length: 60 },
    (_, i) => `console.log("line ${i}");\nconsole.log("and");\n${i}`,
  );
  const path = await folder.write("same.ipynb", [
    'import { stopSignal } from "lib/kernel/notebook.ts";\nstopSignal().aborted',
    ...rich,
    ...small,
  ]);
  const env = jupyterSettings(join(jupyter, "../.."), {});
  const command = [jupyter, "execute", "--output=nbclient.ipynb", path];
  const { success, output } = await runCommand(command, { env, seconds: 120 });
  assert(success, output);
  const theirs = outputsOf(await readNotebook(join(folder.path, "nbclient.ipynb")));
  const ours = outputsOf((await runNotebook(path)).notebook);
  assert.deepEqual(theirs, ours);
  // What there must be, so that nothing is lost by both.
  assert(String(ours[1].data[0]["text/html"]).includes("two"));
  assert(String(ours[2].data[0]["image/svg+xml"]).startsWith("<svg"));
  assert(String(ours[3].data[0]["image/png"]).length > 100);
  assert.deepEqual(ours[4].data.map((bundle) => bundle["text/plain"]), ["100 %", '"first"']);
  assert.deepEqual(ours[6].data, [{ "application/json": { a: [1, 2] } }]);
  assert.deepEqual(
    ours.slice(7).map(({ text, data }) => [text, data[0]["text/plain"]]),
    small.map((_, i) => [`line ${i}\nand\n`, String(i)]),
  );
});

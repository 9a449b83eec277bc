import assert from "node:assert/strict";
import { join } from "@std/path";
import { exportHtml } from "../../tools/notebook/export_html.ts";
import type { Output } from "../../tools/notebook/notebook.ts";
import { makeNotebook } from "../notebook_fixture.ts";

function outputHtml(...outputs: Output[]): string {
  const notebook = makeNotebook(["1"]);
  notebook.cells[0].outputs = outputs;
  return exportHtml(notebook, { title: "t", folder: "." });
}

function display(data: Record<string, unknown>): Output {
  return { output_type: "display_data", data, metadata: {} };
}

Deno.test("exportHtml() makes a page with a title, highlighted code and the warning", () => {
  const html = exportHtml(makeNotebook(["# A *good* title", "const a = 1 < 2;"]), {
    title: "file",
    folder: ".",
  });
  assert.match(html, /<title>A good title<\/title>/);
  assert.match(html, /<h1 id="a-good-title">A <em>good<\/em> title<\/h1>/);
  assert.match(html, /<span class="hljs-keyword">const<\/span>/);
  assert.match(html, /1<\/span> &lt; /);
  assert.match(html, /Not for diagnosis/);
  assert(!/src="http|href="http|@import/.test(html), "nothing is fetched");
});

Deno.test("exportHtml() shows the richest type of an output", () => {
  assert.match(
    outputHtml(display({ "text/plain": "p", "text/html": ["<b>", "h</b>"] })),
    /<b>h<\/b>/,
  );
  assert.match(outputHtml(display({ "image/svg+xml": "<svg></svg>", "text/plain": "p" })), /<svg>/);
  assert.match(
    outputHtml(display({ "image/png": "AAAA\n" })),
    /<img alt="" src="data:image\/png;base64,AAAA">/,
  );
  assert.match(outputHtml(display({ "text/markdown": "**m**" })), /<strong>m<\/strong>/);
  assert.match(outputHtml(display({ "text/plain": "1 < 2" })), /1 &lt; 2/);
});

Deno.test("exportHtml() shows streams and errors without a terminal's colours", () => {
  assert.match(
    outputHtml({ output_type: "stream", name: "stdout", text: "\u001b[31m<red>\u001b[0m" }),
    /<pre>&lt;red&gt;<\/pre>/,
  );
  const error = { ename: "Error", evalue: "no films", traceback: [] };
  assert.match(outputHtml({ output_type: "error", ...error }), /<pre>Error: no films<\/pre>/);
});

Deno.test("exportHtml() takes pictures in and points links at pages", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(join(folder, "a b.png"), Uint8Array.of(1, 2, 3));
  const notebook = makeNotebook([
    "# T\n\n![x](a%20b.png) ![y](attachment:c.png) ![z](none.png)\n\n[next](02_train.ipynb#a)",
  ]);
  notebook.cells[0].attachments = { "c.png": { "image/png": "QUJD" } };
  const html = exportHtml(notebook, { title: "t", folder });
  assert.match(html, /<img src="data:image\/png;base64,AQID" alt="x">/);
  assert.match(html, /<img src="data:image\/png;base64,QUJD" alt="y">/);
  assert.match(html, /<img src="none.png" alt="z">/);
  assert.match(html, /<a href="02_train.html#a">next<\/a>/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("exportHtml() lists the sections and gives equal headings ids of their own", () => {
  const html = exportHtml(makeNotebook(["# T", "# a\n## Data", "# b\n## Data"]), {
    title: "t",
    folder: ".",
  });
  assert.match(html, /<nav>.*href="#data".*href="#data-2"/s);
});

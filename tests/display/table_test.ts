import assert from "node:assert/strict";
import { note } from "lib/display/note.ts";
import { formatNumber, table } from "lib/display/table.ts";

Deno.test("formatNumber() writes what a reader needs", () => {
  assert.equal(formatNumber(58), "58");
  assert.equal(formatNumber(1070), "1,070");
  assert.equal(formatNumber(0.89655172), "0.8966");
  assert.equal(formatNumber(-12.3456), "−12.35");
  assert.equal(formatNumber(123.456), "123.5");
  assert.equal(formatNumber(1e-9), "1.0e−9");
  assert.equal(formatNumber(0), "0");
  assert.equal(formatNumber(NaN), "–");
  assert.equal(formatNumber(-Infinity), "−∞");
  assert.equal(formatNumber(1, { digits: 4 }), "1.0000");
});

Deno.test("table() gives a column one number of decimals", () => {
  const text = table([{ accuracy: 1 }, { accuracy: 0.89655 }, { accuracy: NaN }]).toString();
  assert.match(text, /1\.0000\n\s*0\.8966\n\s*–$/);
});

Deno.test("table() shows the columns asked for, with their headings and formats", () => {
  const shown = table([{ name: "E", accuracy: 0.8, hidden: 1 }], {
    columns: ["accuracy", "name"],
    headings: { accuracy: "accuracy, %" },
    format: { accuracy: (value) => `${100 * Number(value)}` },
    caption: "Models",
  });
  assert.equal(shown.toString(), "Models\naccuracy, %  name\n───────────  ────\n         80  E");
  assert.ok(!shown.html.includes("hidden"));
});

Deno.test("table() escapes captions, headings and cells", () => {
  const { html } = table([{ "<i>": "<b>&" }], { caption: "<u>" });
  assert.doesNotMatch(html, /<i>|<b>|<u>/);
  assert.match(html, /&lt;b&gt;&amp;/);
});

Deno.test("table() puts numbers right and text left", () => {
  const { html } = table([{ n: 1, name: "x" }, { n: null, name: "y" }]);
  assert.match(html, /<td style="text-align:right[^>]*>1</);
  assert.match(html, /<td style="text-align:left[^>]*>x</);
});

Deno.test("table() has no colours of its own, for light and dark pages", () => {
  assert.doesNotMatch(table([{ n: 1 }]).html, /#[0-9a-f]{3}|rgb|:\s*(white|black)/i);
});

Deno.test("table() of no rows says so", () => {
  assert.match(table([]).html, /No rows/);
  assert.match(table([], { columns: ["n" as never] }).toString(), /No rows/);
});

Deno.test("table() refuses a column that no row has", () => {
  assert.throws(() => table([{ n: 1 }], { columns: ["m" as "n"] }), {
    name: "TypeError",
    message: `Cannot show column "m": the rows have n`,
  });
});

Deno.test("table() displays itself as HTML and text, by duck type", () => {
  const shown = table([{ n: 1 }]);
  // deno-lint-ignore no-explicit-any
  const bundle = (shown as any)[Symbol.for("Jupyter.display")]();
  assert.deepEqual(bundle, { "text/html": shown.html, "text/plain": shown.text });
});

Deno.test("note() escapes its text and keeps title and text in plain text", () => {
  const shown = note("a < b", { title: "Not for diagnosis", kind: "warning" });
  assert.match(shown.html, /a &lt; b/);
  assert.equal(shown.toString(), "Not for diagnosis: a < b");
});

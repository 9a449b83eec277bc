import assert from "node:assert/strict";
import { categoryLabels } from "lib/display/category_labels.ts";
import { shortenText, textWidth, wrapText } from "lib/display/text_layout.ts";

Deno.test("textWidth() grows with size and weight", () => {
  const width = textWidth("Normal");
  assert.ok(width > 30 && width < 60);
  assert.ok(Math.abs(textWidth("Normal", { fontSize: 24 }) - 2 * width) < 1);
  assert.ok(textWidth("Normal", { fontWeight: 600 }) > width);
});

Deno.test("wrapText() breaks between words and keeps line breaks", () => {
  const lines = wrapText("Bacterial pneumonia or other", { maxWidth: 90 });
  assert.deepEqual(lines, ["Bacterial", "pneumonia or", "other"]);
  assert.deepEqual(wrapText("a\nb", { maxWidth: 90 }), ["a", "b"]);
  assert.deepEqual(wrapText("", { maxWidth: 90 }), [""]);
});

Deno.test("wrapText() ends in an ellipsis where lines are left over", () => {
  const lines = wrapText("one two three four", { maxWidth: 40, maxLines: 2 });
  assert.equal(lines.length, 2);
  assert.ok(lines[1].includes("…"));
});

Deno.test("wrapText() never gives a line wider than asked", () => {
  const text = "radiopaedia-2019-novel-coronavirus-infected.jpg and a word";
  for (const line of wrapText(text, { maxWidth: 80 })) {
    assert.ok(textWidth(line) <= 80, line);
  }
});

Deno.test("shortenText() keeps the beginning and the end", () => {
  const short = shortenText("radiopaedia-2019-novel-coronavirus.jpg", { maxWidth: 120 });
  assert.match(short, /^radio.*….*\.jpg$/);
  assert.equal(shortenText("short", { maxWidth: 120 }), "short");
});

Deno.test("categoryLabels() leaves room for its widest line", () => {
  const { margin, format } = categoryLabels(["Normal", "A rather long name of a class"], {
    maxWidth: 100,
  });
  assert.ok(margin > 100 && margin <= 125);
  assert.equal(format("Normal"), "Normal");
  assert.equal(format("A rather long name of a class").split("\n").length, 2);
});

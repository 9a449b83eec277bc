import assert from "node:assert/strict";
import { classColor, classColors } from "lib/display/class_colors.ts";
import { seriesColors } from "lib/display/series_colors.ts";

Deno.test("classColors() gives a class one colour, whatever its spelling and company", () => {
  assert.equal(classColor("Covid"), classColor("COVID-19"));
  assert.equal(classColors(["Normal", "COVID-19"])[1], classColor("COVID-19"));
  assert.equal(classColors(["Normal", "Other things"])[1], classColor("Other things"));
});

Deno.test("classColors() tells unknown classes apart", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  assert.equal(new Set(classColors(names)).size, names.length);
  assert.equal(classColors([...names, "h"]).length, 8); // repeats rather than fails
});

Deno.test("seriesColors() keeps the parts of the data apart from models", () => {
  assert.deepEqual(seriesColors(["train", "E", "validation"]), ["#59636e", "#0072b2", "#8250df"]);
});

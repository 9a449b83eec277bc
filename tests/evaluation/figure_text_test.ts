import assert from "node:assert/strict";
import { figureText } from "lib/evaluation/figure_text.ts";

Deno.test("figureText() writes three digits, and the interval where there is one", () => {
  assert.equal(figureText({ value: 0.88, ciLow: 0.812, ciHigh: 0.93 }), "0.880 (0.812 to 0.930)");
  assert.equal(figureText({ value: 0.88, ciLow: NaN, ciHigh: NaN }), "0.880");
  assert.equal(
    figureText({ value: -0.01, ciLow: -0.05, ciHigh: 0.03 }),
    "-0.010 (-0.050 to 0.030)",
  );
});

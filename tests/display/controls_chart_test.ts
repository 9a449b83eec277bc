import assert from "node:assert/strict";
import { controlsChart } from "lib/display/controls_chart.ts";
import { maskedFilms } from "lib/display/masked_films.ts";
import type { ResultRow } from "lib/evaluation/result_row.ts";

function row(control: string, value: number, changes: Partial<ResultRow> = {}): ResultRow {
  return {
    experiment: "frozen-phantom",
    model: "phantom",
    data: "phantom",
    split: "out-of-fold-grouped",
    fold: NaN,
    repeat: NaN,
    seed: 1,
    control,
    subgroup: "",
    n: 120,
    metric: "balanced_accuracy",
    value,
    ciLow: value - 0.05,
    ciHigh: value + 0.04,
    ciMethod: "bca",
    profile: "quick",
    commit: "",
    seconds: NaN,
    ...changes,
  };
}

const options = { experiment: "frozen-phantom", numClasses: 3 };

Deno.test("controlsChart() shows whole films first, then the controls in their order", () => {
  const rows = [
    row("lung-outline", 0.4),
    row("frame-only", 0.88),
    row("", 0.97),
    row("", 0.5, { repeat: 0 }), // a single dealing
    row("", 0.6, { experiment: "E+" }),
    row("source", 0.9, { subgroup: "class=Normal" }),
    row("shuffled-labels", 0.3),
  ];
  const verdict = { light: "red" as const, reasons: ["the frame alone reaches 88 %"] };
  const svg = controlsChart(rows, { ...options, verdict }).outerHTML;
  const places = ["whole films", "frame only", "outline of the lungs"].map((name) =>
    svg.indexOf(`>${name}<`)
  );
  assert.ok(places.every((place) => place > 0), String(places));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.match(svg, /RED: the frame alone reaches 88 %/);
  assert.ok(svg.includes("0.97") && !svg.includes("0.50") && !svg.includes("0.30"));
});

Deno.test("controlsChart() throws where no controls were run", () => {
  assert.throws(() => controlsChart([row("", 0.97)], options), {
    name: "RangeError",
    message: 'Cannot show controls of "frozen-phantom": none were run; see "deno task controls"',
  });
});

Deno.test("maskedFilms() lays out a row a film", () => {
  const shape: [number, number, number, 1] = [2, 8, 8, 1];
  const films = { data: new Uint8Array(128).fill(90), shape };
  const grid = maskedFilms(films, { lungs: new Uint8Array(128), labels: ["Normal", "COVID-19"] });
  assert.ok(grid.width > 6 * 112 && grid.width < 7 * 130);
  assert.ok(grid.height > 2 * 112 && grid.height < 4 * 112);
});

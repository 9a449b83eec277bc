import assert from "node:assert/strict";
import { filmMapsGrid } from "lib/display/film_maps_grid.ts";
import { robustnessChart } from "lib/display/robustness_chart.ts";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { explanationTable } from "lib/protocol/explanation_table.ts";

function row(control: string, metric: string, value: number): ResultRow {
  const place = { experiment: "E", model: "cnn", data: "made", split: "test-clean", subgroup: "" };
  const none = { fold: NaN, repeat: NaN, seconds: NaN, ciLow: NaN, ciHigh: NaN, ciMethod: "" };
  return {
    ...place,
    ...none,
    seed: 1,
    n: 12,
    profile: "quick",
    commit: "",
    control,
    metric,
    value,
  };
}

Deno.test("robustnessChart() draws a small chart a change, in the order of severity", () => {
  const metrics = ["accuracy", "probability", "refused"];
  const rows = ["none", "rotation=15", "rotation=-15", "gamma=2"]
    .flatMap((control) => metrics.map((metric) => row(control, metric, 0.5)));
  const { svg } = robustnessChart(rows, { subtitle: "twelve films" });
  for (const text of ["Rotation", "Gamma", "twelve films", "refused by the gate", "12 films"]) {
    assert(svg.includes(text), text);
  }
  assert(!svg.includes("JPEG quality"));
  assert(svg.indexOf(">−15<") < svg.indexOf(">0<") && svg.indexOf(">0<") < svg.indexOf(">15<"));
  assert.throws(() => robustnessChart(rows.slice(3)), /no accuracy on unchanged films/);
});

Deno.test("filmMapsGrid() says what a map does not prove, and refuses no films", () => {
  const film = { data: new Uint8Array(64).fill(90), width: 8, height: 8 };
  const map = { values: Float32Array.of(0, 1, 0, 0), width: 2, height: 2 };
  const grid = filmMapsGrid([{ film, label: "film" }, { film, map, label: "map" }], {
    title: "A film",
  });
  assert(grid.toPng().length > 1000);
  assert.throws(() => filmMapsGrid([], {}), /no images/);
});

Deno.test("explanationTable() asks in words, layers in the order of their destruction", () => {
  const figure = (metric: string, value: number) => {
    return { method: "occlusion" as const, metric, n: 3, value };
  };
  const rows = explanationTable([
    figure("ssim-after-randomising:logits", 0.4),
    figure("ssim-after-randomising:conv1", 0.1),
    figure("energy-in-lungs", 0.3),
    figure("lung-area", 0.35),
  ]);
  assert.deepEqual(rows.map((each) => each.occlusion), [0.3, 0.35, 0.4, 0.1]);
  assert.match(
    String(rows[3]["mean over films"]),
    /destroyed from the end to conv1 \(low is good\)/,
  );
  assert.equal(rows[0].films, 3);
});

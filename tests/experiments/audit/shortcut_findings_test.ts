import assert from "node:assert/strict";
import type { BorderFinding } from "lib/experiments/audit/border_search.ts";
import { shortcutFindings } from "lib/experiments/audit/shortcut_findings.ts";
import { type Floor, FLOORS } from "lib/experiments/floors.ts";

const quiet = {
  floors: [],
  properties: [],
  borders: [],
  shift: { distance: NaN, pValue: NaN },
  classNames: ["COVID-19", "Normal", "Pneumonia"],
};
const floor = (name: Floor["name"], balanced: number, ciLow = balanced - 0.05) => ({
  floor: FLOORS.find((floor) => floor.name === name)!,
  figures: [["accuracy", 0.88], ["balanced_accuracy", balanced], ["macro_auc", 0.97]].map((
    [metric, value],
  ) => ({
    metric: metric as string,
    value: value as number,
    ciLow,
    ciHigh: 1,
    ciMethod: "bca",
    repeat: NaN,
    n: 300,
  })),
});
const textOf = (light: string, findings: ReturnType<typeof shortcutFindings>) =>
  findings.filter((finding) => finding.light === light).map(({ text }) => text);

Deno.test("shortcutFindings() says in figures what the frame alone reaches", () => {
  const numbers = "accuracy .88, balanced .88, AUC .97 (chance .33 and .50)";
  assert.deepEqual(
    textOf("red", shortcutFindings({ ...quiet, floors: [floor("frame", 0.88)] })),
    [
      `The outer frame alone, the lungs blacked out, reaches ${numbers}: a result up to that ` +
      "does not show that lungs were read",
    ],
  );
  const light = (balanced: number, ciLow?: number) =>
    shortcutFindings({ ...quiet, floors: [floor("metadata", balanced, ciLow)] })[0].light;
  assert.equal(light(0.7), "red");
  assert.equal(light(0.6), "amber");
  assert.equal(light(0.4), "green"); // a tenth of the way from chance
  assert.equal(light(0.6, 0.3), "green"); // so few films that chance is not excluded
});

Deno.test("shortcutFindings() tells a floor that sees lungs as what is to be beaten", () => {
  const floors = [floor("thumbnail", 0.93), floor("histogram", 0.5), floor("majority", 1 / 3)];
  const findings = shortcutFindings({ ...quiet, floors });
  assert.match(textOf("amber", findings)[0], /^A thumbnail of 16×16 values reaches .* to beat$/);
  assert.match(textOf("green", findings)[0], /^The grey histogram reaches .* to beat$/);
  assert.match(
    shortcutFindings({ ...quiet, floors: [floor("thumbnail", 0.34)] })[0].text,
    /^A thumbnail of 16×16 values tells the classes hardly better than chance: /,
  );
});

Deno.test("shortcutFindings() names the corner, and says where the whole border tells", () => {
  const border = (region: string, auc: number, found = true) =>
    ({ region, className: "COVID-19", auc, pValue: 0.002, found }) as BorderFinding;
  const one = [border("top left corner", 0.97), border("top edge", 0.6, false)];
  assert.deepEqual(textOf("red", shortcutFindings({ ...quiet, borders: one })), [
    "The top left corner gives COVID-19 away: one small spot there tells it from the rest with AUC " +
    ".97 (chance .50)",
  ]);
  const rest = ["top edge", "left edge", "right edge"].map((region) => border(region, 0.6, false));
  const two = [border("top left corner", 0.75), border("bottom edge", 0.72), ...rest];
  assert.match(
    textOf("amber", shortcutFindings({ ...quiet, borders: two }))[0],
    /AUC \.75 \(chance \.50\); likewise bottom edge \.72$/,
  );
  const all = [border("top left corner", 0.9), border("top edge", 0.8), border("left edge", 0.8)];
  assert.match(
    textOf("red", shortcutFindings({ ...quiet, borders: all }))[0],
    /; so do 2 other parts of the border, all round$/,
  );
});

Deno.test("shortcutFindings() lists the properties that tell, if hardly by chance", () => {
  const property = (name: string, balancedAccuracy: number, pValue: number) => ({
    ...{ property: name, known: 9, auc: 0.8, balancedAccuracy, pValue },
  });
  const properties = [
    property("width", 0.73, 1e-9),
    property("view", 0.5, 1e-3),
    property("age", 0.9, 0.2),
    property("source", NaN, NaN),
  ];
  assert.deepEqual(textOf("red", shortcutFindings({ ...quiet, properties })), [
    "One property alone, without the picture, tells the class with balanced accuracy width .73, " +
    "view .50 (chance .33)",
  ]);
});

Deno.test("shortcutFindings() tells a shift of the classes' shares", () => {
  const light = (distance: number, pValue: number) =>
    shortcutFindings({ ...quiet, shift: { distance, pValue } })[0];
  assert.equal(light(0.2, 0.001).light, "amber");
  assert.match(light(0.2, 0.001).text, /by 20 % of the films/);
  assert.equal(light(0.2, 0.2).light, "green");
  assert.equal(light(0.01, 0.001).light, "green");
});

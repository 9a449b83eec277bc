import assert from "node:assert/strict";
import { type ControlShare, shortcutVerdict } from "lib/evaluation/shortcut_verdict.ts";

const full = { value: 0.97, ciLow: 0.94, ciHigh: 0.98 };

function control(
  name: string,
  value: number,
  { ciLow = value - 0.05, least = full.value - value - 0.03 }: { ciLow?: number; least?: number } =
    {},
): ControlShare {
  const difference = { value: full.value - value, ciLow: least, ciHigh: full.value - value + 0.03 };
  return { control: name, value, ciLow, ciHigh: value + 0.05, difference };
}

const judge = (...controls: ControlShare[]) => shortcutVerdict({ full, controls, numClasses: 3 });

Deno.test("shortcutVerdict() is red where the frame alone has most of the accuracy", () => {
  assert.deepEqual(judge(control("frame-only", 0.88), control("lungs-only", 0.96)), {
    light: "red",
    reasons: [
      "the frame alone reaches 88 %, the whole film 97 %: " +
      "this accuracy does not show that lungs were read",
      "the lungs alone reach 96 %, not clearly less than the whole film",
    ],
  });
});

Deno.test("shortcutVerdict() is red from half of what lies above guessing", () => {
  const half = (1 / 3 + 0.97) / 2; // .6517
  assert.equal(judge(control("lungs-erased", half + 1e-9)).light, "red");
  assert.equal(judge(control("lungs-erased", half - 0.01)).light, "yellow");
});

Deno.test("shortcutVerdict() is red where a difference may be none, and where it is unknown", () => {
  assert.equal(judge(control("lung-outline", 0.5, { least: -0.01 })).light, "red");
  assert.equal(judge(control("lung-outline", 0.5, { least: NaN })).light, "red");
});

Deno.test("shortcutVerdict() is yellow where something shows without lungs", () => {
  assert.deepEqual(judge(control("lungs-erased", 0.5)), {
    light: "yellow",
    reasons: [
      "films without their lungs reach 50 %, the whole film 97 %: " +
      "26 % of what lies above guessing needs no lungs",
    ],
  });
});

Deno.test("shortcutVerdict() is yellow where lungs alone are clearly worse", () => {
  const { light, reasons } = judge(control("frame-only", 0.35), control("lungs-only", 0.8));
  assert.equal(light, "yellow");
  assert.equal(reasons[0], "the lungs alone reach 80 %, clearly less than the whole film's 97 %");
  assert.equal(
    reasons[1],
    "the frame alone reaches 35 %, not clearly more than guessing (33 %)",
  );
});

Deno.test("shortcutVerdict() is green where these ways are closed", () => {
  assert.equal(judge(control("frame-only", 0.35), control("lungs-erased", 0.36)).light, "green");
});

Deno.test("shortcutVerdict() does not count blanked corners as films without lungs", () => {
  assert.deepEqual(judge(control("corners-blanked", 0.97)), {
    light: "yellow",
    reasons: ["no control without lungs was run: nothing is known"],
  });
});

Deno.test("shortcutVerdict() is red for a model that guesses", () => {
  const guess = { value: 0.36, ciLow: 0.3, ciHigh: 0.42 };
  assert.deepEqual(shortcutVerdict({ full: guess, controls: [], numClasses: 3 }), {
    light: "red",
    reasons: [
      "the model reaches 36 %, not clearly more than guessing (33 %): there is nothing to explain",
    ],
  });
});

Deno.test("shortcutVerdict() throws for a single class", () => {
  assert.throws(() => shortcutVerdict({ full, controls: [], numClasses: 1 }), {
    name: "RangeError",
    message: "Cannot judge controls of 1 classes: expected 2 or more",
  });
});

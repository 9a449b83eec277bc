import assert from "node:assert/strict";
import { predictiveValues } from "lib/evaluation/predictive_values.ts";
import { assertClose } from "./assert_close.ts";

Deno.test("predictiveValues() equals counts in a town", () => {
  // Of 10,000 people 100 are ill, 80 of them found; of 9,900 well 990 are called ill.
  const { positive, negative } = predictiveValues({
    sensitivity: .8,
    specificity: .9,
    prevalence: .01,
  });
  assertClose([positive, negative], [80 / 1070, 8910 / 8930]);
});

Deno.test("predictiveValues() is NaN where nobody is called so, and throws for no shares", () => {
  assert(Number.isNaN(
    predictiveValues({ sensitivity: 0, specificity: 1, prevalence: .5 }).positive,
  ));
  assert.throws(() => predictiveValues({ sensitivity: 2, specificity: 1, prevalence: .5 }), {
    name: "RangeError",
    message: /sensitivity/,
  });
});

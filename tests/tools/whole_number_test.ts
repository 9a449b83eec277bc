import assert from "node:assert/strict";
import { wholeNumber } from "../../tools/whole_number.ts";

Deno.test("wholeNumber() reads whole numbers from the least one on", () => {
  assert.equal(wholeNumber("--seed", "0", 0), 0);
  assert.equal(wholeNumber("--folds", "12", 2), 12);
});

Deno.test("wholeNumber() names the option where the text will not do", () => {
  for (const text of ["1", "2.5", "", " ", "two", "1e99", "-3"]) {
    assert.throws(() => wholeNumber("--folds", text, 2), {
      name: "RangeError",
      message: `Expected --folds to be a whole number from 2 but found "${text}"`,
    });
  }
});

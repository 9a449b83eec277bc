import assert from "node:assert/strict";
import { signedNumber } from "lib/display/signed_number.ts";

Deno.test("signedNumber() has a sign, but for what rounds to nothing", () => {
  assert.equal(signedNumber(0.0304, 3), "+0.030");
  assert.equal(signedNumber(-0.08, 2), "−0.08");
  assert.equal(signedNumber(-0.0004, 3), "0.000");
  assert.equal(signedNumber(0, 2), "0.00");
});

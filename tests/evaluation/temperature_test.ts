import assert from "node:assert/strict";
import { fitTemperature, temper } from "lib/evaluation/temperature.ts";
import { assertClose } from "./assert_close.ts";
import { PROBABILITIES, Y_TRUE } from "./golden.ts";

Deno.test("fitTemperature() equals scipy's bounded minimum of scikit-learn's log loss", () => {
  // minimize_scalar(lambda t: log_loss(y, P ** np.exp(-t) / ….sum()), bounds=np.log([.25, 10]))
  assertClose(fitTemperature(Y_TRUE, PROBABILITIES), 0.65207714792519, 1e-5);
});

Deno.test("fitTemperature() stays within its bounds where films are parted without error", () => {
  assertClose(fitTemperature([0, 1], [[.6, .4], [.4, .6]]), .25, 1e-6);
  assertClose(fitTemperature([1, 0], [[.6, .4], [.4, .6]]), 10, 1e-6);
  assert.equal(fitTemperature([], []), 1);
});

Deno.test("temper() keeps the order, and the sum at 1", () => {
  assertClose(temper([.9, .1], 2), [.75, .25]);
  assertClose(temper([0, 1], 3), [0, 1]);
  assert.throws(() => temper([.5, .5], 0), { name: "RangeError" });
});

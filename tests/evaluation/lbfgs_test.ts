import assert from "node:assert/strict";
import { minimise } from "lib/evaluation/lbfgs.ts";
import { assertClose } from "./assert_close.ts";

/** A valley that bends: least, 0, at (1, 1). */
function rosenbrock(x: Float64Array, gradient: Float64Array): number {
  const bend = x[1] - x[0] ** 2;
  gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
  gradient[1] = 200 * bend;
  return 100 * bend ** 2 + (1 - x[0]) ** 2;
}

Deno.test("minimise() finds the end of a bent valley", () => {
  const { point, value, slope } = minimise(rosenbrock, { start: new Float64Array([-1.2, 1]) });
  assertClose(point, [1, 1], 1e-7);
  assertClose(value, 0);
  assert(slope <= 1e-8);
});

Deno.test("minimise() solves a badly scaled parabola", () => {
  const scales = [1, 1e2, 1e4, 1e6];
  const { point } = minimise((x, gradient) => {
    scales.forEach((scale, i) => gradient[i] = 2 * scale * (x[i] - i));
    return scales.reduce((sum, scale, i) => sum + scale * (x[i] - i) ** 2, 0);
  }, { start: new Float64Array(4) });
  assertClose(point, [0, 1, 2, 3], 1e-6);
});

Deno.test("minimise() stays where the start is the minimum, and leaves the start alone", () => {
  const start = new Float64Array([1, 1]);
  assert.equal(minimise(rosenbrock, { start }).iterations, 0);
  minimise(rosenbrock, { start: start.fill(3), maxIterations: 5 });
  assert.deepEqual([...start], [3, 3]);
});

Deno.test("minimise() stops at the limit of its steps and says how steep it is there", () => {
  const start = new Float64Array([-1.2, 1]);
  const { iterations, slope } = minimise(rosenbrock, { start, maxIterations: 3 });
  assert.equal(iterations, 3);
  assert(slope > 1e-3);
});

import assert from "node:assert/strict";

/** Asserts that numbers, or lists of them, differ by at most the tolerance; `NaN` equals `NaN`. */
export function assertClose(actual: unknown, expected: unknown, tolerance = 1e-12): void {
  if (typeof expected === "number") {
    const isClose = Object.is(actual, expected) || actual === expected ||
      Math.abs((actual as number) - expected) <= tolerance;
    assert(isClose, `${actual} is not within ${tolerance} of ${expected}`);
    return;
  }
  const list = actual as ArrayLike<unknown>;
  assert.equal(list.length, (expected as ArrayLike<unknown>).length);
  for (let i = 0; i < list.length; i++) {
    assertClose(list[i], (expected as ArrayLike<unknown>)[i], tolerance);
  }
}

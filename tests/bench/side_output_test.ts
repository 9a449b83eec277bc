import assert from "node:assert/strict";
import { parseSideOutput } from "../../bench/harness/side_output.ts";

Deno.test("parseSideOutput() reads the last line", () => {
  const stdout =
    'Epoch 1\n{"value": 1}\n{"value": 31.2, "peak_rss_mb": 900, "check": {"n": 3}}\n\n';
  assert.deepEqual(parseSideOutput(stdout), { value: 31.2, peakRssMb: 900, check: { n: 3 } });
});

Deno.test("parseSideOutput() does without memory and checks", () => {
  assert.deepEqual(parseSideOutput('{"value": 2}'), { value: 2, peakRssMb: NaN, check: {} });
});

Deno.test("parseSideOutput() refuses what is no measurement", () => {
  for (
    const stdout of ["", "done", "null", "[]", '{"value": "2"}', '{"value": 0}', '{"value": null}']
  ) {
    assert.throws(() => parseSideOutput(stdout), (error: Error) => {
      assert(error instanceof SyntaxError);
      assert.match(error.message, /^Cannot read a side's last line ".*": expected JSON such as/);
      return true;
    });
  }
});

import assert from "node:assert/strict";
import { studentQuantile } from "lib/evaluation/student_quantile.ts";

Deno.test("studentQuantile() agrees with SciPy's", () => {
  // from scipy.stats import t
  // for p, d in …: t.ppf(p, d)
  const cases = [
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 3, 3.1824463052837078],
    [0.975, 9, 2.262157162798205],
    [0.975, 294, 1.9680656892939576],
    [0.95, 7, 1.8945786050900062],
    [0.995, 3, 5.840909309733355],
    [0.6, 6, 0.2648345329335734],
  ];
  for (const [p, degrees, expected] of cases) {
    const found = studentQuantile(p, degrees);
    assert(Math.abs(found / expected - 1) < 1e-5, `${p}, ${degrees}: ${found}`);
    assert.equal(studentQuantile(1 - p, degrees).toFixed(6), (-found).toFixed(6));
  }
});

Deno.test("studentQuantile() of what is no probability is NaN, and needs degrees", () => {
  assert.equal(studentQuantile(1, 5), NaN);
  assert.equal(studentQuantile(0.5, 3).toFixed(6), "0.000000");
  assert.throws(() => studentQuantile(0.9, 0), {
    name: "RangeError",
    message: "Cannot use 0 degrees of freedom: expected a positive integer",
  });
});

import assert from "node:assert/strict";
import { principalComponents } from "lib/data/principal_components.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";

const near = (a: number, b: number, by = 1e-9) => assert(Math.abs(a - b) < by, `${a} is not ${b}`);

Deno.test("principalComponents() finds the axes of points on a line", () => {
  const rows = [[0, 0], [3, 4], [-3, -4]]; // along (.6, .8), at 0, 5 and -5
  const { mean, components, variances, restVariance } = principalComponents(rows, {
    numComponents: 1,
  });
  mean.forEach((value) => near(value, 0));
  near(Math.abs(components[0][0]), 0.6);
  near(Math.abs(components[0][1]), 0.8);
  near(variances[0], 50 / 3);
  near(restVariance, 0);
});

Deno.test("principalComponents() keeps the whole variance and gives orthonormal directions", () => {
  const random = seededRandom(1);
  const rows = Array.from(
    { length: 200 },
    () => Array.from({ length: 6 }, (_, j) => (j + 1) * normal(random)),
  );
  const { mean, components, variances, restVariance } = principalComponents(rows, {
    numComponents: 3,
  });
  const total = mean.reduce(
    (sum, centre, j) => sum + rows.reduce((s, row) => s + (row[j] - centre) ** 2, 0) / rows.length,
    0,
  );
  near(variances.reduce((a, b) => a + b) + restVariance, total, 1e-8);
  assert.deepEqual([...variances].sort((a, b) => b - a), variances);
  components.forEach((a, i) =>
    components.forEach((b, k) =>
      near(a.reduce((sum, value, j) => sum + value * b[j], 0), i === k ? 1 : 0)
    )
  );
});

Deno.test("principalComponents() refuses too few rows or features", () => {
  assert.throws(
    () => principalComponents([[1, 2]], { numComponents: 1 }),
    /Cannot find 1 components of 1 rows of 2 features/,
  );
  assert.throws(() => principalComponents([[1], [2]], { numComponents: 2 }), RangeError);
});

import assert from "node:assert/strict";
import { wilsonInterval } from "lib/evaluation/wilson_interval.ts";
import { assertClose } from "./assert_close.ts";

Deno.test("wilsonInterval() equals statsmodels's", () => {
  // proportion_confint(k, n, method="wilson")
  const cases = [
    [0, 58, 0, 0.06211785578720294],
    [58, 58, 0.9378821442127971, 1],
    [64, 66, 0.8960747808829028, 0.9916500898013463],
    [1, 2, 0.09453120573423068, 0.9054687942657693],
    [33, 251, 0.09517078239805449, 0.17888768180903675],
  ];
  for (const [successes, n, low, high] of cases) {
    assertClose(wilsonInterval({ successes, n }), [low, high]);
  }
  // proportion_confint(9, 10, alpha=.1, method="wilson")
  const ninety = wilsonInterval({ successes: 9, n: 10, confidence: 0.9 });
  assertClose(ninety, [0.6522813326641415, 0.9773650912691327]);
});

Deno.test("wilsonInterval() of no films is NaN", () => {
  assert.deepEqual(wilsonInterval({ successes: 0, n: 0 }), [NaN, NaN]);
});

Deno.test("wilsonInterval() is unchanged where every patient has one film", () => {
  const clusters = [1, 1, 1, 0, 1].map((successes) => ({ successes, n: 1 }));
  assert.deepEqual(
    wilsonInterval({ successes: 4, n: 5, clusters }),
    wilsonInterval({ successes: 4, n: 5 }),
  );
});

Deno.test("wilsonInterval() counts copies of a film once", () => {
  const clusters = [...new Array(8).fill({ successes: 3, n: 3 }), { successes: 0, n: 3 }];
  const twelve = { clusters: [...clusters, { successes: 0, n: 3 }], successes: 24, n: 30 };
  // By hand: Σ (x - p n)² = 8 * .6² + 2 * 2.4² = 14.4; effect = (10/9) / (30/29) * 14.4 / 4.8;
  // scipy.stats.t.ppf(.975, 9) → 2.262157162798205
  const z2 = 1.959963984540054 ** 2;
  const size = 30 / ((10 / 9) / (30 / 29) * 14.4 / 4.8) * z2 / 2.262157162798205 ** 2;
  const half = Math.sqrt(z2 * (0.16 / size + z2 / (4 * size ** 2)));
  const centre = 0.8 + z2 / (2 * size);
  const ends = [centre - half, centre + half].map((end) => end / (1 + z2 / size));
  assertClose(wilsonInterval(twelve), ends, 1e-8);
});

Deno.test("wilsonInterval() takes films of one patient for copies where all are right", () => {
  const clusters = new Array(20).fill({ successes: 3, n: 3 });
  assertClose(
    wilsonInterval({ successes: 60, n: 60, clusters }),
    wilsonInterval({ successes: 20, n: 20 }),
  );
});

Deno.test("wilsonInterval() is never narrower for patients than for films", () => {
  const clusters = [{ successes: 1, n: 2 }, { successes: 1, n: 2 }, { successes: 1, n: 2 }];
  const [low, high] = wilsonInterval({ successes: 3, n: 6, clusters });
  const films = wilsonInterval({ successes: 3, n: 6 });
  assert(low < films[0] && high > films[1]); // three patients tell little of how alike films are
});

Deno.test("wilsonInterval() throws for what is no count", () => {
  assert.throws(() => wilsonInterval({ successes: 3, n: 2 }), {
    name: "RangeError",
    message: "Cannot give an interval for 3 of 2: expected 0 ≤ k ≤ n",
  });
  assert.throws(() => wilsonInterval({ successes: 1, n: 2, clusters: [{ successes: 1, n: 1 }] }), {
    message: "Cannot use clusters with 1 of 1: expected them to add up to 1 of 2",
  });
});

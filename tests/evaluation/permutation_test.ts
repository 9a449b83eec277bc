import assert from "node:assert/strict";
import { permutationP, permuteGroups } from "lib/evaluation/permutation.ts";
import { deriveSeed } from "lib/random/derive_seed.ts";
import { seededRandom } from "lib/random/seeded.ts";

Deno.test("permuteGroups() keeps groups whole and changes places among groups of one size", () => {
  const groups = ["a", "a", "b", "b", "c", "d", "e", "f", "f", "f"];
  const labels = [0, 0, 1, 2, 3, 4, 5, 6, 6, 7];
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const permuted = permuteGroups(labels, groups, seededRandom(deriveSeed(seed)));
    seen.add(permuted.join());
    assert(["0,0,1,2", "1,2,0,0"].includes(permuted.slice(0, 4).join()));
    assert.deepEqual(permuted.slice(4, 7).sort(), [3, 4, 5]);
    assert.deepEqual(permuted.slice(7), [6, 6, 7]);
  }
  assert.equal(seen.size, 12); // 2 × 3!
  assert.throws(() => permuteGroups([1], [], seededRandom(1)), { name: "RangeError" });
});

Deno.test("permutationP() counts the true labelling and ties, so it is never 0", () => {
  assert.equal(permutationP(0.5, [0.1, 0.2, 0.3]), 1 / 4);
  assert.equal(permutationP(0.5, [0.5, 0.6, 0.3]), 3 / 4);
  assert.equal(permutationP(0.5, []), 1);
});

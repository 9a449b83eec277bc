import assert from "node:assert/strict";
import { firstOfGroups } from "lib/data/first_of_groups.ts";

Deno.test("firstOfGroups() picks the first film of each group, in the films' order", () => {
  assert.deepEqual(firstOfGroups(["b", "a", "b", "c", "a"]), [0, 1, 3]);
  assert.deepEqual(firstOfGroups([]), []);
});

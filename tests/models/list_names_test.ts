import assert from "node:assert/strict";
import { listNames } from "lib/models/list_names.ts";

Deno.test("listNames() names five, counts the others, and says nothing of none", () => {
  assert.equal(listNames(["a", "b"]), '"a", "b"');
  assert.equal(listNames([..."abcdefg"]), '"a", "b", "c", "d", "e" and 2 more');
  assert.equal(listNames([]), "nothing");
});

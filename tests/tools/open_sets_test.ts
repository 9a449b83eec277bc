import { basename, dirname } from "@std/path";
import assert from "node:assert/strict";
import { writeFolder } from "../data/test_films.ts";
import { openSets } from "../../tools/open_sets.ts";

Deno.test("openSets() joins sets, their names starting from where the command was typed", async () => {
  const dirs = [
    await writeFolder({ "Covid/1.png": 1, "Normal/2.png": 2 }),
    await writeFolder({ "Covid/3.png": 3 }),
  ];
  const names = dirs.map((dir) => basename(dir));
  const set = await openSets(names, { profile: "quick", caller: dirname(dirs[0]) });
  assert.equal(set.films.length, 3);
  assert.equal(set.name, names.join("+"));
  const same = await openSets(dirs, { profile: "quick" });
  assert.deepEqual(same.films.map(({ path }) => path), set.films.map(({ path }) => path));
});

Deno.test("openSets() needs a set", async () => {
  await assert.rejects(openSets([], { profile: "quick" }), {
    name: "RangeError",
    message: "Cannot join no sets: expected one or more",
  });
});

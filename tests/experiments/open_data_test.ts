import assert from "node:assert/strict";
import { openData } from "lib/experiments/open_data.ts";
import { writeFolder } from "../data/test_films.ts";

Deno.test("openData() takes ~ for the user's home", async () => {
  const folder = await writeFolder({ "Covid/1.png": 1, "Normal/1.png": 2 });
  const home = Deno.env.get("HOME");
  Deno.env.set("HOME", folder);
  try {
    assert.equal((await openData("~", { profile: "quick" })).films.length, 2);
  } finally {
    if (home === undefined) Deno.env.delete("HOME");
    else Deno.env.set("HOME", home);
  }
});

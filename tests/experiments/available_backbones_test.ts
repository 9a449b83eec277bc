import { join } from "@std/path";
import assert from "node:assert/strict";
import { availableBackbones } from "lib/experiments/available_backbones.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

Deno.test("availableBackbones() names those whose weights are there, in the catalogue's order", async () => {
  const dir = await writeFolder({
    "squeezenet_1.1/model.json": "{}",
    "mobilenet_v1_1.0_224_pw12/model.json": "{}",
    "something_else/model.json": "{}",
  });
  assert.deepEqual(await availableBackbones(dir), ["mobilenet-v1", "squeezenet"]);
});

Deno.test("availableBackbones() falls back on the phantom's", async () => {
  const dir = await tempDir();
  assert.deepEqual(await availableBackbones(dir), ["phantom"]);
  assert.deepEqual(await availableBackbones(join(dir, "nowhere")), ["phantom"]);
});

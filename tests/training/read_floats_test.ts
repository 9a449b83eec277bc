import { join } from "@std/path";
import assert from "node:assert/strict";
import { readFloats } from "lib/training/read_floats.ts";

Deno.test("readFloats() reads what is there; another length counts as nothing", async () => {
  const dir = await Deno.makeTempDir();
  const file = join(dir, "a.f32");
  const values = Float32Array.of(0.5, -1, NaN);
  await Deno.writeFile(file, new Uint8Array(values.buffer));
  assert.deepEqual(await readFloats(file, 3), values);
  assert.equal(await readFloats(file, 2), undefined);
  assert.equal(await readFloats(join(dir, "b.f32"), 3), undefined);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("readFloats() names a file that cannot be read", async () => {
  const dir = await Deno.makeTempDir();
  await assert.rejects(readFloats(dir, 3), {
    name: "Error",
    message: /^Cannot read cached features ".+": /,
  });
  await Deno.remove(dir);
});

import assert from "node:assert/strict";
import { isFile } from "lib/data/is_file.ts";

Deno.test("isFile() is true for files alone", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/a`, "");
  assert.equal(await isFile(`${dir}/a`), true);
  assert.equal(await isFile(dir), false);
  assert.equal(await isFile(`${dir}/b`), false);
  await Deno.remove(dir, { recursive: true });
});

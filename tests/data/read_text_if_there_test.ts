import assert from "node:assert/strict";
import { readTextIfThere } from "lib/data/read_text_if_there.ts";

Deno.test("readTextIfThere() reads a file, an empty one, and none; it hides no other trouble", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/a`, "text");
  await Deno.writeTextFile(`${dir}/b`, "");
  assert.equal(await readTextIfThere(`${dir}/a`), "text");
  assert.equal(await readTextIfThere(`${dir}/b`), "");
  assert.equal(await readTextIfThere(`${dir}/c`), undefined);
  await assert.rejects(readTextIfThere(dir));
  await Deno.remove(dir, { recursive: true });
});

import assert from "node:assert/strict";
import { foldersIn, listFolder } from "lib/data/list_folder.ts";

Deno.test("listFolder() gives entries in the order of their names, hidden ones left out", async () => {
  const dir = await Deno.makeTempDir();
  for (const name of ["b.csv", ".c.csv.part", "a.csv"]) {
    await Deno.writeTextFile(`${dir}/${name}`, "");
  }
  for (const name of ["aa", ".git"]) await Deno.mkdir(`${dir}/${name}`);
  const found = (await listFolder(dir)).map(({ name, isDirectory }) => [name, isDirectory]);
  assert.deepEqual(found, [["a.csv", false], ["aa", true], ["b.csv", false]]);
  assert.deepEqual(await foldersIn(dir), ["aa"]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("listFolder() gives nothing for a missing folder, and refuses a file", async () => {
  const dir = await Deno.makeTempDir();
  assert.deepEqual(await listFolder(`${dir}/none`), []);
  await Deno.writeTextFile(`${dir}/file`, "");
  await assert.rejects(listFolder(`${dir}/file`), Deno.errors.NotADirectory);
  await Deno.remove(dir, { recursive: true });
});

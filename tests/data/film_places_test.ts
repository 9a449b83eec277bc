import assert from "node:assert/strict";
import { filmPlaces } from "lib/data/film_places.ts";

Deno.test("filmPlaces() finds each set's own table, and leaves unknown places out", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/a/images`, { recursive: true });
  await Deno.writeTextFile(
    `${root}/a/metadata.csv`,
    'filename,location\n1.jpg,"Hannover, Germany"\n2.jpeg, \n3.png,Italy\n',
  );
  const films = ["a/images/1.png", "a/images/2.png", "a/3.png", "b/1.png", "1.png"]
    .map((path) => ({ path }));
  assert.deepEqual(Object.fromEntries(await filmPlaces({ root, films })), {
    "a/images/1.png": "Hannover, Germany",
    "a/3.png": "Italy",
  });
  await Deno.writeTextFile(`${root}/metadata.csv`, "id,name\n1,x\n"); // another kind of table
  assert.equal((await filmPlaces({ root, films: [{ path: "1.png" }] })).size, 0);
  assert.equal((await filmPlaces({ root: "nowhere", films })).size, 0);
  await Deno.remove(root, { recursive: true });
});

import { join } from "@std/path";
import assert from "node:assert/strict";
import sharp from "sharp";
import { readFilms } from "lib/data/read_films.ts";
import { findFilms } from "../../bench/films/find_films.ts";
import { drawPhantomFilms } from "../../bench/films/phantom_films.ts";
import { PHANTOM_PLANS } from "../../bench/films/phantom_plans.ts";
import { ROWS } from "../../bench/rows/catalogue.ts";

const SMALL = {
  numTrain: 4,
  numTest: 3,
  sizeOf: (index: number) => [80 + index, 64] as const,
  inFolders: true,
};

Deno.test("findFilms() takes a set that is there, and none for synthetic rows", async () => {
  const data = await Deno.makeTempDir();
  await Deno.mkdir(join(data, "raikokte"));
  assert.deepEqual(await findFilms("raikokte", { data, cache: data }), { data, label: "raikokte" });
  assert.equal((await findFilms("synthetic", { data, cache: data })).label, "synthetic");
  await Deno.remove(data, { recursive: true });
});

Deno.test("findFilms() says that phantoms stand in for a set that is missing", async () => {
  const cache = await Deno.makeTempDir();
  await Deno.mkdir(join(cache, "phantom", "raikokte"), { recursive: true }); // drawn before
  const { data, label } = await findFilms("raikokte", { data: join(cache, "none"), cache });
  assert.equal(data, join(cache, "phantom"));
  assert.equal(label, "phantoms for raikokte");
  await Deno.remove(cache, { recursive: true });
});

Deno.test("drawPhantomFilms() draws JPEG films of the plan's number and sizes, once", async () => {
  const parent = await Deno.makeTempDir();
  const dir = join(parent, "small");
  await drawPhantomFilms(dir, { plan: SMALL });
  const { films } = await readFilms(dir);
  assert.equal(films.filter(({ split }) => split === "train").length, 4);
  assert.equal(films.filter(({ split }) => split === "test").length, 3);
  const first = await sharp(join(dir, films[0].path)).metadata();
  assert.deepEqual([first.format, first.channels, first.height], ["jpeg", 3, 64]);
  await drawPhantomFilms(dir, { plan: SMALL, onProgress: () => assert.fail("drawn again") });

  await drawPhantomFilms(join(parent, "flat"), { plan: { ...SMALL, inFolders: false } });
  const names = await Array.fromAsync(Deno.readDir(join(parent, "flat")), ({ name }) => name);
  assert.equal(names.length, 7);
  assert.ok(names.includes("train__Normal__00002.jpg"));
  assert.deepEqual((await Array.fromAsync(Deno.readDir(parent))).length, 2); // nothing left behind
  await Deno.remove(parent, { recursive: true });
});

Deno.test("every row with films has a plan for phantoms", () => {
  for (const { id, data } of ROWS) assert.ok(data === "synthetic" || PHANTOM_PLANS[data], id);
});

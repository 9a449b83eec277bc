import assert from "node:assert/strict";
import { borderBlocks } from "lib/data/border_blocks.ts";
import { testFilm } from "./test_films.ts";

const film = () => testFilm(1, { width: 64, height: 64 });

Deno.test("borderBlocks() cuts 112 blocks: 12 a corner, 16 an edge, two columns each", () => {
  const { regions, columns } = borderBlocks(film());
  assert.equal(columns.length, 224);
  const counts = Object.groupBy(regions, (region) => region);
  assert.equal(counts["top left corner"]!.length, 24);
  assert.equal(counts["bottom edge"]!.length, 32);
  assert.equal(Object.keys(counts).length, 8);
});

Deno.test("borderBlocks() sees a letter in its corner alone, and nothing in the middle", () => {
  const plain = film();
  const look = (greys: Uint8Array) => borderBlocks(greys).columns.map(([value]) => value);
  const differing = (y: number, x: number) => {
    const marked = Uint8Array.from(plain);
    marked[y * 64 + x] = marked[y * 64 + x] > 127 ? 0 : 255;
    const before = look(plain), { regions } = borderBlocks(marked);
    return [...new Set(look(marked).flatMap((x, i) => x === before[i] ? [] : [regions[i]]))];
  };
  assert(differing(62, 60).includes("bottom right corner"));
  assert(differing(1, 2).includes("top left corner"));
  assert(differing(30, 0).includes("left edge"));
  assert.deepEqual(differing(30, 30), []);
});

Deno.test("borderBlocks() takes brightness and contrast of a film out", () => {
  const plain = film().map((grey) => grey / 2);
  const brighter = plain.map((grey) => grey + 40);
  const [a, b] = [plain, brighter].map((greys) => borderBlocks(greys).columns.map(([x]) => x));
  assert.deepEqual(a.map((x) => x.toFixed(9)), b.map((x) => x.toFixed(9)));
});

Deno.test("borderBlocks() keeps to numbers where a film is flat, and throws for parts of one", () => {
  assert(borderBlocks(new Uint8Array(64 * 64)).columns.every(([value]) => value === 0));
  assert.throws(() => borderBlocks(new Uint8Array(5)), {
    name: "RangeError",
    message:
      "Cannot cut borders into blocks: expected whole films of 64×64, but found 5 grey levels",
  });
});

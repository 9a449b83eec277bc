import assert from "node:assert/strict";
import { PHANTOM_CLASSES } from "lib/data/phantom.ts";
import { searchBorders } from "lib/experiments/audit/border_search.ts";
import { mirror, phantomThumbnails } from "./made_sets.ts";

const N = 72;
const options = {
  ys: Array.from({ length: N }, (_, i) => i % 3),
  groups: Array.from({ length: N }, (_, i) => `${i}`),
  classNames: [...PHANTOM_CLASSES],
  permutations: 199,
};

Deno.test("searchBorders() is quiet on clean phantoms, whatever the seed", () => {
  for (let seed = 1; seed <= 10; seed++) {
    const found = searchBorders(phantomThumbnails({ seed, n: N }), { ...options, seed })
      .filter((border) => border.found);
    assert.deepEqual(found, [], `seed ${seed}`);
  }
});

Deno.test("searchBorders() names the corner of a planted letter, and only it, whatever the seed", () => {
  const letters = ["P", "L", "R"];
  for (let seed = 1; seed <= 10; seed++) {
    const className = PHANTOM_CLASSES[seed % 3];
    const shortcut = { [className]: letters[seed % 3] };
    const films = phantomThumbnails({ seed, n: N, shortcut });
    for (const across of [false, true]) {
      for (const down of [false, true]) {
        const found = searchBorders(mirror(films, { across, down }), { ...options, seed })
          .filter((border) => border.found);
        const corner = `${down ? "top" : "bottom"} ${across ? "left" : "right"} corner`;
        const named = found.map((border) => [border.region, border.className]);
        assert.deepEqual(named, [[corner, className]], `seed ${seed}`);
        assert.equal(found[0].auc, 1);
      }
    }
  }
});

Deno.test("searchBorders() counts a patient once", () => {
  const films = new Uint8Array(N * 64 * 64);
  const ys = options.ys.map((label) => Number(label === 0));
  ys.forEach((label, i) => films[i * 64 * 64] = 255 * label);
  const two = { ...options, ys, classNames: ["Normal", "COVID-19"], seed: 1 };
  const [best] = searchBorders(films, two);
  assert.deepEqual([best.region, best.found], ["top left corner", true]);
  // The same films, all of them of four patients: nothing can be told from four.
  const groups = ys.map((label, i) => `${label} ${i % 2}`);
  assert.equal(searchBorders(films, { ...two, groups })[0].found, false);
});

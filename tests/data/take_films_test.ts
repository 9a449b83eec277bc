import assert from "node:assert/strict";
import { takeFilms } from "lib/data/take_films.ts";

Deno.test("takeFilms() copies films in the order asked for, one twice where it is asked for twice", () => {
  const films = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const taken = takeFilms(films, { places: [2, 0, 2], size: 2 });
  assert.deepEqual(taken, Uint8Array.of(5, 6, 1, 2, 5, 6));
  taken[0] = 0;
  assert.equal(films[4], 5);
  assert.deepEqual(takeFilms(films, { places: [], size: 2 }), new Uint8Array());
});

import assert from "node:assert/strict";
import { filmHashes } from "lib/experiments/film_hashes.ts";

const film = (letter: string, part: "train" | "validation" | "test") => ({
  sha256: letter.repeat(64),
  part,
});

Deno.test("filmHashes() keeps what was trained and chosen on, sorted, not the test", () => {
  const films = [film("b", "train"), film("a", "validation"), film("c", "test")];
  assert.deepEqual(filmHashes(films), ["a".repeat(16), "b".repeat(16)]);
});

Deno.test("filmHashes() says nothing where a film's hash is unknown", () => {
  assert.equal(filmHashes([film("a", "train"), { sha256: "", part: "train" }]), undefined);
});

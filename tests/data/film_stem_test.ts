import assert from "node:assert/strict";
import { filmStem } from "lib/data/film_stem.ts";

Deno.test("filmStem() takes off folders and one known extension", () => {
  assert.equal(filmStem("images/sub/1.png"), "1");
  assert.equal(filmStem("1-s2.0-S0929.gr3.JPG"), "1-s2.0-S0929.gr3");
  assert.equal(filmStem("scan.nii.gz"), "scan.nii");
  assert.equal(filmStem("no.extension"), "no.extension");
  assert.equal(filmStem(""), "");
});

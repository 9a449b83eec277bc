import assert from "node:assert/strict";
import { progressLine } from "lib/display/progress.ts";

/** Runs 100 steps of a second each and gathers what was written. */
function gather(isTerminal: boolean): string[] {
  const written: string[] = [];
  let time = 0;
  const report = progressLine("Films", {
    isTerminal,
    write: (text) => written.push(text),
    now: () => time,
  });
  for (let done = 1; done <= 100; done++) {
    time += 1000;
    report(done, 100, `${done}.png`);
  }
  report(100, 100);
  return written;
}

Deno.test("progressLine() writes over one line in a terminal, and ends it once", () => {
  const written = gather(true);
  assert.equal(written.length, 100);
  assert.ok(written.every((text) => text.startsWith("\r")));
  assert.match(written[49], /^\rFilms 50\/100 · 50\.png · 50 s, 50 s to go/);
  assert.equal(written.filter((text) => text.endsWith("\n")).length, 1);
});

Deno.test("progressLine() writes sparse lines elsewhere: first, each ten seconds, last", () => {
  const written = gather(false);
  assert.equal(written.length, 11);
  assert.equal(written[0], "Films 1/100 · 1.png · 1.0 s, 1 min 39 s to go\n");
  assert.equal(written.at(-1), "Films 100/100 · 100.png · 1 min 40 s\n");
});

Deno.test("progressLine() shows a count alone where the total is unknown", () => {
  const written: string[] = [];
  const report = progressLine("Bytes", {
    isTerminal: false,
    write: (t) => written.push(t),
    now: () => 0,
  });
  report(5, NaN);
  assert.deepEqual(written, ["Bytes 5 · 0.0 s\n"]);
});

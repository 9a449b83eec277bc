import assert from "node:assert/strict";
import { thresholdExplorer } from "lib/display/threshold_explorer.ts";

const films = [
  { name: "a.png", positive: true, score: 0.9 },
  { name: "b.png", positive: true, score: 0.4 },
  { name: "</script>.png", positive: false, score: 0.6 },
  { name: "d.png", positive: false, score: 0.1 },
];

Deno.test("thresholdExplorer() counts at the threshold that it begins with", () => {
  const { html, text } = thresholdExplorer(films, { className: "COVID-19", threshold: 0.3 });
  assert.equal(text, "COVID-19 from 0.30: sensitivity 1.000, specificity 0.500");
  assert.match(html, /data-is="found">2<.*data-is="missed">0<.*data-is="alarms">1</s);
});

Deno.test("thresholdExplorer() counts a score equal to the threshold as positive", () => {
  const { text } = thresholdExplorer(films, { className: "COVID-19", threshold: 0.4 });
  assert.match(text, /sensitivity 1\.000, specificity 0\.500/);
});

Deno.test("thresholdExplorer() keeps names inside its script", () => {
  const { html } = thresholdExplorer(films, { className: "a<b" });
  assert.equal(html.match(/<\/script>/g)?.length, 1);
  assert(!html.includes("a<b"));
});

Deno.test("thresholdExplorer() needs films of both kinds", () => {
  assert.throws(
    () => thresholdExplorer(films.slice(0, 2), { className: "COVID-19" }),
    /Cannot explore a threshold: of 2 films 2 are COVID-19/,
  );
});

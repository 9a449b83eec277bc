import assert from "node:assert/strict";
import { makeCard } from "lib/experiments/make_card.ts";
import { cardSections, type CardSource } from "lib/models/model_card.ts";
import { prediction, splitRow } from "./made_models.ts";

const predictions = [
  prediction("1.png", { split: "train" }),
  prediction("2.png"),
  prediction("3.png", { trueClass: "COVID-19", isRight: false }),
  prediction("4.png", { trueClass: "COVID-19" }),
];
const split = [
  splitRow({ path: "1.png", split: "train" }),
  splitRow({ path: "2.png" }),
  splitRow({ path: "3.png" }),
  splitRow({ path: "4.png", clean: false, patient: false }),
];
const options = {
  data: "mine",
  classNames: ["Normal", "COVID-19"],
  predictions,
  threshold: 0.5,
  split,
  floors: [{ title: "thumbnail", classNames: ["Normal", "COVID-19"], predictions }],
};

Deno.test("makeCard() counts films, and tells accuracy and floors on each test", () => {
  const card = makeCard(options);
  assert.deepEqual(card.films, [
    { part: "train", className: "Normal", numFilms: 1 },
    { part: "test", className: "Normal", numFilms: 1 },
    { part: "test", className: "COVID-19", numFilms: 2 },
  ]);
  assert.deepEqual(card.results.map(({ split, n, accuracy }) => [split, n, accuracy]), [
    ["test", 3, 2 / 3],
    ["test-clean", 2, 1 / 2],
    ["test-patient", 2, 1 / 2],
  ]);
  assert(
    card.results.every(({ accuracy, ciLow, ciHigh }) => ciLow < accuracy && accuracy < ciHigh),
  );
  assert.deepEqual(card.floors[1], { name: "thumbnail", split: "test-clean", accuracy: 1 / 2 });
});

Deno.test("makeCard() calls by the threshold, and says what phantoms are", () => {
  // From .05 on everything is called COVID-19: two of three are right.
  assert.equal(makeCard({ ...options, threshold: 0.05 }).results[0].accuracy, 2 / 3);
  assert.equal(makeCard({ ...options, threshold: 0.95 }).results[0].accuracy, 1 / 3);
  assert.match(makeCard({ ...options, data: "phantom" }).limits[0], /drawings/);
  assert(!makeCard(options).limits.some((line) => /drawings/.test(line)));
});

Deno.test("cardSections() writes a card down, and says what is not known", () => {
  const source: CardSource = {
    title: "a test",
    classNames: ["Normal", "COVID-19"],
    preprocessing: { imageSize: [96, 96] },
    threshold: 0.25,
    thresholdBasis: "Youden's on 20 validation films",
    temperature: 1,
    gate: { numFilms: 200 },
    training: { data: "mine", numFilms: 200, seed: 1, profile: "full" },
    card: makeCard(options),
    licence: "MIT",
    codeVersion: "abc",
  };
  const text = (changes: Partial<CardSource> = {}) =>
    cardSections({ ...source, ...changes }).flatMap(({ heading, lines }) => [heading, ...lines])
      .join("\n");
  assert.match(text(), /Calls COVID-19 from 25\.0 % on: Youden's on 20 validation films/);
  assert.match(text(), /test-clean: accuracy 50\.0 % of 2 films \(95 % interval/);
  assert.match(text(), /test-clean: thumbnail reaches 50\.0 % without reading lungs/);
  assert.match(text(), /unlike the 200 films it was trained on/);
  const unknown = text({ card: null, gate: null, codeVersion: "" });
  assert.match(unknown, /Not known: this bundle carries no test result/);
  assert.match(unknown, /It has no gate/);
});

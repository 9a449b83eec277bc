import assert from "node:assert/strict";
import { assessmentItems } from "lib/report/assessments/assessment.ts";
import { ASSESSMENTS } from "lib/report/assessments/assessments.ts";
import { CHECKS, checksTable } from "lib/report/checks.ts";
import { experimentCard } from "lib/report/experiment_card.ts";
import { answerItems, selfAssessment } from "lib/report/self_assessment.ts";
import { madeFacts, resultRow } from "./made_facts.ts";

Deno.test("experimentCard() has Mitchell's headings, says what is unknown, and names missing checks", async () => {
  const facts = madeFacts();
  const card = experimentCard("C", { facts, checks: await checksTable(facts) });
  const headings = [
    "Model details",
    "Intended use",
    "Factors",
    "Metrics",
    "Evaluation data",
    "Training data",
  ]
    .concat("Quantitative analyses", "Ethical considerations", "Caveats and recommendations");
  assert.deepEqual(
    card.split("\n").filter((line) => /^## /.test(line)),
    headings.map((text) => `## ${text}`),
  );
  assert.match(card, /\*\*For study and research only\. Not for diagnosis/);
  assert.match(
    card,
    /Not known: no control was run for this model, so nothing shows that it reads lungs/,
  );
  assert.match(card, /Not known: it was never asked about films from elsewhere/);
  assert.match(card, /- D15, not done: What does the same network reach with the frame/);
  assert.match(card, /has no gate: it answers to any picture/);
  assert.throws(() => experimentCard("X", { facts }), /no run of it is in/);
});

Deno.test("experimentCard() tells what the results files say: tests, floors, controls, elsewhere", () => {
  const facts = madeFacts({
    rows: [
      resultRow({ split: "test-clean", value: 0.88 }),
      resultRow({ experiment: "floor-frame:covid-or-normal", split: "test-clean", value: 0.86 }),
      resultRow({
        experiment: "floor-frame:covid-or-normal",
        split: "test-clean",
        subgroup: "sex=F",
      }),
      resultRow({ split: "test-clean", subgroup: "sex=F", value: 0.77, n: 12 }),
      resultRow({ split: "out-of-fold-grouped", control: "lungs-erased", value: 0.9 }),
      resultRow({ split: "external", data: "clinic", value: 0.4 }),
      resultRow({
        split: "external",
        data: "clinic",
        metric: "called:Normal>COVID-19",
        value: 0.7,
      }),
    ],
    controls: [{
      ...{ experiment: "C", title: "", data: "made", profile: "quick", dice: NaN },
      ...{
        light: "red",
        reasons: ["films without their lungs reach as much"],
        whole: [],
        left: [],
      },
      ...{ sources: [], lungSources: { outlined: 0, network: 0 } },
    }],
  });
  const card = experimentCard("C", { facts });
  assert.match(card, /\| test-clean \| 20 \| 1 \| 88\.0 % \(80\.0 to 95\.0 %\) \|/);
  assert.equal(card.match(/The outer frame alone: /g)?.length, 1);
  assert.match(card, /The outer frame alone: 86\.0 %/);
  assert.match(card, /made, test-clean, sex=F: accuracy 77\.0 %.*\(12 films\)/);
  assert.match(card, /Verdict red: films without their lungs reach as much\./);
  assert.match(
    card,
    /clinic \(20 films answered, seed 1\): accuracy 40\.0 % .*of Normal films 70\.0 % .* are called COVID-19/,
  );
});

Deno.test("answerItems() follows the checks: yes, partly, no, and says which are missing", () => {
  const assessment = {
    ...ASSESSMENTS[0],
    items: assessmentItems([["1", "a", "D1 D2", "x"], ["2", "b", "D2", "x"], [
      "3",
      "c",
      "no",
      "x",
    ]]),
  };
  const done = answerItems(assessment, [{ id: "D1", status: "done" }, {
    id: "D2",
    status: "cannot be done here",
  }]);
  assert.deepEqual(done.map(({ answer, missing }) => [answer, missing]), [
    ["partly", "not done: D2"],
    ["no", "not done: D2"],
    ["no", ""],
  ]);
  assert.throws(
    () => assessmentItems([["1", "a", "D33", "x"]]),
    /Cannot read the answer "D33" of item 1/,
  );
});

Deno.test("the three instruments have all their items, honest noes, and checks that exist", () => {
  const ids = new Set(CHECKS.map(({ id }) => id));
  assert.deepEqual(ASSESSMENTS.map(({ name, items }) => [name, items.length]), [
    ["claim", 44],
    ["tripod_ai", 52],
    ["probast_ai", 31],
  ]);
  for (const assessment of ASSESSMENTS) {
    const { items } = assessment;
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
    assert(items.some(({ answer }) => answer === "no"));
    for (const { answer } of items) {
      if (Array.isArray(answer)) assert(answer.every((id) => ids.has(id)));
    }
    assert.match(selfAssessment(assessment, []), /Not for diagnosis\.\n$/);
  }
});

import { join } from "@std/path";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { CHECKS, checksTable, writeChecks } from "lib/report/checks.ts";
import type { StudyFacts } from "lib/report/study_facts.ts";
import { tempDir } from "../data/test_films.ts";
import { splitRow } from "../experiments/made_models.ts";
import { madeFacts, madeRun, resultRow } from "./made_facts.ts";

function judge(id: string, changes: Partial<StudyFacts>) {
  return CHECKS.find((check) => check.id === id)!.judge(madeFacts(changes));
}

/** The rows that make a check done, and one kind of row without which it is not. */
const data = (metric: string, value = 0) =>
  resultRow({ experiment: "data", split: "all", metric, value, n: 6 });
const folds = (known: Partial<ResultRow>) =>
  resultRow({ split: "out-of-fold-grouped", ciMethod: "bca", ...known });
const control = (name: string) => folds({ control: name });
const external = (known: Partial<ResultRow>) =>
  resultRow({ data: "other", split: "external", ...known });
const SETS: Record<string, Partial<StudyFacts>> = {
  D1: { rows: [data("missing:source"), data("missing:licence", 6)] },
  D2: {},
  D3: { rows: [data("duplicates:near", 8)] },
  D4: {},
  D5: { rows: [resultRow({ experiment: "nested", split: "nested-out-of-fold-grouped" })] },
  D6: { rows: ["test", "test-clean", "test-patient"].map((split) => resultRow({ split })) },
  D7: {
    rows: [
      ...[0, 1, 2, 3, 4].map((repeat) => folds({ repeat })),
      folds({ experiment: "C vs floor-frame:covid-or-normal", metric: "difference:accuracy" }),
    ],
  },
  D8: { rows: [external({})] },
  D9: {
    rows: [
      external({}),
      external({ experiment: "floor-frame:C", split: "external-asked" }),
      control("frame-only"),
    ],
  },
  D10: { rows: [resultRow({}), resultRow({ metric: "auc", ciMethod: "bca" })] },
  D11: {
    rows: [1, 2, 3, 4, 5].flatMap((seed) =>
      ["accuracy", "balanced_accuracy", "mcc", "auc"].concat(
        ["Normal", "COVID-19"].flatMap((name) =>
          ["precision", "recall", "f1", "support"].map((metric) => `${metric}:${name}`)
            .concat(`confusion:${name}>Normal`, `confusion:${name}>COVID-19`)
        ),
      ).map((metric) => resultRow({ metric, seed }))
    ),
  },
  D12: {},
  D13: {},
  D14: { rows: [folds({ metric: "sensitivity_at_90_specificity" })] },
  D15: { rows: [control("frame-only")] },
  D16: { rows: ["lungs-only", "lungs-erased", "lung-outline"].map(control) },
  D17: {
    rows: ["thumbnail", "metadata"].map((name) =>
      resultRow({ experiment: `floor-${name}:covid-or-normal`, split: "test-clean" })
    ),
  },
  D18: {
    rows: Array.from(
      { length: 19 },
      (_, repeat) =>
        folds({ control: "shuffled-labels", metric: "balanced_accuracy", repeat, value: 0.5 }),
    ),
  },
  D19: { rows: [folds({ control: "source", metric: "auc", subgroup: "class=Normal" })] },
  D20: { rows: [control("corners-blanked")] },
  D21: {
    rows: ["brier", "slope:COVID-19", "intercept:COVID-19", "ece", "ece-by-chance"]
      .map((metric) => folds({ metric })),
  },
  D22: {
    rows: ["energy-in-lungs", "lung-area", "ssim-after-randomising:conv_1"].map((metric) =>
      resultRow({ metric })
    ),
  },
  D23: { errorMaps: [{ experiment: "C", seed: 1, errors: 3, mapped: 3 }] },
  D24: { rows: [data("prior:Normal", 0.5), folds({ metric: "ppv@0.05" })] },
  D25: { rows: [external({ subgroup: "view=AP" })] },
  D26: {},
  D27: {
    runs: [madeRun(1, { gate: { numFilms: 9 } as never })],
    rows: ["photographs", "real-held-out"].map((subgroup) =>
      resultRow({ experiment: "gate", metric: "refused", subgroup })
    ),
  },
  D28: {
    rows: ["jpeg-quality=30", "longest-side=64", "gamma=2", "inversion=1", "rotation=10"]
      .map((name) => resultRow({ control: name })),
  },
  D29: { cards: new Map([["C", "Not for diagnosis"]]) },
  D30: { files: new Set(["datasheet.md"]) },
  D31: {
    files: new Set(
      ["claim", "tripod_ai", "probast_ai"].map((name) => `self-assessment/${name}.md`),
    ),
  },
  D32: {},
};

Deno.test("there are 32 checks, D1 to D32 in order, each with a question and its proof", () => {
  assert.deepEqual(CHECKS.map(({ id }) => id), Array.from({ length: 32 }, (_, i) => `D${i + 1}`));
  assert(CHECKS.every(({ question, proof }) => question.endsWith("?") && proof.length > 8));
});

for (const [id, facts] of Object.entries(SETS)) {
  Deno.test(`check ${id} is done where its evidence is there, and not with one piece less`, () => {
    const { status, reason } = judge(id, facts);
    assert.equal(status, "done", reason);
    facts.rows?.forEach((_, i) => {
      const less = facts.rows!.filter((_, j) => j !== i);
      assert.notEqual(judge(id, { ...facts, rows: less }).status, "done", `without row ${i}`);
    });
    for (const file of facts.files ?? []) {
      const files = new Set([...facts.files!].filter((other) => other !== file));
      assert.equal(judge(id, { ...facts, files }).status, "not done");
    }
  });
}

Deno.test("checks on runs and split are not done where something is planted that must not be", () => {
  const split = madeFacts().split;
  const copy = splitRow({ ...split[0], path: "z", split: "train", group: "z" });
  assert.match(
    judge("D2", { split: [...split, copy] }).reason,
    /1 films of the clean test are files of train/,
  );
  const flagged = [{ ...split[0], clean: false, patient: false }, ...split.slice(1), copy];
  assert.match(
    judge("D2", { split: flagged }).reason,
    /1 of 3 test films are files of train; the clean test/,
  );
  const patient = splitRow({ ...split[3], patientId: "p:a" });
  assert.match(
    judge("D4", { split: [...split.slice(0, 3), patient] }).reason,
    /1 films of the patient test/,
  );
  const unknown = split.map((row) => ({ ...row, patientId: "" }));
  assert.equal(judge("D4", { split: unknown }).status, "cannot be done here");
  assert.match(
    judge("D1", { split: [{ ...split[0], sha256: "" }] }).reason,
    /1 films .* lack hash/,
  );
  assert.match(judge("D5", { split: split.slice(0, 5) }).reason, /no film is in validation/);
  assert.match(judge("D26", { runs: [madeRun(1)] }).reason, /fewer than five: C 1/);
  const decoded = madeRun(1, { preprocessing: { imageSize: [8, 8], decoding: "other" } });
  assert.equal(judge("D13", { runs: [decoded] }).status, "not done");
  const guessed = madeRun(1, {
    thresholdBasis: "no validation films were held out to choose another",
  });
  assert.match(
    judge("D14", { runs: [guessed] }).reason,
    /no model of two classes carries a threshold/,
  );
  assert.equal(judge("D32", { runs: [{ ...madeRun(1), notice: "" }] }).status, "not done");
  assert.equal(judge("D32", { cards: new Map([["C", "good for anything"]]) }).status, "not done");
  const unmapped = [{ experiment: "C", seed: 1, errors: 3, mapped: 2 }];
  assert.match(judge("D23", { errorMaps: unmapped }).reason, /C: 2 of 3 test errors have a map/);
  assert.match(judge("D23", {}).reason, /no test error has a map/);
  const source = folds({ control: "source", metric: "auc", value: NaN, n: 0 });
  assert.equal(judge("D19", { rows: [source] }).status, "cannot be done here");
  const missing = ["view", "sex", "age"].map((fact) => data(`missing:${fact}`, 6));
  assert.equal(judge("D25", { rows: missing }).status, "cannot be done here");
});

Deno.test("checksTable() answers nothing by itself: with no run and no file hardly a check is done", async () => {
  const rows = await checksTable(madeFacts({ runs: [], split: [] }));
  assert.deepEqual(rows.filter(({ status }) => status === "done"), []);
});

Deno.test("writeChecks() writes the table as CSV and Markdown", async () => {
  const out = await tempDir();
  const rows = await checksTable(madeFacts());
  await writeChecks(out, rows);
  const csv = parseCsv(await Deno.readTextFile(join(out, "checks.csv")));
  assert.deepEqual(
    csv.map(({ id, status }) => [id, status]),
    rows.map(({ id, status }) => [id, status]),
  );
  const text = await Deno.readTextFile(join(out, "checks.md"));
  assert.match(text, /# The 32 checks\n\n\d+ done, \d+ not done, 0 cannot be done/);
  assert.equal(text.split("\n").filter((line) => /^\| D\d+ \|/.test(line)).length, 32);
});

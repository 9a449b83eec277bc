import type { SplitRow } from "../../data/split.ts";
import type { StudyFacts } from "../study_facts.ts";
import { cannotBeDone, type Check, done, figure, notDone, percent } from "./check.ts";

/** What makes the audit's figures. */
const AUDIT = '"deno task audit DIR --out OUT" makes it';

/** D1 to D6, D24 and D30: the films. */
export const DATA_CHECKS: readonly Check[] = [
  {
    id: "D1",
    question:
      "Is every film listed, with its hash, class, source, patient or group, split and licence?",
    proof: "split.csv; datasheet.md; results/audit.csv, missing:*; notebook 01",
    judge: ({ split, rows }) => {
      const bare = split.filter((row) =>
        !/^[0-9a-f]{64}$/.test(row.sha256) || row.className === "" || row.group === ""
      );
      if (split.length === 0) return notDone("split.csv lists no film");
      if (bare.length > 0) {
        return notDone(`${bare.length} films in split.csv lack hash, class or group`);
      }
      const missing = (fact: string) =>
        figure(rows, { metric: `missing:${fact}`, experiment: "data" });
      const [licence, source] = [missing("licence"), missing("source")];
      if (!licence || !source) {
        return notDone(
          `${split.length} films have hash, class, group and split, but nothing tells ` +
            `how many have a source and a licence: ${AUDIT}`,
        );
      }
      return done(
        `${split.length} films, each with hash, class, group and split; ${source.value} ` +
          `without a source, ${licence.value} without a licence of their own`,
      );
    },
  },
  {
    id: "D2",
    question: "Is no file in train and in test at once?",
    proof: "split.csv, sha256 and clean; results/audit.csv, duplicates:bytes; notebook 01",
    judge: ({ split }) => {
      const { test, outside } = sides(split);
      if (test.length === 0) return notDone("there is no test");
      const hashes = new Set(outside.map(({ sha256 }) => sha256));
      const shared = test.filter(({ sha256 }) => hashes.has(sha256));
      const left = shared.filter(({ clean }) => clean).length;
      if (left > 0) {
        return notDone(`${left} films of the clean test are files of train, byte for byte`);
      }
      return done(
        `${shared.length} of ${test.length} test films are files of train; the clean test ` +
          "has none of them",
      );
    },
  },
  {
    id: "D3",
    question: "Is no picture in train and in test at once, in another size or contrast?",
    proof:
      "split.csv, clean; results/audit.csv, duplicates:near and duplicates:across-splits; notebook 01",
    judge: ({ split, rows }) => {
      const { test } = sides(split);
      if (test.length === 0) return notDone("there is no test");
      const near = figure(rows, { metric: "duplicates:near", experiment: "data" });
      if (!near) return notDone(`pairs of like pictures were not counted: ${AUDIT}`);
      const leaking = test.filter(({ clean }) => !clean).length;
      return done(
        `${near.value} pairs of like pictures in the set; ${leaking} of ${test.length} test ` +
          "films have a copy in train, and the clean test leaves them out",
      );
    },
  },
  {
    id: "D4",
    question: "Is no patient in train and in test at once?",
    proof:
      "split.csv, patient_id and patient; results/audit.csv, patients:across-splits; notebook 01",
    judge: ({ split }) => {
      const { test, outside } = sides(split);
      const known = split.filter(({ patientId }) => patientId !== "").length;
      if (known === 0) {
        return cannotBeDone("no film's patient is known; each counts as one of its own");
      }
      const patients = new Set(outside.map(({ patientId }) => patientId).filter(Boolean));
      const shared = test.filter(({ patientId }) => patients.has(patientId));
      const left = shared.filter(({ patient }) => patient).length;
      if (left > 0) return notDone(`${left} films of the patient test are of patients in train`);
      return done(
        `patients are known of ${known} of ${split.length} films; ${shared.length} of ` +
          `${test.length} test films are of a patient in train, and the patient test leaves them out`,
      );
    },
  },
  {
    id: "D5",
    question:
      "Are there three parts, and was nothing, backbone and settings included, chosen on the test?",
    proof: "split.csv; run.json, settings; results/nested.csv; notebooks 02 to 04",
    judge: ({ split, rows }) => {
      const parts = ["train", "validation", "test"].map((part) => ({
        part,
        n: split.filter((row) => row.split === part).length,
      }));
      const empty = parts.filter(({ n }) => n === 0).map(({ part }) => part);
      if (empty.length > 0) return notDone(`no film is in ${empty.join(" and ")}`);
      const sizes = parts.map(({ part, n }) => `${part} ${n}`).join(", ");
      const nested = rows.find(({ experiment, split }) =>
        /^nested/.test(experiment) || /^nested/.test(split)
      );
      if (!nested) {
        return notDone(
          `${sizes}; but how good a choice between backbones is was not measured in ` +
            'nested folds: "deno task protocol" with the recipe nested does it',
        );
      }
      return done(
        `${sizes}; epochs and thresholds are chosen on validation, backbones in nested folds`,
      );
    },
  },
  {
    id: "D6",
    question: "Is every model told on the published, the clean and the patient test?",
    proof: "results.csv, splits test, test-clean and test-patient; notebook 05",
    judge: ({ rows, runs, split }) => {
      const tests = ["test", "test-clean", "test-patient"];
      const { test } = sides(split);
      const empty = tests.slice(1).filter((name) =>
        test.length > 0 && !test.some((row) => name === "test-clean" ? row.clean : row.patient)
      );
      if (empty.length > 0) return cannotBeDone(`no film is left in ${empty.join(" and ")}`);
      const ids = [...new Set(runs.map(({ model }) => model.experiment))];
      if (ids.length === 0) return notDone("no model was trained");
      const lacking = ids.filter((experiment) =>
        tests.some((name) => !figure(rows, { experiment, split: name, metric: "accuracy" }))
      );
      return lacking.length === 0
        ? done(`${ids.length} experiments on all three`)
        : notDone(`notebook 05 has not told it of ${lacking.join(", ")}`);
    },
  },
  {
    id: "D24",
    question: "Are the classes' shares known, and what calls are worth where illness is rare?",
    proof:
      "results/audit.csv, prior:<class>; results/folds.csv and external.csv, ppv…@<prevalence>",
    judge: ({ rows }) => {
      const priors = rows.filter(({ metric, split, experiment }) =>
        experiment === "data" && split === "all" && metric.startsWith("prior:")
      );
      const values = rows.filter(({ metric }) => /^ppv.*@/.test(metric));
      if (priors.length === 0) return notDone(`the classes' shares are not written down: ${AUDIT}`);
      if (values.length === 0) {
        return notDone(
          "predictive values over the prevalence are missing: " +
            '"deno task protocol" or "deno task evaluate" makes them',
        );
      }
      const shares = priors.map((row) => `${row.metric.slice("prior:".length)} ${percent(row)}`);
      return done(`${shares.join(", ")}; predictive values from .5 to 50 %`);
    },
  },
  {
    id: "D30",
    question: "Is there a datasheet of the set?",
    proof: "datasheet.md; notebook 01",
    judge: ({ files }) =>
      files.has("datasheet.md") ? done("datasheet.md") : notDone(`there is none: ${AUDIT}`),
  },
];

function sides(split: StudyFacts["split"]): { test: SplitRow[]; outside: SplitRow[] } {
  return {
    test: split.filter((row) => row.split === "test"),
    outside: split.filter((row) => row.split !== "test"),
  };
}

import type { ResultRow } from "../../evaluation/result_row.ts";
import { cannotBeDone, type Check, done, notDone, percent } from "./check.ts";

const CONTROLS = '"deno task controls" runs it';

/** With fewer shufflings no p-value reaches .05. */
const FEWEST_PERMUTATIONS = 19;

/** D15 to D20: what else than lungs a model could read. */
export const SHORTCUT_CHECKS: readonly Check[] = [
  {
    id: "D15",
    question: "What does the same network reach with the frame of the film alone?",
    proof: "results/controls.csv, control frame-only; notebook 04",
    judge: ({ rows }) => controls(rows, ["frame-only"]),
  },
  {
    id: "D16",
    question:
      "What does it reach with the lungs alone, without them, and with their outline alone?",
    proof:
      "results/controls.csv, controls lungs-only, lungs-erased and lung-outline; results/lungs.csv",
    judge: ({ rows }) => controls(rows, ["lungs-only", "lungs-erased", "lung-outline"]),
  },
  {
    id: "D17",
    question: "What do a thumbnail and the file's size and format reach, with no network?",
    proof:
      "results.csv and results/audit.csv, floor-thumbnail and floor-metadata; notebooks 01 and 05",
    judge: ({ rows }) => {
      const floors = ["thumbnail", "metadata"].map((name) =>
        rows.find(({ experiment, metric, split, repeat, subgroup }) =>
          experiment.startsWith(`floor-${name}:`) && metric === "accuracy" && subgroup === "" &&
          Number.isNaN(repeat) &&
          (split === "test-clean" || split === "out-of-fold-grouped")
        )
      );
      if (floors.some((floor) => floor === undefined)) {
        return notDone("floors are missing: notebook 01 fits them");
      }
      return done(
        floors.map((row) => `${row!.experiment} ${percent(row!)} (${row!.split})`).join("; "),
      );
    },
  },
  {
    id: "D18",
    question: "What does it reach with shuffled labels, drawn again and again?",
    proof: "results/controls.csv, control shuffled-labels, one repeat a draw",
    judge: ({ rows }) => {
      const own = rows.filter(({ control, metric }) =>
        control === "shuffled-labels" && metric === "balanced_accuracy"
      );
      const draws = own.filter(({ repeat }) => !Number.isNaN(repeat));
      if (draws.length < FEWEST_PERMUTATIONS) {
        return notDone(
          `${draws.length} draws of shuffled labels, ${FEWEST_PERMUTATIONS} at least are ` +
            'wanted: "deno task protocol" draws them',
        );
      }
      const greatest = Math.max(...draws.map(({ value }) => value));
      return done(
        `${draws.length} draws, the best of them ${
          percent({ value: greatest, ciLow: NaN, ciHigh: NaN })
        } balanced accuracy`,
      );
    },
  },
  {
    id: "D19",
    question: "Can a film's source be told within one class?",
    proof: "results/controls.csv, control source, subgroup class=…",
    judge: ({ rows }) => {
      const own = rows.filter(({ control, metric }) =>
        control === "source" && (metric === "auc" || metric === "macro_auc")
      );
      if (own.length === 0) return notDone(`nobody tried: ${CONTROLS}`);
      const known = own.filter(({ value }) => !Number.isNaN(value));
      if (known.length === 0) return cannotBeDone("no class has films of two known sources");
      return done(
        known.map(({ subgroup, value }) => `${subgroup}: AUC ${value.toFixed(3)}`).join("; "),
      );
    },
  },
  {
    id: "D20",
    question: "What does it reach with the corners blanked, where letters stand?",
    proof: "results/controls.csv, control corners-blanked",
    judge: ({ rows }) => controls(rows, ["corners-blanked"]),
  },
];

function controls(rows: readonly ResultRow[], names: readonly string[]) {
  const found = names.map((name) =>
    rows.find(({ control, metric, value, repeat, subgroup }) =>
      control === name && metric === "accuracy" && !Number.isNaN(value) && Number.isNaN(repeat) &&
      subgroup === ""
    )
  );
  const lacking = names.filter((_, i) => found[i] === undefined);
  if (lacking.length > 0) return notDone(`${lacking.join(", ")} missing: ${CONTROLS}`);
  return done(
    found.map((row) => `${row!.control} ${percent(row!)} (${row!.experiment})`).join("; "),
  );
}

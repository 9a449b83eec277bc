import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";
import { figureText } from "../evaluation/figure_text.ts";
import { NOT_FOR_DIAGNOSIS } from "../models/bundle_info.ts";
import { NO_CARD_LIMITS } from "./card_limits.ts";
import {
  controlLines,
  externalLines,
  floorLines,
  foldLines,
  subgroupLines,
} from "./card_figures.ts";
import { percent } from "./checks/check.ts";
import { cardName } from "./checks/use_checks.ts";
import type { CheckRow } from "./checks.ts";
import { markdownTable } from "./markdown_table.ts";
import type { RunFacts, StudyFacts } from "./study_facts.ts";

/**
 * Writes an experiment's model card as Markdown, from the files of its folder of results alone: what
 * stands in no file is said to be unknown.
 *
 * @param experiment Id of the experiment; its seeds share a card.
 * @param options The folder's facts, and its checks where they are to be named.
 * @returns Markdown.
 * @throws {RangeError} Where no run of the experiment is finished.
 * @see M. Mitchell et al., Model Cards for Model Reporting, FAT* 2019,
 *   https://doi.org/10.1145/3287560.3287596
 *
 * @example
 * ```ts ignore
 * import { experimentCard } from "lib/report/experiment_card.ts";
 * import { studyFacts } from "lib/report/study_facts.ts";
 * experimentCard("E", { facts: await studyFacts("outputs/mine") });
 * ```
 */
export function experimentCard(
  experiment: string,
  { facts, checks = [] }: { facts: StudyFacts; checks?: readonly CheckRow[] },
): string {
  const runs = facts.runs.filter(({ model }) => model.experiment === experiment);
  if (runs.length === 0) {
    throw new RangeError(
      `Cannot write a card of "${experiment}": no run of it is in "${facts.out}"`,
    );
  }
  const [{ model, info }] = runs;
  const { classNames } = model;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join("\n");
  const open = checks.filter(({ status, id }) => status !== "done" && id !== "D29" && id !== "D31");
  return [
    `# Model card: ${experiment}`,
    `**${NOT_FOR_DIAGNOSIS}**`,
    "## Model details",
    list(details(runs, facts)),
    "## Intended use",
    list([
      "Meant for learning, teaching and for studying how such models go wrong.",
      "Not meant for, and not fit for, any decision about a person: neither diagnosis nor triage nor " +
      "screening.",
      `It knows ${classNames.join(", ")}; whatever else a film shows is called one of these.`,
    ]),
    "## Factors",
    list([
      "View, age and sex of the person, the machine, letters and markings on the film, and the hospital " +
      "differ between classes in public sets; each can stand in for disease.",
      ...subgroupLines(experiment, facts.rows),
    ]),
    "## Metrics",
    list([
      "Accuracy, recall and precision with Wilson's 95 % interval (wider where a patient has several " +
      "films); areas under the ROC curve with a bootstrap of patients (BCa).",
      thresholdLine(runs),
      temperatureLine(runs),
    ]),
    "## Evaluation data",
    list(evaluationLines(facts)),
    "## Training data",
    list(trainingLines(runs, facts)),
    "## Quantitative analyses",
    "### On tests of the same set",
    testTable(experiment, facts),
    "### What needs no lungs",
    list(floorLines(model.task, facts.rows)),
    "### Controls: the same network with something hidden",
    list(controlLines(experiment, facts)),
    "### Cross-validation and calibration",
    list(foldLines(experiment, facts.rows)),
    "### Films from elsewhere",
    list(externalLines(experiment, facts)),
    "## Ethical considerations",
    list([
      "The films show people who were not asked about this use; licences of single films vary, and no " +
      "film is passed on with the model.",
      "A wrong answer about a person can do harm either way; that is why none is to be given.",
    ]),
    "## Caveats and recommendations",
    list([...(info?.card?.limits ?? NO_CARD_LIMITS), gateLine(info)]),
    ...(open.length > 0
      ? [
        "### Checks that are missing",
        "What makes each stands in [checks.md](../checks.md).",
        list(open.map(({ id, question, status }) => `${id}, ${status}: ${question}`)),
      ]
      : checks.length > 0
      ? ["All other checks of D1 to D32 are done: [checks.md](../checks.md)."]
      : []),
  ].join("\n\n") + "\n";
}

/**
 * Writes the cards of all experiments of a folder of results into `cards/`.
 *
 * @param facts The folder's facts.
 * @param checks Its checks.
 * @returns Paths of the files.
 * @throws {Error} Where a file cannot be written.
 *
 * @example
 * ```ts ignore
 * import { writeCards } from "lib/report/experiment_card.ts";
 * import { studyFacts } from "lib/report/study_facts.ts";
 * await writeCards(await studyFacts("outputs/mine"), []);
 * ```
 */
export async function writeCards(
  facts: StudyFacts,
  checks: readonly CheckRow[],
): Promise<string[]> {
  const files: string[] = [];
  for (const id of new Set(facts.runs.map(({ model }) => model.experiment))) {
    const file = join(facts.out, "cards", `${cardName(id)}.md`);
    await writeFileAtomic(file, experimentCard(id, { facts, checks }));
    files.push(file);
  }
  return files;
}

function details(runs: readonly RunFacts[], { data }: StudyFacts): string[] {
  const [{ model, info }] = runs;
  const run = model.run!.run;
  const size = info ? info.preprocessing.imageSize.join(" × ") : "unknown";
  const seeds = runs.map(({ model }) => model.seed).join(", ");
  return [
    `${model.title}; network ${model.model}, ${
      run.numParams.toLocaleString("en-US")
    } parameters, ` +
    `grey films of ${size} pixels.`,
    `Trained on ${data}, profile ${run.profile}, ${
      runs.length === 1 ? "seed" : "seeds"
    } ${seeds}; ` +
    `epochs kept: ${runs.map(({ model }) => model.run!.run.epoch).join(", ")}.`,
    `Licence: ${info?.licence || "unknown"}. Code: ${
      info?.codeVersion ? `commit ${info.codeVersion}` : "version unknown"
    }.`,
  ];
}

function thresholdLine(runs: readonly RunFacts[]): string {
  if (runs[0].model.classNames.length !== 2) return "The likeliest class is called.";
  const told = runs.map(({ model, info }) =>
    info
      ? `${(100 * info.threshold).toFixed(1)} % (seed ${model.seed}${
        info.thresholdBasis ? `: ${info.thresholdBasis}` : ""
      })`
      : `unknown (seed ${model.seed})`
  );
  return `${runs[0].model.classNames[1]} is called from this probability on: ${told.join("; ")}.`;
}

function temperatureLine(runs: readonly RunFacts[]): string {
  const values = runs.map(({ info }) => info?.temperature ?? NaN);
  return values.every((value) => value === 1)
    ? "Probabilities are the network's own, not calibrated."
    : `Probabilities are softened by a temperature fitted on validation films: ${
      values.map((value) => Number.isNaN(value) ? "unknown" : value.toFixed(2)).join(", ")
    }.`;
}

function evaluationLines({ split, data }: StudyFacts): string[] {
  const test = split.filter((row) => row.split === "test");
  const known = test.filter(({ patientId }) => patientId !== "").length;
  return [
    `${test.length} test films of ${data}; ${
      test.filter(({ clean }) => clean).length
    } without a copy in ` +
    `train (clean), ${
      test.filter(({ patient }) => patient).length
    } without a patient known to train, too.`,
    `Patients are known of ${known} of them; each other film counts as a patient of its own.`,
    "They come from the same collection as the training films: figures on them say nothing of another " +
    "hospital.",
  ];
}

function trainingLines(runs: readonly RunFacts[], { data, files }: StudyFacts): string[] {
  const { predictions, classNames } = runs[0].model;
  const counts = ["train", "validation"].map((part) => {
    const films = predictions.filter((film) => film.split === part);
    const classes = classNames.map((name) =>
      `${name} ${films.filter(({ trueClass }) => trueClass === name).length}`
    );
    return films.length === 0 ? `${part}: none held out.` : `${part}: ${classes.join(", ")} films.`;
  });
  const sheet = files.has("datasheet.md")
    ? `What is known of ${data}: [datasheet.md](../datasheet.md).`
    : `There is no datasheet of ${data}.`;
  return [...counts, sheet];
}

function testTable(experiment: string, { rows, runs }: StudyFacts): string {
  const seeds = runs.filter(({ model }) => model.experiment === experiment).map(({ model }) =>
    model.seed
  );
  const shown = ["test", "test-clean", "test-patient"].flatMap((split) =>
    seeds.flatMap((seed) => {
      const find = (metric: string) =>
        rows.find((row) =>
          row.experiment === experiment && row.split === split && row.seed === seed &&
          row.metric === metric && row.control === "" && row.subgroup === ""
        );
      const accuracy = find("accuracy");
      if (!accuracy) return [];
      const auc = find("auc") ?? find("macro_auc");
      return [[
        split,
        String(accuracy.n),
        String(seed),
        percent(accuracy),
        auc && !Number.isNaN(auc.value) ? figureText(auc) : "–",
      ]];
    })
  );
  return shown.length === 0
    ? "Not known: results.csv has no figure of it."
    : markdownTable(["test", "films", "seed", "accuracy (95 %)", "AUC (95 %)"], shown);
}

function gateLine(info: RunFacts["info"]): string {
  return info?.gate
    ? `It gives no answer to pictures unlike the ${info.gate.numFilms} films that its gate was fitted to; ` +
      "other views and parts of the body may pass."
    : "It has no gate: it answers to any picture at all.";
}

import { countOf } from "../data/audit/finding.ts";
import type { RecognisedSet } from "../data/known_sets.ts";
import type { SetAudit } from "../experiments/audit/audit_set.ts";
import { markdownTable } from "./markdown_table.ts";

/** What a datasheet has nothing to say about. */
const UNKNOWN = "unknown";

/**
 * Writes a datasheet of a set: the questions of Gebru and others in short form, answered from what an
 * audit found and what is known of public sets; "unknown" where nothing is.
 *
 * @param audit What `auditSet` found.
 * @param known What `recogniseSet` knows of the set; `undefined` where it was not recognised.
 * @returns Markdown.
 * @see T. Gebru et al., Datasheets for Datasets, Communications of the ACM 64(12), 2021,
 *   https://arxiv.org/abs/1803.09010
 *
 * @example
 * ```ts ignore
 * import { recogniseSet } from "lib/data/known_sets.ts";
 * import { readFilms } from "lib/data/read_films.ts";
 * import { auditSet } from "lib/experiments/audit/audit_set.ts";
 * import { datasheet } from "lib/report/datasheet.ts";
 * const set = await readFilms("data/films/raikokte");
 * console.log(datasheet(await auditSet(set, { seed: 1 }), await recogniseSet(set)));
 * ```
 */
export function datasheet(audit: SetAudit, known?: RecognisedSet): string {
  const sections = [
    `# Datasheet: ${audit.name}`,
    "For study and research only. Not for diagnosis. Written from the audit's findings; the " +
    'questions are those of "Datasheets for Datasets" (Gebru et al., 2021) in short form.',
    known
      ? `Recognised as **${known.title}**. ${known.evidence}.`
      : "Not one of the public sets that this project knows: what only its makers can say is unknown.",
    ...motivation(known),
    ...composition(audit),
    ...labels(audit),
    ...collection(audit, known),
    ...uses(audit),
    ...distribution(audit, known),
  ];
  return sections.join("\n\n") + "\n";
}

function motivation(known?: RecognisedSet): string[] {
  return [
    "## Motivation",
    answers([
      ["For what purpose was it made?", known?.purpose],
      ["Who made it, and when?", known?.creators],
      ["Who paid for it?", ""],
    ]),
  ];
}

function composition({ facts, layout, skipped, name }: SetAudit): string[] {
  const names = facts.counts.map(({ className }) => className);
  const parts = [...new Set(facts.counts.map(({ split }) => split))];
  const rows = [...new Set(names)].map((className) => [
    className,
    ...parts.map((part) =>
      String(
        facts.counts.find((row) => row.className === className && row.split === part)?.films ?? 0,
      )
    ),
  ]);
  const missing = facts.facts.filter(({ missing }) => missing > 0)
    .map(({ fact, missing }) => `${fact} (${missing})`);
  const identical = facts.pairs.filter((pair) => pair.identical).length;
  return [
    "## Composition",
    `${countOf(facts.films, "film")} in "${name}", laid out as ${layout}` +
    (skipped.length > 0 ? `; ${countOf(skipped.length, "file")} left out.` : "."),
    markdownTable(["class", ...parts.map((part) => part || "no split")], rows),
    answers([
      ["Does it say which film goes into which part?", splitWords(facts.counts)],
      ["Is anything missing? (films without the fact)", missing.join(", ") || "nothing asked for"],
      [
        "Are there errors or repeats?",
        `${countOf(facts.pairs.length, "pair")} of one picture (${identical} byte for byte), ` +
        `${facts.leaked.length} test films that also stand in train, ` +
        `${countOf(facts.labels.length, "label")} that the source contradicts`,
      ],
      [
        "How are films of one patient told?",
        `the patient is known for ${facts.films - facts.unknownPatients} of ` +
        `${facts.films}; ${facts.patients.length} known patients on both sides of the split, ` +
        `${facts.tornPatients} in two classes`,
      ],
      [
        "Can people be identified?",
        "not looked for here: names or numbers may be burnt into the pixels; of DICOM headers " +
        "nothing that identifies is kept",
      ],
    ]),
  ];
}

function splitWords(counts: SetAudit["facts"]["counts"]): string {
  const parts = [...new Set(counts.map(({ split }) => split))].filter((part) => part !== "");
  return parts.length > 0 ? `yes: ${parts.join(", ")}` : "no; this project draws one, by group";
}

function labels({ facts }: SetAudit): string[] {
  const rows = facts.standings.map((row) => [
    row.className,
    ...[row.films, row.agreeing, row.contradicted, row.unknown].map(String),
    row.others.map(([finding, n]) => `${finding} ${n}`).join(", "),
  ]);
  const head = ["class", "as published", "source agrees", "source says otherwise", "no word"];
  return [
    "### Labels, as published and at the source",
    markdownTable([...head, "the other diagnoses"], rows),
    "A corrected label is the source's diagnosis where it says otherwise. No film was read anew.",
  ];
}

function collection({ facts }: SetAudit, known?: RecognisedSet): string[] {
  const rows = facts.files.map((row) => [
    row.className,
    tally(row.formats),
    tally(row.sources),
    `${number(row.width)} × ${number(row.height)}`,
    number(row.bytes / 1024),
    number(row.meanGrey),
  ]);
  const view = facts.facts.find(({ fact }) => fact === "view")!;
  return [
    "## Collection and labelling",
    answers([
      ["Where do the films come from?", known?.origin],
      ["How were they labelled?", known?.labelling],
      ["Over what time, with whose consent, after which review?", ""],
      ["Which projections?", `known for ${view.known} of ${facts.films} films`],
    ]),
    "### The files, by class (medians)",
    markdownTable(
      ["class", "formats", "sources", "pixels", "size in KiB", "mean grey"],
      rows,
    ),
  ];
}

function uses({ findings, notes }: SetAudit): string[] {
  const lights = { red: "**Red**", amber: "Amber", green: "Green" };
  const lines = findings.map(({ light, check, text }) => `- ${lights[light]} (${check}): ${text}.`);
  return [
    "## Uses",
    answers([
      [
        "What should it not be used for?",
        "diagnosis, or any claim about patients elsewhere: a model tested here was tested on films " +
        "of the same sources",
      ],
    ]),
    "### What the audit found",
    [...lines, ...notes.map((note) => `- Note: ${note.replace(/\.$/, "")}.`)].join("\n"),
  ];
}

function distribution({ facts }: SetAudit, known?: RecognisedSet): string[] {
  const own = facts.facts.find(({ fact }) => fact === "licence")!;
  return [
    "## Distribution and maintenance",
    answers([
      ["Under which licence?", known?.licence],
      ["Do single films carry their own?", `known for ${own.known} of ${facts.films} films`],
      ["Where is it to be had?", known?.page],
      ["How is it to be cited?", known?.citation],
      ["Who keeps it up, and will it change?", ""],
    ]),
  ];
}

function answers(pairs: readonly [question: string, answer: string | undefined][]): string {
  return pairs.map(([question, answer]) => `- *${question}* ${answer || UNKNOWN}`).join("\n");
}

function tally(counts: Record<string, number>): string {
  return Object.entries(counts).map(([name, n]) => `${name || UNKNOWN} ${n}`).join(", ");
}

function number(value: number): string {
  return Number.isNaN(value) ? UNKNOWN : Math.round(value).toLocaleString("en-US");
}

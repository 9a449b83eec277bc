/** What is known of a model, for people: made from its training's results. */
export interface ModelCard {
  /** How many films of each class it was trained, watched and tested on. */
  films: { part: "train" | "validation" | "test"; className: string; numFilms: number }[];
  /** Accuracy on films that it was not trained on. */
  results: CardResult[];
  /** What classifiers reach that see no lungs, or hardly, on the same films. */
  floors: { name: string; split: string; accuracy: number }[];
  /** What it cannot do, in words. */
  limits: string[];
}

/** One accuracy of a {@linkcode ModelCard}. */
export interface CardResult {
  /** `test`, `test_clean` (without copies of training films), `test_patient` … */
  split: string;
  /** Number of films. */
  n: number;
  /** Share of films called rightly, `[0, 1]`. */
  accuracy: number;
  /** Ends of its 95 % interval. */
  ciLow: number;
  ciHigh: number;
}

/** A part of a card as text. */
export interface CardSection {
  heading: string;
  lines: string[];
}

/** What {@linkcode cardSections} reads of a bundle. */
export interface CardSource {
  title: string;
  classNames: readonly string[];
  preprocessing: { imageSize: readonly [number, number] };
  threshold: number;
  thresholdBasis: string;
  temperature: number;
  gate: { numFilms: number } | null;
  training: { data: string; numFilms: number; seed: number; profile: string };
  card: ModelCard | null;
  licence: string;
  codeVersion: string;
}

/**
 * Writes a model's card as short sections of text, for the command line and the page.
 *
 * @param info What the bundle says of its model.
 * @returns Sections in the order in which they are read.
 *
 * @example
 * ```ts ignore
 * import { cardSections } from "lib/models/model_card.ts";
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * const { info } = await loadBundle("outputs/phantom-quick/experiments/C/seed-1/model");
 * for (const { heading, lines } of cardSections(info)) console.log([heading, ...lines].join("\n  "));
 * ```
 */
export function cardSections(info: CardSource): CardSection[] {
  const { classNames, training, card, preprocessing: { imageSize: [height, width] } } = info;
  const sections: CardSection[] = [
    {
      heading: "What it is",
      lines: [
        `${info.title}; ${height} × ${width} pixels, grey`,
        `Tells apart: ${classNames.join(", ")}`,
        ...(classNames.length === 2
          ? [
            `Calls ${classNames[1]} from ${percent(info.threshold)} on` +
            (info.thresholdBasis ? `: ${info.thresholdBasis}` : ""),
          ]
          : ["Calls the likeliest class"]),
        info.temperature === 1
          ? "Probabilities are the network's own, not calibrated"
          : `Probabilities are softened by a temperature of ${info.temperature.toFixed(2)}, ` +
            "fitted on validation films",
      ],
    },
    {
      heading: "Training",
      lines: [
        `${training.numFilms} films of ${training.data}, profile ${training.profile}, seed ${training.seed}`,
        ...countLines(card?.films ?? []),
      ],
    },
    { heading: "How good it is", lines: resultLines(card) },
    {
      heading: "When it does not answer",
      lines: [
        info.gate
          ? `Pictures unlike the ${info.gate.numFilms} films it was trained on: a simple check of ` +
            "size, colour, where light and dark lie and how edges run; lateral views may pass it"
          : "It has no gate: it answers to any picture at all, a cat's too",
      ],
    },
    { heading: "Limits", lines: card?.limits.length ? card.limits : ["Not written down"] },
    {
      heading: "Licence and version",
      lines: [
        info.licence,
        info.codeVersion ? `Trained by the code at commit ${info.codeVersion}` : "Version unknown",
      ],
    },
  ];
  return sections;
}

function countLines(films: ModelCard["films"]): string[] {
  const parts = [...new Set(films.map(({ part }) => part))];
  return parts.map((part) => {
    const counts = films.filter((film) => film.part === part)
      .map(({ className, numFilms }) => `${className} ${numFilms}`);
    return `${part}: ${counts.join(", ")}`;
  });
}

function resultLines(card: ModelCard | null): string[] {
  if (!card?.results.length) return ["Not known: this bundle carries no test result"];
  const results = card.results.map(({ split, n, accuracy, ciLow, ciHigh }) =>
    `${split}: accuracy ${percent(accuracy)} of ${n} films ` +
    `(95 % interval ${percent(ciLow)} to ${percent(ciHigh)})`
  );
  const floors = card.floors.map(({ name, split, accuracy }) =>
    `${split}: ${name} reaches ${percent(accuracy)} without reading lungs`
  );
  return [...results, ...(floors.length ? floors : ["Floors were not computed with it"])];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

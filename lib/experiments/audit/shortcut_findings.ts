import { countOf, type Finding, type Light } from "../../data/audit/finding.ts";
import type { BorderFinding } from "./border_search.ts";
import { meanFigure } from "./fold_figures.ts";
import type { FloorFigures, Shortcuts } from "./judge_shortcuts.ts";
import type { PropertyFinding } from "./property_search.ts";

/** Share of the way from chance to perfection: a hint of a shortcut, and a plain one. */
const HINT = 0.2;
const PLAIN = 0.5;

/** Corrected p-value below which a difference is hardly by chance. */
const HARDLY_CHANCE = 0.01;

/** A border block that tells a class as well as that leaves little to learn. */
const GRAVE_AUC = 0.8;

/** Distance between the classes' shares that is worth a word. */
const SHIFT = 0.05;

/**
 * Puts into words what tells the classes apart without any lung.
 *
 * @param audit Floors, properties, borders and shift of a set.
 * @returns Findings; good ones too, where something was looked for.
 *
 * @example
 * ```ts
 * import { shortcutFindings } from "lib/experiments/audit/shortcut_findings.ts";
 * const nothing = { floors: [], properties: [], borders: [], shift: { distance: 0, pValue: 1 } };
 * shortcutFindings({ ...nothing, classNames: ["Normal", "COVID-19"] })[0].light; // "green"
 * ```
 */
export function shortcutFindings(
  { floors, properties, borders, shift, classNames }: Shortcuts,
): Finding[] {
  const chance = 1 / classNames.length;
  return [
    ...priorFinding(shift),
    ...floors.flatMap((floor) => floorFinding(floor, chance)),
    ...propertyFinding(properties, chance),
    ...borderFinding(borders),
  ];
}

/** How far a balanced accuracy is on the way from chance (0) to perfection (1). */
function gain(balancedAccuracy: number, chance: number): number {
  return (balancedAccuracy - chance) / (1 - chance);
}

function priorFinding({ distance, pValue }: Shortcuts["shift"]): Finding[] {
  if (Number.isNaN(distance)) return [];
  if (distance < SHIFT || pValue > HARDLY_CHANCE) {
    const text = "The classes have about the same shares in train and test";
    return [{ light: "green", check: "D24", text }];
  }
  return [{
    light: "amber",
    check: "D24",
    text: `The classes' shares differ between train and test (by ${percent(distance)} of the ` +
      "films): accuracy and predictive values shift with them",
  }];
}

/** What each floor looks at, and whether there is a lung in it. */
const LOOKS: Record<string, { subject: string; hasLungs: boolean }> = {
  thumbnail: { subject: "A thumbnail of 16×16 values", hasLungs: true },
  histogram: { subject: "The grey histogram", hasLungs: true },
  frame: { subject: "The outer frame alone, the lungs blacked out,", hasLungs: false },
  metadata: { subject: "The file's size and format alone", hasLungs: false },
};

function floorFinding({ floor, figures }: FloorFigures, chance: number): Finding[] {
  const balanced = meanFigure(figures, "balanced_accuracy");
  const auc = meanFigure(figures, "auc").value;
  const reached = gain(balanced.value, chance);
  const isBeyond = balanced.ciLow > chance || Number.isNaN(balanced.ciLow);
  const numbers = `accuracy ${digits(meanFigure(figures, "accuracy").value)}, balanced ` +
    `${digits(balanced.value)}, AUC ${digits(auc)} (chance ${digits(chance)} and .50)`;
  const { subject, hasLungs } = LOOKS[floor.name] ?? {};
  if (subject === undefined) return [];
  if (!isBeyond || reached < HINT) {
    const text = `${subject} tells the classes hardly better than chance: ${numbers}`;
    return [{ light: "green", check: "D17", text }];
  }
  const isPlain = reached >= PLAIN;
  if (hasLungs) {
    const text = `${subject} reaches ${numbers}: that is what to beat`;
    return [{ light: isPlain ? "amber" : "green", check: "D17", text }];
  }
  const text = `${subject} reaches ${numbers}: a result up to that does not show that lungs were ` +
    "read";
  return [{ light: isPlain ? "red" : "amber", check: "D17", text }];
}

function propertyFinding(properties: readonly PropertyFinding[], chance: number): Finding[] {
  const telling = properties.filter(({ balancedAccuracy, pValue }) =>
    pValue <= HARDLY_CHANCE && gain(balancedAccuracy, chance) >= HINT
  );
  if (telling.length === 0) {
    const text = "No single property of the files (size, format, grey level, source …) tells the " +
      "class by itself";
    return [{ light: "green", check: "D17", text }];
  }
  const light: Light = gain(telling[0].balancedAccuracy, chance) >= PLAIN ? "red" : "amber";
  const list = telling.map(({ property, balancedAccuracy }) =>
    `${property} ${digits(balancedAccuracy)}`
  ).join(", ");
  const text = "One property alone, without the picture, tells the class with balanced accuracy " +
    `${list} (chance ${digits(chance)})`;
  return [{ light, check: "D17", text }];
}

function borderFinding(borders: readonly BorderFinding[]): Finding[] {
  const found = borders.filter((border) => border.found);
  if (found.length === 0) {
    const text = "No corner or edge gives a class away";
    return [{ light: "green", check: "D15, D20", text }];
  }
  const light: Light = found[0].auc >= GRAVE_AUC ? "red" : "amber";
  const [first, ...others] = found;
  const more = others.length === 0
    ? ""
    : others.length >= borders.length / 2
    ? `; so do ${countOf(others.length, "other part")} of the border, all round`
    : `; likewise ${others.map(({ region, auc }) => `${region} ${digits(auc)}`).join(", ")}`;
  const text = `The ${first.region} gives ${first.className} away: one small spot there tells it ` +
    `from the rest with AUC ${digits(first.auc)} (chance .50)${more}`;
  return [{ light, check: "D15, D20", text }];
}

/** Two decimals without the leading zero, as in `.88`. */
function digits(value: number): string {
  return value.toFixed(2).replace(/^0/, "");
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

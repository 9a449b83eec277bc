/** A share of films judged rightly, the mean over the classes, with its 95 % interval. */
export interface Share {
  /** `[0, 1]`. */
  value: number;
  ciLow: number;
  ciHigh: number;
}

/** How the same network does where something is hidden from it. */
export interface ControlShare extends Share {
  /** `frame-only`, `lungs-erased` … */
  control: string;
  /** The full model's share minus the control's, film by film. */
  difference: Share;
}

/** What the controls say together. */
export interface ShortcutVerdict {
  light: "red" | "yellow" | "green";
  /** Sentences for people, the weightiest first. */
  reasons: string[];
}

/** Options of {@linkcode shortcutVerdict}. */
export interface ShortcutVerdictOptions {
  /** Balanced accuracy of the model on whole films, out of fold. */
  full: Share;
  controls: readonly ControlShare[];
  numClasses: number;
}

/** Controls in which no lung can be seen, in words. */
const WITHOUT_LUNGS: Readonly<Record<string, string>> = {
  "frame-only": "the frame alone",
  "lungs-erased": "films without their lungs",
  "lung-outline": "the outline of the lungs alone",
};

/**
 * Says in words whether a model's accuracy shows that it read lungs.
 *
 * What counts is balanced accuracy, since chance is known: one over the number of classes. Of what
 * the full model has above chance, a control without lungs has a part.
 *
 * - Red: the model itself is not clearly above chance; or a control without lungs is not clearly
 *   below it (the interval of the paired difference reaches 0); or has half of it or more.
 * - Yellow: a control without lungs is clearly above chance; or the model is clearly worse on lungs
 *   alone; or none of the controls without lungs was run.
 * - Green: none of these. It is no proof that lungs were read; only these ways round them are closed.
 *
 * @returns Light and reasons.
 * @throws {RangeError} Where there are fewer than two classes.
 *
 * @example
 * ```ts
 * import { shortcutVerdict } from "lib/evaluation/shortcut_verdict.ts";
 * const full = { value: 0.97, ciLow: 0.94, ciHigh: 0.98 };
 * const difference = { value: 0.09, ciLow: 0.05, ciHigh: 0.12 };
 * const frame = { control: "frame-only", value: 0.88, ciLow: 0.83, ciHigh: 0.92, difference };
 * shortcutVerdict({ full, controls: [frame], numClasses: 3 }).reasons[0];
 * // "the frame alone reaches 88 %, the whole film 97 %: this accuracy does not show that …"
 * ```
 */
export function shortcutVerdict(
  { full, controls, numClasses }: ShortcutVerdictOptions,
): ShortcutVerdict {
  if (!(numClasses >= 2)) {
    throw new RangeError(`Cannot judge controls of ${numClasses} classes: expected 2 or more`);
  }
  const chance = 1 / numClasses;
  if (!(full.ciLow > chance)) {
    const reason = `the model reaches ${percent(full.value)}, not clearly more than guessing ` +
      `(${percent(chance)}): there is nothing to explain`;
    return { light: "red", reasons: [reason] };
  }
  const red: string[] = [], yellow: string[] = [], green: string[] = [];
  const hidden = controls.filter(({ control }) => control in WITHOUT_LUNGS)
    .sort((a, b) => b.value - a.value);
  for (const { control, value, ciLow, difference } of hidden) {
    const name = WITHOUT_LUNGS[control];
    const alone = `${name} reach${name.startsWith("films") ? "" : "es"} ${percent(value)}`;
    const reaches = `${alone}, the whole film ${percent(full.value)}`;
    const part = (value - chance) / (full.value - chance);
    if (!(difference.ciLow > 0) || part >= 0.5) {
      red.push(`${reaches}: this accuracy does not show that lungs were read`);
    } else if (ciLow > chance) {
      const share = percent(Math.max(0, part));
      yellow.push(`${reaches}: ${share} of what lies above guessing needs no lungs`);
    } else green.push(`${alone}, not clearly more than guessing (${percent(chance)})`);
  }
  const alone = controls.find(({ control }) => control === "lungs-only");
  if (alone) {
    const reaches = `the lungs alone reach ${percent(alone.value)}`;
    if (alone.difference.ciLow > 0) {
      yellow.push(`${reaches}, clearly less than the whole film's ${percent(full.value)}`);
    } else green.push(`${reaches}, not clearly less than the whole film`);
  }
  if (hidden.length === 0) yellow.push("no control without lungs was run: nothing is known");
  const light = red.length > 0 ? "red" : yellow.length > 0 ? "yellow" : "green";
  return { light, reasons: [...red, ...yellow, ...green] };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

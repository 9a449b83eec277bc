import { normalizeClassName } from "../data/class_names.ts";

/** Told apart with any kind of colour vision (Okabe & Ito, "Color Universal Design", 2008; Tol). */
const KNOWN: Record<string, string> = {
  "Normal": "#0072b2",
  "COVID-19": "#d55e00",
  "Viral Pneumonia": "#009e73",
  "Bacterial Pneumonia": "#cc79a7",
  "Pneumonia": "#9a6fb0",
  "non-COVID": "#56b4e9",
  "abnormal": "#882255",
  "SARS": "#b8860b",
  "Tuberculosis": "#5d4037",
};

const SPARE = ["#e69f00", "#332288", "#999933", "#aa4499", "#44aa99", "#6e7781", "#661100"];

/**
 * Gives each class its colour: the same one in every chart, whatever other classes are shown.
 *
 * @param classNames Class names, in any spelling that the project knows.
 * @returns CSS colours in the same order, all different for up to seven unknown names.
 *
 * @example
 * ```ts
 * import { classColors } from "lib/display/class_colors.ts";
 * classColors(["Normal", "Covid"]); // ["#0072b2", "#d55e00"]
 * ```
 */
export function classColors(classNames: readonly string[]): string[] {
  const taken = new Set<string>();
  return classNames.map((className) => {
    const name = normalizeClassName(className);
    const known = KNOWN[name];
    if (known) return known;
    // From the name itself, so that another chart with other classes gives the same colour.
    const start = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0) | 0, 7) >>> 0;
    const order = SPARE.map((_, i) => SPARE[(start + i) % SPARE.length]);
    const color = order.find((candidate) => !taken.has(candidate)) ?? order[0];
    taken.add(color);
    return color;
  });
}

/**
 * Gives one class its colour.
 *
 * @param className Class name.
 * @returns CSS colour.
 *
 * @example
 * ```ts
 * import { classColor } from "lib/display/class_colors.ts";
 * classColor("COVID-19"); // "#d55e00"
 * ```
 */
export function classColor(className: string): string {
  return classColors([className])[0];
}

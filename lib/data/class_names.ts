/** Canonical class names, and the spellings (letters and digits only) that mean the same. */
const SPELLINGS: Record<string, string> = {
  "COVID-19": "covid covid19 covid19pneumonia pneumoniacovid19 covidpneumonia covidpositive " +
    "coronavirus coronavirus2019 sarscov2 2019ncov ncov",
  "Normal": "normal normals healthy nofinding nofindings normalchest",
  "Viral Pneumonia": "viralpneumonia viral virus pneumoniaviral pneumoniavirus viruspneumonia " +
    "influenza h1n1 varicella herpes",
  "Bacterial Pneumonia": "bacterialpneumonia bacterial bacteria pneumoniabacterial " +
    "pneumoniabacteria bacteriapneumonia streptococcus klebsiella mycoplasma legionella ecoli " +
    "chlamydophila nocardia staphylococcus mrsa mycoplasmabacterialpneumonia",
  "Fungal Pneumonia": "fungalpneumonia fungal pneumoniafungal pneumocystis aspergillosis",
  "Lipoid Pneumonia": "lipoidpneumonia lipoid",
  "Pneumonia": "pneumonia pneumonias",
  "Lung Opacity": "lungopacity",
  "Tuberculosis": "tuberculosis tb",
  "SARS": "sars sarspneumonia",
  "MERS": "mers merscov",
  "ARDS": "ards",
  "non-COVID": "noncovid noncovid19 notcovid nocovid covidnegative",
  "abnormal": "abnormal",
};

/**
 * Gives the one name of a class, however a folder or a table spells it.
 *
 * Letters' case, blanks, hyphens and underscores do not matter. A path of classes, as ieee8023's
 * newer tables have it, is read from its end (`Pneumonia/Viral/SARS` is `SARS`), a list from its
 * start (`COVID-19, ARDS` is `COVID-19`). A pathogen counts as its kind of pneumonia.
 * "No finding", which is what NIH's films without any of fourteen labels carry, counts as `Normal`.
 *
 * @param name Folder name, label or finding.
 * @returns `COVID-19`, `Normal`, `Viral Pneumonia`, `Bacterial Pneumonia`, `Fungal Pneumonia`,
 *   `Lipoid Pneumonia`, `Pneumonia`, `Lung Opacity`, `Tuberculosis`, `SARS`, `MERS`, `ARDS`,
 *   `non-COVID`, `abnormal`; any other name as it is, trimmed.
 *
 * @example
 * ```ts
 * import { normalizeClassName } from "lib/data/class_names.ts";
 * normalizeClassName("Covid"); // "COVID-19"
 * normalizeClassName("Virus"); // "Viral Pneumonia"
 * ```
 */
export function normalizeClassName(name: string): string {
  return knownClassName(name) ?? name.trim();
}

/**
 * Gives the one name of a class where it is a known one.
 *
 * @param name Folder name, label or finding.
 * @returns The name as {@linkcode normalizeClassName} gives it, `undefined` for any other.
 *
 * @example
 * ```ts
 * import { knownClassName } from "lib/data/class_names.ts";
 * knownClassName("images"); // undefined
 * ```
 */
export function knownClassName(name: string): string | undefined {
  const first = name.split(",")[0];
  for (const part of [first, ...first.split("/").reverse()]) {
    const key = part.toLowerCase().replace(/[^a-z0-9]/g, "");
    for (const [className, spellings] of Object.entries(SPELLINGS)) {
      if (spellings.split(" ").includes(key)) return className;
    }
  }
  return undefined;
}

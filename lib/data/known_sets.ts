import { parseCsv } from "./csv.ts";
import type { Film } from "./manifest.ts";

/** What is known of a public set beyond its files. Text that is unknown is `""`. */
export interface KnownSet {
  name: string;
  title: string;
  /** Number of films as published; `NaN` where it varies. */
  films: number;
  /** Who put it together, and when. */
  creators: string;
  /** Why, in their words or by what it was used for. */
  purpose: string;
  /** Where the films come from. */
  origin: string;
  /** How the labels came about. */
  labelling: string;
  licence: string;
  citation: string;
  page: string;
}

/** A set that was recognised, and by what. */
export interface RecognisedSet extends KnownSet {
  /** One sentence, without full stop. */
  evidence: string;
}

const IEEE8023 = "journals, Radiopaedia, Eurorad, SIRM and hospitals, gathered from their pages";
const BY_FOLDER = "by folder of the one who put the set together; no reading protocol is published";

/** The public sets that this project knows. */
export const KNOWN_SETS: readonly KnownSet[] = [
  {
    name: "raikokte",
    title: "Covid-19 Image Dataset (Kaggle pranavraikokte/covid19-image-dataset)",
    films: 317,
    creators: "Pranav Raikote, 2020; films released by the University of Montreal",
    purpose: "to let enthusiasts of deep learning try to detect COVID-19",
    origin: `COVID-19 films: ieee8023 (${IEEE8023}), adults; Normal and Viral Pneumonia: at ` +
      "least in part Kermany's children from Guangzhou",
    labelling: BY_FOLDER,
    licence: "CC BY-SA 4.0 as a whole; single films have narrower ones at their sources",
    citation: "Pranav Raikote: Covid-19 Image Dataset, Kaggle, 2020",
    page: "https://www.kaggle.com/datasets/pranavraikokte/covid19-image-dataset",
  },
  {
    name: "ozturk",
    title: "DarkCovidNet's X-Ray Image DataSet (GitHub muhammedtalo/COVID-19)",
    films: 1124,
    creators: "T. Ozturk, M. Talo and others, 2020",
    purpose: "to train DarkCovidNet on two and three classes",
    origin: `Covid-19: ieee8023 (${IEEE8023}); No_findings and Pneumonia: NIH's ChestX-ray8`,
    labelling:
      "COVID-19 by the source's caption; NIH's labels were read out of reports by a program",
    licence: "none stated; the rights stay with the films' sources",
    citation: "T. Ozturk et al., Computers in Biology and Medicine 121 (2020) 103792; X. Wang et " +
      "al., ChestX-ray8, CVPR 2017",
    page: "https://github.com/muhammedtalo/COVID-19",
  },
  {
    name: "xray-covid19",
    title: "xray_dataset_covid19 (as in GitHub Karol-G/GaNDLF)",
    films: 188,
    creators: "",
    purpose: "",
    origin: "90 of 188 films were traced to ieee8023; of the others nothing is known here",
    labelling: `${BY_FOLDER}; PNEUMONIA is not COVID-19`,
    licence: "",
    citation: "",
    page: "",
  },
  {
    name: "ieee8023",
    title: "COVID-19 Image Data Collection (GitHub ieee8023/covid-chestxray-dataset), or a part",
    films: NaN,
    creators: "J. P. Cohen and others, 2020",
    purpose: "to collect films of COVID-19 and other pneumonias for research on prognosis",
    origin: `${IEEE8023}`,
    labelling: "the diagnosis of the publication that a film was taken from",
    licence: "film by film, in metadata.csv; many non-commercial",
    citation:
      "J. P. Cohen et al.: COVID-19 Image Data Collection: Prospective Predictions Are the " +
      "Future, arXiv:2006.11988, 2020",
    page: "https://github.com/ieee8023/covid-chestxray-dataset",
  },
  {
    name: "akhilkasare",
    title: "COVID-19 Chest X-Ray Detection (Kaggle akhilkasare/covid19-chest-xray-detection)",
    films: 672,
    creators: "Akhil Kasare, 2020",
    purpose: "",
    origin: "",
    labelling: BY_FOLDER,
    licence: "",
    citation: "Akhil Kasare: COVID-19 Chest X-Ray Detection, Kaggle, 2020",
    page: "https://www.kaggle.com/datasets/akhilkasare/covid19-chest-xray-detection",
  },
  {
    name: "education454",
    title: "education454/datasets (GitHub)",
    films: NaN,
    creators: "education454, 2020",
    purpose: "",
    origin: "",
    labelling: BY_FOLDER,
    licence: "none stated; the rights stay with the films' sources",
    citation: "education454: datasets, GitHub, 2020",
    page: "https://github.com/education454/datasets",
  },
  {
    name: "phantom",
    title: "Phantom films, drawn by this project from a seed",
    films: NaN,
    creators: "the project itself",
    purpose: "to let everything run without a patient's film, and to plant what an audit must find",
    origin: "rays followed through a chest of simple solids: nobody's lungs",
    labelling: "by construction",
    licence: "MIT",
    citation: "",
    page: "",
  },
];

/** Share of a set's listed hashes that have to be there; its size may differ by the rest. */
const MOST = 0.8;

/**
 * Recognises a public set: by the hashes of its published files, by ieee8023's table, or, weakly, by
 * the name of its folder.
 *
 * @param set Name, layout and films of a set.
 * @returns What is known of it, and how it was recognised; `undefined` where it is not.
 * @throws {Error} Where the project's tables of known films cannot be read.
 *
 * @example
 * ```ts
 * import { recogniseSet } from "lib/data/known_sets.ts";
 * await recogniseSet({ name: "mine", layout: "<class>/*", films: [] }); // undefined
 * ```
 */
export async function recogniseSet(
  set: {
    name: string;
    layout: string;
    films: readonly Pick<Film, "sha256" | "originalSha256" | "source">[];
  },
): Promise<RecognisedSet | undefined> {
  const known = (name: string) => KNOWN_SETS.find((known) => known.name === name)!;
  if (set.films.length > 0 && set.films.every(({ source }) => source === "phantom")) {
    return { ...known("phantom"), evidence: "The manifest names the project's own phantoms" };
  }
  const own = new Set(set.films.flatMap((film) => [film.sha256, film.originalSha256]));
  for (const [name, hashes] of await listedHashes()) {
    const there = [...hashes].filter((hash) => own.has(hash)).length;
    const size = set.films.length / known(name).films; // a set may hold another one, and more
    if (there < MOST * hashes.size || Math.abs(size - 1) > 1 - MOST) continue;
    const evidence =
      `${there} of the ${hashes.size} published files of ${name} that are known by ` +
      "SHA-256 are there";
    return { ...known(name), evidence };
  }
  if (set.layout.includes("ieee8023")) {
    const evidence = "The folder holds the collection's metadata.csv; it may be a part or a copy";
    return { ...known("ieee8023"), evidence };
  }
  const named = KNOWN_SETS.find(({ name, page }) =>
    page !== "" && set.name.toLowerCase().includes(name)
  );
  return named && {
    ...named,
    evidence: `The folder's name says so ("${set.name}"); no file of it was checked`,
  };
}

/** Hashes of published files by set; those of `raikokte` from the list of its originals. */
async function listedHashes(): Promise<Map<string, Set<string>>> {
  const read = async (name: string) =>
    parseCsv(await Deno.readTextFile(new URL(`../../data/${name}`, import.meta.url)));
  const hashes = new Map([
    ["raikokte", new Set((await read("raikokte_originals.csv")).map(({ sha256 }) => sha256))],
  ]);
  for (const { set, sha256 } of await read("known_films.csv")) {
    if (set === "raikokte") continue;
    hashes.set(set, (hashes.get(set) ?? new Set()).add(sha256));
  }
  return hashes;
}

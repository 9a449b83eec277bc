import { fromFileUrl, join } from "@std/path";

/** A public data set or weights file that `deno task data` can fetch. */
export interface PublicSet {
  name: string;
  kind: "films" | "weights";
  title: string;
  /** Class folders, as published. */
  classes: string[];
  /** Films as published; `NaN` when unknown, 0 for weights. */
  films: number;
  /** How much is to download, in words. */
  size: string;
  licence: string;
  citation: string;
  /** Page for people. */
  page: string;
  /** Address of the download. */
  url: string;
  /** Most bytes to accept, packed and unpacked. */
  maxBytes: number;
  /** For an archive: a film's path in the set's folder, `undefined` for what is left out. */
  pick?: (path: string) => string | undefined;
  /** For a single file: its name, size and MD5. */
  file?: { name: string; bytes: number; md5: string };
  /** The originals' checksums: a list in `data/`, and the paths that it lacks. */
  originals?: { list: string; unknown: string[] };
}

/**
 * What can be fetched.
 *
 * The addresses are public and work without login as far as known, but none of them could be tried
 * from where this was written: the online part is untested, the rest is tested against a local
 * server. The checksums of `raikokte` come from copies of its films; those of three are unknown.
 *
 * @example
 * ```ts
 * import { CATALOGUE } from "./catalogue.ts";
 * CATALOGUE.map((set) => set.name).includes("vgg16"); // true
 * ```
 */
export const CATALOGUE: readonly PublicSet[] = [
  {
    name: "raikokte",
    kind: "films",
    title: "Covid-19 Image Dataset",
    classes: ["Covid", "Normal", "Viral Pneumonia"],
    films: 317,
    size: "about 170 MB",
    licence: "CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/",
    citation: "Pranav Raikote: Covid-19 Image Dataset, Kaggle, 2020. " +
      "Images released by the University of Montreal.",
    ...kaggle("pranavraikokte/covid19-image-dataset"),
    maxBytes: 2 ** 30,
    pick: (path) => /(?:^|\/)((?:train|test)\/[^/]+\/[^/.][^/]*)$/.exec(path)?.[1],
    originals: {
      list: "raikokte_originals.csv",
      unknown: ["train/Covid/01.jpeg", "train/Covid/02.jpeg", "train/Covid/04.png"],
    },
  },
  {
    name: "akhilkasare",
    kind: "films",
    title: "COVID-19 Chest X-Ray Detection",
    classes: ["covid", "non_covid"],
    films: 672,
    size: "size unknown",
    licence: "see the page: not known here",
    citation: "Akhil Kasare: COVID-19 Chest X-Ray Detection, Kaggle, 2020.",
    ...kaggle("akhilkasare/covid19-chest-xray-detection"),
    maxBytes: 4 * 2 ** 30,
    pick: (path) => /(?:^|\/)((?:Train|Test)\/(?:non_)?covid\/[^/.][^/]*)$/.exec(path)?.[1],
  },
  {
    name: "education454",
    kind: "films",
    title: "education454/datasets (COVID-19 and normal)",
    classes: ["COVID19", "NORMAL"],
    films: 2295,
    size: "over 1 GB",
    licence: "none stated; the rights stay with the images' sources",
    citation: "education454: datasets, GitHub, 2020.",
    ...gitHub("education454/datasets"),
    maxBytes: 8 * 2 ** 30,
    pick: (path) => /^[^/]+\/Data\/((?:train|test)\/[^/]+\/[^/.][^/]*)$/.exec(path)?.[1],
  },
  {
    name: "ieee8023",
    kind: "films",
    title: "COVID-19 Image Data Collection",
    classes: ["by metadata.csv"],
    films: NaN,
    size: "size unknown",
    licence: "each image under its own, see metadata.csv; several are non-commercial",
    citation: "J. P. Cohen, P. Morrison, L. Dao, K. Roth, T. Q. Duong, M. Ghassemi: COVID-19 " +
      "Image Data Collection: Prospective Predictions Are the Future, arXiv:2006.11988, 2020.",
    ...gitHub("ieee8023/covid-chestxray-dataset"),
    maxBytes: 8 * 2 ** 30,
    pick: (path) => /^[^/]+\/(metadata\.csv|images\/[^/.][^/]*)$/.exec(path)?.[1],
  },
  {
    name: "ozturk",
    kind: "films",
    title: "DarkCovidNet's X-Ray Image DataSet",
    classes: ["Covid-19", "No_findings", "Pneumonia"],
    films: NaN,
    size: "size unknown",
    licence: "none stated; images from ieee8023 and from NIH ChestX-ray8",
    citation:
      "T. Ozturk et al.: Automated detection of COVID-19 cases using deep neural networks " +
      "with X-ray images, Computers in Biology and Medicine 121, 103792, 2020.",
    ...gitHub("muhammedtalo/COVID-19"),
    maxBytes: 8 * 2 ** 30,
    pick: (path) => /^[^/]+\/X-Ray Image DataSet\/([^/]+\/[^/.][^/]*)$/.exec(path)?.[1],
  },
  {
    name: "vgg16",
    kind: "weights",
    title: "VGG16's ImageNet weights without top, as published by Keras",
    classes: [],
    films: 0,
    size: "59 MB",
    licence: "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    citation: "K. Simonyan, A. Zisserman: Very Deep Convolutional Networks for Large-Scale Image " +
      "Recognition, arXiv:1409.1556, 2014.",
    page: "https://keras.io/api/applications/vgg/",
    url: "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/" +
      "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
    maxBytes: 58_889_256,
    file: {
      name: "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
      bytes: 58_889_256,
      md5: "6d6bbae143d832006294945121d1f1fc",
    },
  },
];

/**
 * The folder that a set goes to unless told otherwise.
 *
 * @param set The set.
 * @param env Reads an environment variable.
 * @returns `<CXR_DATA>/<name>` for films, `<CXR_WEIGHTS>/<name>` for weights; where the variable is
 *   not set, `data/films/<name>` and `data/weights/<name>` of the project.
 *
 * @example
 * ```ts
 * import { CATALOGUE, defaultFolder } from "./catalogue.ts";
 * defaultFolder(CATALOGUE[0], () => "/films"); // "/films/raikokte"
 * ```
 */
export function defaultFolder(
  set: PublicSet,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string {
  const root = env(set.kind === "films" ? "CXR_DATA" : "CXR_WEIGHTS") ||
    fromFileUrl(new URL(`../../data/${set.kind}`, import.meta.url));
  return join(root, set.name);
}

function kaggle(slug: string): { page: string; url: string } {
  return {
    page: `https://www.kaggle.com/datasets/${slug}`,
    url: `https://www.kaggle.com/api/v1/datasets/download/${slug}`,
  };
}

function gitHub(slug: string): { page: string; url: string } {
  return {
    page: `https://github.com/${slug}`,
    url: `https://codeload.github.com/${slug}/zip/refs/heads/master`,
  };
}

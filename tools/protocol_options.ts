import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import type { Places } from "./places.ts";

/** What `protocol` was asked to do; paths are absolute. */
export interface ProtocolOptions {
  /** Folders of films, or `phantom`; several are joined. */
  data: string[];
  out: string;
  /** Names of the recipes; `undefined` for those that are cheap enough. */
  recipes?: string[];
  repeats: number;
  folds: number;
  deals: ("grouped" | "random")[];
  /** How many times labels are shuffled; 0 for none. */
  permutations: number;
  /** Whether temperature and threshold are chosen on training films and frozen into bundles. */
  freeze: boolean;
  profile: string;
  seed: number;
  /** Folder of pretrained backbones. */
  weights: string;
}

/** What `protocol --help` prints. */
export const PROTOCOL_USAGE = `deno task protocol --data DIR[,DIR] --out DIR

Cross-validates recipes, grouped and random, beside floors on the same folds; compares and
calibrates them. What is finished is read, so the same command goes on after a stop.

  --data DIR[,DIR]   folders of films, or "phantom" (the default)
  --out DIR          folder of the results
  --recipes A+,…     recipes (by default frozen:<each backbone> and nested);
                     also A to E+, B2:<backbone>, nested:<task>
  --repeats N        dealings of all films (5)
  --folds N          folds of each (5)
  --deal HOW,HOW     grouped, random or both (grouped,random)
  --permutations N   times that labels are shuffled (200; 0 for none)
  --freeze           choose temperature and threshold out of fold, on training films
                     alone, and freeze them into the models found in --out
  --profile NAME     full (the default): as written; quick: smaller
  --seed N           seed of dealings and trainings (1)
  --weights DIR      folder of pretrained backbones (CXR_WEIGHTS, else data/weights)`;

const OPTIONS = [
  "data",
  "out",
  "recipes",
  "repeats",
  "folds",
  "deal",
  "permutations",
  "profile",
  "seed",
  "weights",
];

/**
 * Reads the command line of `protocol`.
 *
 * @param args Arguments.
 * @param places Folder where the user typed the command, and the default folder of the weights.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is unknown or impossible, saying what is expected.
 */
export function protocolOptions(
  args: string[],
  { caller, weights }: Places,
): ProtocolOptions | undefined {
  const values = parse(args);
  if (values.help || args.length === 0) return undefined;
  const text = values as Record<string, string | undefined>;
  const { data = "phantom", out, profile = "full", deal = "grouped,random" } = text;
  if (!out) throw new RangeError("Option --out is missing: name the folder of the results");
  if (!["full", "quick"].includes(profile)) {
    throw new RangeError(`Option --profile is "quick" or "full", not "${profile}"`);
  }
  const deals = deal.split(",").map((name) => {
    if (name === "grouped" || name === "random") return name;
    throw new RangeError(`Option --deal is "grouped", "random" or both, not "${deal}"`);
  });
  const count = (name: string, least: number, usual: number) => {
    const value = Number(text[name] ?? usual);
    if (Number.isSafeInteger(value) && value >= least && text[name]?.trim() !== "") return value;
    throw new RangeError(`Option --${name} is a whole number from ${least}, not "${text[name]}"`);
  };
  return {
    data: data.split(",").map((dir) => dir === "phantom" ? dir : resolve(caller, dir)),
    out: resolve(caller, out),
    recipes: text.recipes?.split(","),
    repeats: count("repeats", 1, 5),
    folds: count("folds", 2, 5),
    deals: [...new Set(deals)],
    permutations: count("permutations", 0, 200),
    freeze: values.freeze === true,
    profile,
    seed: count("seed", 0, 1),
    weights: resolve(caller, text.weights ?? weights),
  };
}

function parse(args: string[]) {
  const strings = OPTIONS.map((name) => [name, { type: "string" as const }] as const);
  const flag = { type: "boolean" as const };
  const options = { ...Object.fromEntries(strings), freeze: flag, help: flag };
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

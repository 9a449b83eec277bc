import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { EXPERIMENTS } from "lib/experiments/catalogue.ts";
import { checkRecipe, type RecipeChanges } from "lib/experiments/train_recipe.ts";
import { TRANSFER_EXPERIMENTS } from "lib/experiments/transfer.ts";
import type { Places } from "./places.ts";
import { TRAIN_COMMANDS } from "./train/commands.ts";

/** What `train` was asked to do; paths are absolute. */
export interface TrainOptions {
  /** Id of an experiment, or `<experiment>:<backbone>`. */
  recipe: string;
  /** Folders of films, or `phantom`; several are joined. */
  data: string[];
  out: string;
  profile: string;
  seed: number;
  /** Fixes which films are held out; the same for all seeds, so that they can be compared. */
  splitSeed: number;
  /** One fold of a cross-validation instead of the published split. */
  folds?: { k: number; fold: number; repeat: number; deal: "grouped" | "random" };
  /** Folder of pretrained backbones. */
  weights: string;
  /** Settings that are others than the profile's. */
  changes: RecipeChanges;
}

/** What `train --help` prints. */
export const TRAIN_USAGE = `deno task train RECIPE --data DIR[,DIR] --out DIR

  RECIPE            ${Object.keys(EXPERIMENTS).join(", ")},
                    or ${Object.keys(TRANSFER_EXPERIMENTS).join(", ")} with a backbone: B2:vgg16
  --data DIR[,DIR]  folders of films, or "phantom" (the default)
  --out DIR         folder of the results
  --profile NAME    full (the default): as written; quick: smaller
  --seed N          seed of the training (1)
  --fold K          hold out fold K, from 0, of a cross-validation over all films
  --folds N         number of folds (5)
  --repeat R        number of the dealing, from 0 (0)
  --deal HOW        grouped (the default): copies and patients stay together; random: they do not
  --weights DIR     folder of pretrained backbones (CXR_WEIGHTS, else data/weights)
  --epochs N, --batch-size N, --learning-rate X   other numbers than the recipe's${
  Object.entries(TRAIN_COMMANDS).map(([word, { about }]) =>
    `\n\ndeno task train ${word} …: ${about}`
  )
    .join("")
}`;

const OPTIONS = [
  "data",
  "out",
  "profile",
  "seed",
  "fold",
  "folds",
  "repeat",
  "deal",
  "weights",
  "epochs",
  "batch-size",
  "learning-rate",
];

/**
 * Reads the command line of `train`.
 *
 * @param args Arguments.
 * @param places Folder where the user typed the command, and the default folder of the weights.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is unknown or impossible, saying what is expected.
 */
export function trainOptions(
  args: string[],
  { caller, weights }: Places,
): TrainOptions | undefined {
  const { positionals, ...parsed } = parse(args);
  const values = parsed.values as Record<string, string | undefined>;
  if (parsed.values.help || args.length === 0) return undefined;
  if (positionals.length !== 1) {
    throw new RangeError(`Expected one recipe but found ${positionals.length}; see --help`);
  }
  const [recipe] = positionals;
  checkRecipe(recipe);
  const { data = "phantom", out, profile = "full" } = values;
  if (!out) throw new RangeError("Option --out is missing: name the folder of the results");
  if (!["full", "quick"].includes(profile)) {
    throw new RangeError(`Option --profile is "quick" or "full", not "${profile}"`);
  }
  const number = (name: string, least: number, whole = true) => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!(value >= least) || text.trim() === "" || (whole && !Number.isSafeInteger(value))) {
      const kind = whole ? "a whole number" : "a number";
      throw new RangeError(`Option --${name} is ${kind} from ${least}, not "${text}"`);
    }
    return value;
  };
  const fold = number("fold", 0);
  const deal = values.deal ?? "grouped";
  if (deal !== "grouped" && deal !== "random") {
    throw new RangeError(`Option --deal is "grouped" or "random", not "${deal}"`);
  }
  const k = number("folds", 2) ?? 5;
  const repeat = number("repeat", 0) ?? 0;
  if (fold === undefined && ["folds", "repeat", "deal"].some((name) => values[name])) {
    throw new RangeError("Options --folds, --repeat and --deal need --fold, the one to hold out");
  }
  if (fold !== undefined && fold >= k) {
    throw new RangeError(`Option --fold is at most ${k - 1} with ${k} folds, not "${fold}"`);
  }
  const changes = Object.entries({
    epochs: number("epochs", 1),
    batchSize: number("batch-size", 1),
    learningRate: number("learning-rate", Number.MIN_VALUE, false),
  }).filter(([, value]) => value !== undefined);
  return {
    recipe,
    data: data.split(",").map((dir) => dir === "phantom" ? dir : resolve(caller, dir)),
    out: resolve(caller, out),
    profile,
    seed: number("seed", 0) ?? 1,
    splitSeed: 1,
    folds: fold === undefined ? undefined : { k, fold, repeat, deal },
    weights: resolve(caller, values.weights ?? weights),
    changes: Object.fromEntries(changes),
  };
}

function parse(args: string[]) {
  const strings = OPTIONS.map((name) => [name, { type: "string" as const }] as const);
  const options = { ...Object.fromEntries(strings), help: { type: "boolean" as const } };
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { type MaskName, MASKS } from "lib/data/mask_films.ts";
import { checkRecipe } from "lib/experiments/train_recipe.ts";
import type { Places } from "./places.ts";
import { wholeNumber } from "./whole_number.ts";

/** What `controls` was asked to do; paths are absolute. */
export interface ControlsOptions {
  /** Folders of films, or `phantom`; several are joined. */
  data: string[];
  out: string;
  /** Recipe's name. */
  recipe: string;
  /** Folder of a network that outlines lungs. */
  lungsDir?: string;
  /** Which controls; all where left out. */
  masks?: MaskName[];
  /** Whether a film's source is the place where it was taken, not the set that it stands in. */
  places: boolean;
  /** Number of folds. */
  k: number;
  repeats: number;
  seed: number;
  /** Fixes the split that is written beside the results. */
  splitSeed: number;
  profile: string;
  /** Folder of pretrained backbones. */
  weightsDir: string;
}

/** What `controls --help` prints. */
export const CONTROLS_USAGE = `deno task controls --data DIR[,DIR] --out DIR

Trains and tests a recipe again on films of which something is hidden, on the same folds as on
whole films, and says whether its accuracy shows that lungs were read.

  --data DIR[,DIR]  folders of films, or "phantom" (the default)
  --out DIR         folder of the results (outputs/controls)
  --recipe NAME     frozen:mobilenet-v1 (the default), frozen:phantom, E+, …
  --lungs DIR       network that outlines lungs ("deno task train lungs"), for films without outline
  --masks A,B       some of the controls only ("" for none):
${Object.entries(MASKS).map(([name, { about }]) => `      ${name.padEnd(15)}  ${about}`).join("\n")}
  --sources WHAT    what is to be told apart within a class: sets (the default), or places, where
                    a metadata.csv names them
  --folds N         number of folds (5)
  --repeats N       number of dealings (5)
  --seed N          seed of dealings and trainings (1)
  --profile NAME    full (the default) or quick: smaller
  --weights DIR     folder of pretrained backbones (CXR_WEIGHTS, else data/weights)`;

const OPTIONS = [
  "data",
  "out",
  "recipe",
  "lungs",
  "masks",
  "sources",
  "folds",
  "repeats",
  "seed",
  "profile",
  "weights",
];

/**
 * Reads the command line of `controls`.
 *
 * @param args Arguments.
 * @param places Folder where the user typed the command, and the default folder of the weights.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is unknown or impossible, saying what is expected.
 */
export function controlsOptions(
  args: string[],
  { caller, weights }: Places,
): ControlsOptions | undefined {
  const values = parse(args);
  if (values === undefined) return undefined;
  const {
    data = "phantom",
    out = "outputs/controls",
    recipe = "frozen:mobilenet-v1",
    profile = "full",
  } = values;
  checkRecipe(recipe);
  const places = values.sources === "places";
  if (!places && values.sources !== undefined && values.sources !== "sets") {
    throw new RangeError(`Expected --sources sets or places but found "${values.sources}"`);
  }
  if (profile !== "full" && profile !== "quick") {
    throw new RangeError(`Expected --profile full or quick but found "${profile}"`);
  }
  const folder = (name: string) => /^~(\/|$)/.test(name) ? name : resolve(caller, name);
  return {
    data: data.split(",").filter((name) => name !== "")
      .map((name) => name === "phantom" ? name : folder(name)),
    out: resolve(caller, out),
    recipe,
    lungsDir: values.lungs === undefined ? undefined : resolve(caller, values.lungs),
    masks: values.masks?.split(",").filter((name) => name !== "").map(maskOf),
    places,
    k: wholeNumber("--folds", values.folds ?? "5", 2),
    repeats: wholeNumber("--repeats", values.repeats ?? "5", 1),
    seed: wholeNumber("--seed", values.seed ?? "1", 0),
    splitSeed: 1,
    profile,
    weightsDir: values.weights === undefined ? weights : resolve(caller, values.weights),
  };
}

function parse(args: string[]): Record<string, string | undefined> | undefined {
  const options = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args, options: { ...options, help: { type: "boolean" } } });
    return values.help ? undefined : values as Record<string, string | undefined>;
  } catch (error) {
    throw new RangeError(`${(error as Error).message.split(".")[0]}; see --help`);
  }
}

function maskOf(name: string): MaskName {
  if (Object.hasOwn(MASKS, name)) return name as MaskName;
  throw new RangeError(
    `Unknown control "${name}": expected one of ${Object.keys(MASKS).join(", ")}`,
  );
}

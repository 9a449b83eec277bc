import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { EXPERIMENTS } from "lib/experiments/catalogue.ts";

/** What `profile` was asked to do; paths are absolute. */
export interface ProfileOptions {
  /** Ids of experiments. */
  experiments: string[];
  /** Folder of films, or `phantom`. */
  data: string;
  out: string;
  /** `full` or `quick`: which of the experiment's numbers. */
  profile: string;
  steps: number;
  /** Films a step; the experiment's where left out. */
  batchSize?: number;
  /** Whether stock TensorFlow.js is profiled before. */
  stock: boolean;
  /** Whether the table tells shapes apart. */
  shapes: boolean;
}

/** Experiments that a notebook trains, by its number. */
const NOTEBOOKS: Record<string, string[]> = {
  "02": ["C", "B1", "D"],
  "03": ["A", "E"],
  "04": ["B2"],
};

/** What `profile --help` prints. */
export const PROFILE_USAGE = `deno task profile EXPERIMENT

  EXPERIMENT      ${Object.keys(EXPERIMENTS).join(", ")},
                  B2 (VGG16's features, where its time goes; random weights),
                  or the number of a notebook: ${Object.keys(NOTEBOOKS).join(", ")}
  --steps N       training steps to time (5)
  --batch N       films a step (the experiment's)
  --stock         the same network on stock TensorFlow.js too, beside it
  --shapes        tell the shapes of an op's output apart
  --data DIR      folder of films, or "phantom" (the default)
  --profile NAME  full (the default): the experiment as written; quick: smaller
  --out DIR       folder of the table and the chart (outputs/profile)`;

const STRINGS = ["steps", "batch", "data", "profile", "out"];

/**
 * Reads the command line of `profile`.
 *
 * @param args Arguments.
 * @param places Folder where the user typed the command, and the default folder of the results.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is unknown or impossible, saying what is expected.
 */
export function profileOptions(
  args: string[],
  { caller, out }: { caller: string; out: string },
): ProfileOptions | undefined {
  const { positionals, values } = parse(args);
  if (values.help || args.length === 0) return undefined;
  if (positionals.length !== 1) {
    throw new RangeError(`Expected one experiment but found ${positionals.length}; see --help`);
  }
  const text = values as Record<string, string | undefined>;
  const { data = "phantom", profile = "full" } = text;
  if (!["full", "quick"].includes(profile)) {
    throw new RangeError(`Option --profile is "quick" or "full", not "${profile}"`);
  }
  return {
    experiments: findExperiments(positionals[0]),
    data: data === "phantom" ? data : resolve(caller, data),
    out: resolve(caller, text.out ?? out),
    profile,
    steps: wholeNumber("steps", text.steps) ?? 5,
    batchSize: wholeNumber("batch", text.batch),
    stock: values.stock === true,
    shapes: values.shapes === true,
  };
}

function findExperiments(name: string): string[] {
  const number = name.padStart(2, "0");
  if (Object.hasOwn(NOTEBOOKS, number)) return NOTEBOOKS[number];
  if (Object.hasOwn(EXPERIMENTS, name) || name === "B2") return [name];
  const known = [...Object.keys(EXPERIMENTS), "B2", ...Object.keys(NOTEBOOKS)].join(", ");
  throw new RangeError(`Unknown experiment "${name}": expected one of ${known}`);
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`Option --${name} is a whole number from 1, not "${text}"`);
  }
  return value;
}

function parse(args: string[]) {
  const strings = STRINGS.map((name) => [name, { type: "string" as const }] as const);
  const flags = ["stock", "shapes", "help"].map((name) =>
    [name, { type: "boolean" as const }] as const
  );
  const options = Object.fromEntries<{ type: "string" | "boolean" }>([...strings, ...flags]);
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

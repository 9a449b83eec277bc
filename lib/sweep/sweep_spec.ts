import { checkRecipe, type RecipeChanges } from "../experiments/train_recipe.ts";
import { parseJsonc } from "./parse_jsonc.ts";

const WORKS = ["train", "audit", "features", "evaluate"] as const;

/**
 * What a sweep runs: every recipe with every setting, on every fold of every dealing, per seed. Or,
 * in place of trainings, some work on every range of a set's films.
 */
export interface SweepSpec {
  /** `audit` opens films, `features` runs them through backbones, `evaluate` through models. */
  work: typeof WORKS[number];
  /** Names of backbones, or paths of models, where the work needs them. */
  models: string[];
  /** Films of one unit, where the work goes over ranges of films. */
  films: number;
  /** Side of the films in pixels, where features are taken. */
  size: number;
  /** Folders of films, or `phantom`; several are joined. */
  data: string[];
  profile: "quick" | "full";
  /** Ids of experiments, or `<experiment>:<backbone>`. */
  recipes: string[];
  /** Each recipe is run with each of these; `{}` is the recipe as it is. */
  settings: RecipeChanges[];
  /** Number of folds; 0 for the published split. */
  folds: number;
  /** Number of dealings into folds. */
  repeats: number;
  deal: "grouped" | "random";
  seeds: number[];
  /** Processor cores of a process, and TensorFlow's threads in it. */
  cpus: number;
  /** Graphics processors of a job on Ray; a part of one may be asked for. */
  gpus: number;
  /** Bytes of memory that a process is given room for; 0 where nobody counts. */
  memory: number;
  /** Units that one process trains, one after the other; 0 for as many as suit. */
  chunk: number;
  /** How often a unit is tried again whose process died. */
  retries: number;
  /** Whether the trained networks are kept, or their predictions alone. */
  keepModels: boolean;
  /** Where a Ray cluster has things, if elsewhere than this machine. */
  ray: RaySettings;
}

/** What jobs on a Ray cluster need to know. */
export interface RaySettings {
  /** Folder of the project on the cluster's machines. */
  project?: string;
  /** The Deno program there. */
  deno?: string;
  /** Environment variables of the jobs. */
  env: Record<string, string>;
  /** Whether the cluster starts machines when a job asks for more than there is. */
  autoscales: boolean;
}

/** What a value must be, in words, and how it is read; `undefined` says that it is wrong. */
type Reader<T> = [expected: string, read: (value: unknown) => T | undefined];

const READERS: { [Key in keyof Omit<SweepSpec, "ray">]: Reader<SweepSpec[Key]> } = {
  data: ["a folder or a list of folders", (value) => list(value, isText)],
  profile: ['"quick" or "full"', (value) => oneOf(value, ["quick", "full"])],
  recipes: ["a recipe or a list of recipes", (value) => list(value, isText)],
  settings: [
    "a list of objects with epochs, batchSize, learningRate",
    (value) => list(value, isChanges),
  ],
  folds: ["a whole number from 2, or 0 for the published split", (value) => whole(value, 2, 0)],
  repeats: ["a whole number from 1", (value) => whole(value, 1)],
  deal: ['"grouped" or "random"', (value) => oneOf(value, ["grouped", "random"])],
  seeds: ["a list of whole numbers, or how many, counted from 1", readSeeds],
  cpus: ["a whole number from 1", (value) => whole(value, 1)],
  gpus: ["a number from 0", (value) => isNumber(value) && value >= 0 ? value : undefined],
  memory: ['bytes, or text such as "4 GB"', readBytes],
  chunk: ["a whole number from 0", (value) => whole(value, 0)],
  retries: ["a whole number from 0", (value) => whole(value, 0)],
  keepModels: ["true or false", (value) => typeof value === "boolean" ? value : undefined],
  work: ['"train", "audit", "features" or "evaluate"', (value) => oneOf(value, WORKS)],
  models: ["a model or a list of models", (value) => list(value, isText)],
  films: ["a whole number from 1", (value) => whole(value, 1)],
  size: ["a whole number from 32", (value) => whole(value, 32)],
};

const DEFAULTS: SweepSpec = {
  work: "train",
  models: [],
  films: 1000,
  size: 224,
  recipes: [],
  data: ["phantom"],
  profile: "full",
  settings: [{}],
  folds: 5,
  repeats: 1,
  deal: "grouped",
  seeds: [1, 2, 3, 4, 5],
  cpus: 1,
  gpus: 0,
  memory: 0,
  chunk: 0,
  retries: 2,
  keepModels: false,
  ray: { env: {}, autoscales: false },
};

/**
 * Reads what a sweep shall run.
 *
 * @param text JSON; comments are allowed.
 * @param name Name of the file, for messages.
 * @returns The specification, what is left out filled in: full profile, five folds, five seeds.
 * @throws {SyntaxError} Where it is no JSON.
 * @throws {RangeError} Where a key is unknown, missing or has a value that cannot be, naming it.
 *
 * @example
 * ```ts
 * import { parseSweepSpec } from "lib/sweep/sweep_spec.ts";
 * const spec = parseSweepSpec('{ "recipes": ["A", "A+"], "seeds": 3 }', "sweep.json");
 * spec.seeds; // [1, 2, 3]
 * ```
 */
export function parseSweepSpec(text: string, name: string): SweepSpec {
  let value: unknown;
  try {
    value = parseJsonc(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read sweep "${name}": ${(error as Error).message}`);
  }
  const fail = (message: string) => {
    throw new RangeError(`Cannot read sweep "${name}": ${message}`);
  };
  if (!isObject(value)) return fail('expected an object such as { "recipes": ["A"] }');
  const known = [...Object.keys(READERS), "ray"];
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) fail(`unknown key "${unknown}": expected one of ${known.join(", ")}`);
  const spec: Record<string, unknown> = { ...DEFAULTS, ray: readRay(value.ray, fail) };
  for (const [key, [expected, read]] of Object.entries(READERS) as [string, Reader<unknown>][]) {
    if (value[key] === undefined) continue;
    spec[key] = read(value[key]) ??
      fail(`"${key}" is ${JSON.stringify(value[key])}, expected ${expected}`);
  }
  checkWork(spec as unknown as SweepSpec, { keys: Object.keys(value), fail });
  const { recipes, settings, models, seeds } = spec as unknown as SweepSpec;
  for (const recipe of recipes) {
    try {
      checkRecipe(recipe);
    } catch (error) {
      fail(`"recipes": ${(error as Error).message}`);
    }
  }
  for (const [key, values] of Object.entries({ recipes, settings, models, seeds })) {
    const texts = values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, i) => texts.indexOf(text) < i);
    if (twice !== undefined) fail(`"${key}" names ${twice} twice`);
  }
  return spec as unknown as SweepSpec;
}

/** Keys that go with trainings, and those that go with ranges of films. */
const OF_TRAININGS = "recipes settings folds repeats deal seeds keepModels".split(" ");
const OF_RANGES = ["models", "films", "size"];

/** Each work has what it needs, and nothing that would mean nothing. */
function checkWork(
  { work, recipes, models, data }: SweepSpec,
  { keys, fail }: { keys: string[]; fail: (message: string) => never | void },
): void {
  const wrong = keys.find((key) => (work === "train" ? OF_RANGES : OF_TRAININGS).includes(key));
  if (wrong !== undefined) fail(`"${wrong}" does not go with "work": "${work}"`);
  if (work === "train" && recipes.length === 0) {
    fail('"recipes" is missing: name one, such as ["A"]');
  }
  if (work === "train") return;
  if (data.length > 1) fail(`"work": "${work}" goes over one folder of films, not ${data.length}`);
  if (work === "audit" ? models.length > 0 : models.length === 0) {
    const needed = { audit: "none", features: "a backbone", evaluate: "a model's folder" }[work];
    fail(`"models" has ${models.length || "nothing"}, and "work": "${work}" needs ${needed}`);
  }
}

function readRay(value: unknown, fail: (message: string) => never | void): RaySettings {
  if (value === undefined) return DEFAULTS.ray;
  const { project, deno, env = {}, autoscales = false, ...rest } = isObject(value) ? value : {};
  const isFine = isObject(value) && Object.keys(rest).length === 0 &&
    [project, deno].every((text) => text === undefined || isText(text)) &&
    isObject(env) && Object.values(env).every((text) => typeof text === "string") &&
    typeof autoscales === "boolean";
  if (!isFine) {
    fail(
      `"ray" is ${JSON.stringify(value)}, expected an object with any of project, deno, env ` +
        "(an object of texts), autoscales (true or false)",
    );
  }
  return { project, deno, env, autoscales } as RaySettings;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isChanges(value: unknown): value is RecipeChanges {
  if (!isObject(value)) return false;
  const { epochs = 1, batchSize = 1, learningRate = 1, ...rest } = value;
  return Object.keys(rest).length === 0 && whole(epochs, 1) !== undefined &&
    whole(batchSize, 1) !== undefined && isNumber(learningRate) && learningRate > 0;
}

/** A list of one or more, or one by itself. */
function list<T>(value: unknown, isItem: (item: unknown) => item is T): T[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  return items.length > 0 && items.every(isItem) ? items : undefined;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}

function whole(value: unknown, least: number, also = least): number | undefined {
  const isWhole = Number.isSafeInteger(value) && ((value as number) >= least || value === also);
  return isWhole ? value as number : undefined;
}

function readSeeds(value: unknown): number[] | undefined {
  if (Array.isArray(value)) {
    const isFine = value.length > 0 && value.every((seed) => whole(seed, 0) !== undefined);
    return isFine ? value : undefined;
  }
  const count = whole(value, 1);
  return count === undefined ? undefined : Array.from({ length: count }, (_, i) => i + 1);
}

const UNITS: Record<string, number> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

function readBytes(value: unknown): number | undefined {
  const [, digits, unit] = /^\s*([\d.]+)\s*(MB|GB|MiB|GiB)\s*$/.exec(String(value)) ?? [];
  const bytes = isNumber(value) ? value : Math.round(Number(digits) * UNITS[unit]);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import type { SubgroupKey } from "lib/evaluation/subgroups.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";

/** What `evaluate` was asked to do; paths are absolute. */
export interface EvaluateCommand {
  /** Bundle, zip file or experiment; `undefined` with {@linkcode predictions}. */
  model: string | undefined;
  /** A file of predictions of any framework. */
  predictions: string | undefined;
  /** What the model said of the films when a sweep asked it, in ranges. */
  answers: string | undefined;
  /** Folders of films; several are joined. */
  data: string[];
  /** Folder of the films that the model was trained on. */
  train: string | undefined;
  /** Folder of results that the figures go into; the model's own where left out. */
  out: string | undefined;
  json: boolean;
  html: string | undefined;
  csv: string | undefined;
  subgroups: SubgroupKey[];
  /** Name of the set in the results. */
  name: string | undefined;
  /** With two classes and a file of predictions, the one that is looked for. */
  positive: string | undefined;
  /** With two classes and a file of predictions, its probability from which on it is called. */
  threshold: number;
  seed: number;
}

/** Shown by `--help`. */
export const EVALUATE_USAGE = `deno task evaluate --model PATH --data DIR[,DIR] [options]
deno task evaluate --predictions FILE.csv [--data DIR] [options]

  Evaluates a frozen model on labelled films that it was not made with: its own decoding, gate,
  temperature and threshold. Films that it knows from training are found and left out.

  --model PATH       a model's folder, a zip file, or an experiment's folder whose seeds answer together
  --predictions FILE what a model of any framework said: columns path, true, one per class, and any of
                     split, patient, group, view, sex, age, source
  --data DIR[,DIR]   films in any layout that the project reads; several folders are joined
  --answers FILE     what the model said when a sweep with "work": "evaluate" asked it (docs/ray.md)
  --train DIR        the films that the model was trained on, where nothing beside it tells
  --subgroups LIST   of view, sex, age, source; all of them where left out
  --json             one JSON object on standard output
  --html FILE        writes a page: words, tables, charts, no films
  --csv FILE         writes a table with a row for each film
  --out DIR          folder of results: figures go to results/external.csv in it; else the folder of
                     results that the model lies in, if any
  --name NAME        name of the set in the results (its folder's)
  --positive CLASS   with --predictions and two classes: the one looked for (the second column)
  --threshold P      with --predictions and two classes: its probability from which on it is called (.5)
  --seed N           seed of the bootstrap (1)

${NOT_FOR_DIAGNOSIS}`;

const STRINGS = (
  "model answers predictions data train out html csv subgroups name positive threshold seed"
).split(" ");

const KEYS: readonly SubgroupKey[] = ["view", "sex", "age", "source"];

/**
 * Reads the command line of `deno task evaluate`.
 *
 * @param args Arguments.
 * @param caller Folder that relative paths start from.
 * @returns What is asked for; `undefined` for the usage.
 * @throws {RangeError} Where what is asked for does not go together, saying what to do.
 *
 * @example
 * ```ts
 * import { evaluateOptions } from "./evaluate_options.ts";
 * evaluateOptions(["--model", "m", "--data", "films"], "/home/ada")!.data; // ["/home/ada/films"]
 * ```
 */
export function evaluateOptions(args: string[], caller: string): EvaluateCommand | undefined {
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(STRINGS.map((name) => [name, { type: "string" as const }])),
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  }) as { values: Record<string, string | boolean | undefined> };
  if (values.help || args.length === 0) return undefined;
  const text = (name: string) => values[name] as string | undefined;
  const path = (name: string) =>
    text(name) === undefined ? undefined : resolve(caller, text(name)!);
  const data = (text("data") ?? "").split(",").map((name) => name.trim()).filter(Boolean)
    .map((dir) => resolve(caller, dir));
  const [model, predictions] = [path("model"), path("predictions")];
  if (model !== undefined && predictions !== undefined) {
    throw new RangeError("Name either --model or --predictions, not both");
  }
  if (model === undefined && predictions === undefined) {
    throw new RangeError(
      "No model is named: give --model PATH, or --predictions FILE.csv; see --help",
    );
  }
  if (model !== undefined && data.length === 0) {
    throw new RangeError("No films are named: give --data DIR; see --help");
  }
  if (model !== undefined && (text("positive") || text("threshold"))) {
    throw new RangeError(
      "--positive and --threshold go with --predictions: a model's are frozen in it",
    );
  }
  if (model === undefined && text("answers")) {
    throw new RangeError("--answers goes with --model, the one that gave them");
  }
  const subgroups = (text("subgroups") ?? KEYS.join()).split(",").filter(Boolean) as SubgroupKey[];
  for (const key of subgroups) {
    if (KEYS.includes(key)) continue;
    throw new RangeError(`Cannot part films by "${key}": expected any of ${KEYS.join(", ")}`);
  }
  const threshold = readNumber("threshold", text("threshold"), 0.5);
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(`Cannot use a threshold of ${threshold}: expected one in (0, 1]`);
  }
  const seed = readNumber("seed", text("seed"), 1);
  if (!Number.isInteger(seed)) throw new RangeError(`Cannot use seed ${seed}: expected an integer`);
  return {
    ...{ model, predictions, data, subgroups, threshold, seed },
    answers: path("answers"),
    train: path("train"),
    out: path("out"),
    json: values.json === true,
    html: path("html"),
    csv: path("csv"),
    name: text("name"),
    positive: text("positive"),
  };
}

function readNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) {
    throw new RangeError(`Cannot read --${name} "${text}": expected a number`);
  }
  return value;
}

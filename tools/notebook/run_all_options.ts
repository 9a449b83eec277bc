import { basename, isAbsolute, join, resolve } from "@std/path";
import { parseArgs } from "node:util";

/** What `run-all` was asked to do; paths are absolute. */
export interface RunAllOptions {
  /** `"phantom"` or a folder of films. */
  data: string;
  profile: "quick" | "full";
  /** Numbers of the notebooks to run, such as `["03", "05"]`; all where empty. */
  only: string[];
  /** Where everything goes. */
  out: string;
  /** First seed. */
  seed: number;
  /** How many seeds. */
  seeds: number;
  /** Folder of pretrained backbones; it may be missing. */
  weights: string;
  /** How many notebooks may run at a time, where they do not need each other. */
  parallel: number;
  /** Limit for one cell in seconds. */
  cellSeconds: number;
}

/** Where paths are looked up. */
export interface RunAllPlaces {
  /** The project's root. */
  root: string;
  /** Where the user typed the command. */
  caller: string;
  /** Environment variables: `CXR_DATA` and `CXR_WEIGHTS` count. */
  env: Record<string, string | undefined>;
}

/** How `run-all` is used. */
export const runAllUsage = `Usage: deno task run-all [options]

  --data DIR|phantom    films to learn from (default: phantom, drawn by the project)
  --profile quick|full  small numbers to see it work, or those of the experiments (default: quick)
  --only 03,05          run these notebooks alone
  --out DIR             where results go (default: outputs/<data>-<profile>)
  --seed N              first seed (default: 1)
  --seeds K             how many seeds (default: 1)
  --weights DIR         pretrained backbones (default: $CXR_WEIGHTS, else data/weights)
  --parallel N          run N notebooks at a time where they do not need each other (default: 1);
                        pays off from four cores and 16 GB on
  --cell-timeout S      seconds that one cell may take (default: 7200)
`;

/**
 * Reads `run-all`'s command line.
 *
 * @param args The arguments.
 * @param places Where paths are looked up; a data set's bare name is also looked up in `CXR_DATA`.
 * @returns The options with all defaults filled in.
 * @throws {RangeError} Where an option is unknown or has no sense, naming it.
 *
 * @example
 * ```ts
 * import { readRunAllOptions } from "./run_all_options.ts";
 * const places = { root: "/project", caller: "/project", env: {} };
 * (await readRunAllOptions(["--seeds", "5"], places)).out; // "/project/outputs/phantom-quick"
 * ```
 */
export async function readRunAllOptions(
  args: string[],
  places: RunAllPlaces,
): Promise<RunAllOptions> {
  const values = parse(args);
  const { profile = "quick" } = values;
  if (profile !== "quick" && profile !== "full") {
    throw new RangeError(`Option --profile is "quick" or "full", not "${profile}"`);
  }
  const only = (values.only ?? "").split(",").map((item) => item.trim()).filter((item) => item);
  if (values.only !== undefined && only.length === 0) {
    throw new RangeError('Option --only names notebooks by number, such as "03,05"');
  }
  const data = await findData(values.data ?? "phantom", places);
  const name = data === "phantom" ? data : basename(data);
  return {
    data,
    profile,
    only,
    out: values.out === undefined
      ? join(places.root, "outputs", `${name}-${profile}`)
      : resolve(places.caller, values.out),
    seed: integer("--seed", values.seed ?? "1", 0),
    seeds: integer("--seeds", values.seeds ?? "1", 1),
    weights: values.weights === undefined
      ? resolve(places.env.CXR_WEIGHTS ?? join(places.root, "data", "weights"))
      : await folder("--weights", resolve(places.caller, values.weights)),
    parallel: integer("--parallel", values.parallel ?? "1", 1),
    cellSeconds: integer("--cell-timeout", values["cell-timeout"] ?? "7200", 1),
  };
}

function parse(args: string[]): Record<string, string | undefined> {
  const single = ["data", "profile", "only", "out", "seed", "seeds", "weights"];
  const names = [...single, "parallel", "cell-timeout"];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

async function findData(data: string, { caller, env }: RunAllPlaces): Promise<string> {
  if (data === "phantom") return data;
  const path = resolve(caller, data);
  const named = env.CXR_DATA === undefined || isAbsolute(data) ? [] : [resolve(env.CXR_DATA, data)];
  for (const candidate of [path, ...named]) if (await isFolder(candidate)) return candidate;
  return folder("--data", path);
}

async function folder(option: string, path: string): Promise<string> {
  if (await isFolder(path)) return path;
  throw new RangeError(`Option ${option} names no folder: "${path}"`);
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((stat) => stat.isDirectory, () => false);
}

function integer(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`Option ${option} is a whole number from ${least}, not "${text}"`);
  }
  return value;
}

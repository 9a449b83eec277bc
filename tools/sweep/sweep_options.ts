import { basename, dirname, extname, join, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { parseSweepSpec, type SweepSpec } from "lib/sweep/sweep_spec.ts";

/** What `sweep` was asked to do; paths are absolute. */
export interface SweepOptions {
  spec: SweepSpec;
  engine: "local" | "ray";
  /** Address of the Ray cluster. */
  address: string;
  /** Processes or jobs at a time; as many as fit where left out. */
  parallel?: number;
  out: string;
  /** Folder of pretrained backbones. */
  weights: string;
  /** Folder where the user typed the command. */
  caller: string;
  /** Only says what there is to do. */
  dryRun: boolean;
}

/** Where paths are looked up. */
export interface SweepPlaces {
  /** The project's root. */
  root: string;
  /** Where the user typed the command. */
  caller: string;
  /** `CXR_WEIGHTS`, `RAY_API_SERVER_ADDRESS` and `HOME` count. */
  env: Record<string, string | undefined>;
}

/** What `sweep --help` prints. */
export const SWEEP_USAGE = `deno task sweep SPEC [options]

  SPEC              a file such as docs/sweep_example.jsonc: recipes × settings × folds × seeds;
                    or { "work": "audit" | "features" | "evaluate" } on every range of the films
  --engine NAME     local (the default): processes on this machine; ray: jobs on a Ray cluster
  --address URL     the cluster's dashboard (RAY_API_SERVER_ADDRESS, else http://127.0.0.1:8265)
  --parallel N      processes or jobs at a time (as many as fit)
  --out DIR         folder of the results (outputs/<data>-<profile>/sweep)
  --weights DIR     folder of pretrained backbones (CXR_WEIGHTS, else data/weights)
  --dry-run         only say what there is to do

What is done is not done again: the same command goes on after a stop, on either engine.`;

/**
 * Reads the command line of `sweep`, and the file that it names.
 *
 * @param args Arguments.
 * @param places Where paths are looked up; folders of films start from the file's own folder.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option or a key of the file cannot be, naming it.
 * @throws {SyntaxError} Where the file is no JSON.
 *
 * @example
 * ```ts ignore
 * import { sweepOptions } from "./sweep_options.ts";
 * const places = { root: "/project", caller: "/project", env: {} };
 * (await sweepOptions(["sweep.jsonc", "--parallel", "2"], places))?.parallel; // 2
 * ```
 */
export async function sweepOptions(
  args: string[],
  { root, caller, env }: SweepPlaces,
): Promise<SweepOptions | undefined> {
  const { values, positionals } = parse(args);
  if (values.help || args.length === 0) return undefined;
  if (positionals.length !== 1) {
    throw new RangeError(`Expected one file but found ${positionals.length}; see --help`);
  }
  const engine = values.engine ?? "local";
  if (engine !== "local" && engine !== "ray") {
    throw new RangeError(`Option --engine is "local" or "ray", not "${engine}"`);
  }
  const address = values.address ?? env.RAY_API_SERVER_ADDRESS ?? "http://127.0.0.1:8265";
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? "")) {
    throw new RangeError(`Option --address is like http://127.0.0.1:8265, not "${address}"`);
  }
  const parallel = values.parallel === undefined ? undefined : Number(values.parallel);
  if (parallel !== undefined && !(Number.isSafeInteger(parallel) && parallel >= 1)) {
    throw new RangeError(`Option --parallel is a whole number from 1, not "${values.parallel}"`);
  }
  const file = resolve(caller, positionals[0]);
  const text = await Deno.readTextFile(file).catch((error) => {
    const why = error.message.replace(/ \(os error \d+\).*/s, "");
    throw new RangeError(`Cannot read sweep "${positionals[0]}": ${why}`);
  });
  const spec = parseSweepSpec(text, basename(file));
  const home = (dir: string) => env.HOME && /^~(\/|$)/.test(dir) ? env.HOME + dir.slice(1) : dir;
  spec.data = spec.data.map((dir) => dir === "phantom" ? dir : resolve(dirname(file), home(dir)));
  if (spec.work === "evaluate") {
    spec.models = spec.models.map((dir) => resolve(dirname(file), home(dir)));
  }
  const name = spec.data.map((dir) => basename(dir, extname(dir))).join("-");
  return {
    spec,
    engine,
    address,
    parallel,
    out: values.out === undefined
      ? join(root, "outputs", `${name}-${spec.profile}`, "sweep")
      : resolve(caller, values.out),
    weights: resolve(caller, values.weights ?? env.CXR_WEIGHTS ?? join(root, "data", "weights")),
    caller,
    dryRun: values["dry-run"] ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const names = { engine: text, address: text, parallel: text, out: text, weights: text };
  const options = { ...names, "dry-run": flag, help: { ...flag, short: "h" } };
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

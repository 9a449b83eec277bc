import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { BACKBONE_NAMES, checkBackboneName } from "lib/training/open_backbone.ts";

/** What `features` was asked to do; paths are absolute. */
export interface FeaturesOptions {
  /** Folder of films, or `phantom`. */
  data: string;
  /** Manifest of the films; the one in their folder where left out. */
  manifest?: string;
  backbone: string;
  /** Parquet file. */
  out: string;
  /** Films by number, from 0, the last one not included; `Infinity` is the end. */
  range: [start: number, end: number];
  /** Folder of pretrained backbones. */
  weights: string;
  /** Side of the films in pixels. */
  size: number;
}

/** What `features --help` prints. */
export const FEATURES_USAGE = `deno task features --data DIR --backbone NAME --out FILE.parquet

  --data DIR       folder of films, or "phantom"; with a manifest.csv that gives SHA-256 and group
                   of all films (deno task manifest) no film outside of the range is opened
  --manifest FILE  the manifest, where it is not manifest.csv in DIR
  --backbone NAME  ${BACKBONE_NAMES.join(", ")}
  --out FILE       Parquet file: path, sha256, class, split, group, features (a list of float32)
  --range A:B      films A up to, but not including, B, by path and from 0 (all)
  --size N         side of the films in pixels (224)
  --weights DIR    folder of pretrained backbones (CXR_WEIGHTS, else data/weights)

The same command goes on where it was stopped, and does nothing where all is done.
In Python: df = pandas.read_parquet(FILE or folder); x = numpy.stack(df["features"])`;

const STRINGS = ["data", "manifest", "backbone", "out", "range", "size", "weights"];

/**
 * Reads the command line of `features`.
 *
 * @param args Arguments.
 * @param places Folder where the user typed the command, and the default folder of the weights.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is missing, unknown or impossible, saying what is expected.
 */
export function featuresOptions(
  args: string[],
  { caller, weights }: { caller: string; weights: string },
): FeaturesOptions | undefined {
  if (args.length === 0 || args.includes("--help")) return undefined;
  const values = parse(args);
  for (const name of ["data", "backbone", "out"]) {
    if (!values[name]) throw new RangeError(`Option --${name} is missing; see --help`);
  }
  const { data, backbone, out, range = ":", size = "224" } = values as Record<string, string>;
  checkBackboneName(backbone);
  if (!out.endsWith(".parquet")) {
    throw new RangeError(`Option --out names a .parquet file, not "${out}"`);
  }
  if (!/^\d+$/.test(size) || Number(size) < 32) {
    throw new RangeError(`Option --size is a whole number from 32, not "${size}"`);
  }
  return {
    data: data === "phantom" ? data : resolve(caller, data),
    manifest: values.manifest && resolve(caller, values.manifest),
    backbone,
    out: resolve(caller, out),
    range: parseRange(range),
    weights: resolve(caller, values.weights ?? weights),
    size: Number(size),
  };
}

function parseRange(text: string): [number, number] {
  const match = text.match(/^(\d*):(\d*)$/);
  const [start, end] = [Number(match?.[1] || 0), Number(match?.[2] || Infinity)];
  if (!match || start >= end) {
    throw new RangeError(`Option --range is first:last, such as 0:5000, not "${text}"`);
  }
  return [start, end];
}

function parse(args: string[]): Record<string, string | undefined> {
  const strings = STRINGS.map((name) => [name, { type: "string" as const }] as const);
  try {
    return parseArgs({ args, options: Object.fromEntries(strings), strict: true }).values;
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

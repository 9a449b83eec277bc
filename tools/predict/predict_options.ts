import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";

/** What the command line asks for. */
export interface PredictCommand {
  /** Files, folders and patterns, absolute. */
  paths: string[];
  /** Model bundle, or a folder of several; `undefined`: the one last trained. */
  model: string | undefined;
  /** Whether to print JSON. */
  json: boolean;
  /** Table to write. */
  csv: string | undefined;
  /** Folder to write heat maps into. */
  heatmap: string | undefined;
}

/** Shown by `--help`. */
export const PREDICT_USAGE = `deno task predict FILE|DIR|GLOB… [options]

  Classifies films (JPEG, PNG, WebP, TIFF, DICOM), whole folders, or what a pattern like "*.png" finds.

  --model PATH     a model that "deno task train" or a notebook wrote: its folder, a zip file, or a
                   folder of seed-1, seed-2, … that then answer together; else the one last trained
  --json           one JSON object on standard output
  --csv FILE       writes a table with a row for each film
  --heatmap DIR    writes a picture for each film: where the network saw what speaks for its answer
  --card           prints what is known of the model: data, results, limits

${NOT_FOR_DIAGNOSIS}`;

/**
 * Reads the command line of `deno task predict`.
 *
 * @param args Arguments.
 * @param caller Folder that relative paths start from.
 * @returns What is asked for; `undefined` for the usage.
 * @throws {RangeError} Where no film is named, or two forms of output ask for the same stream.
 *
 * @example
 * ```ts
 * import { predictOptions } from "./predict_options.ts";
 * predictOptions(["film.png"], "/home/ada")!.paths; // ["/home/ada/film.png"]
 * ```
 */
export function predictOptions(
  args: string[],
  caller: string,
): PredictCommand & { card: boolean } | undefined {
  const { values, positionals } = parseArgs({
    args,
    options: {
      model: { type: "string" },
      json: { type: "boolean" },
      csv: { type: "string" },
      heatmap: { type: "string" },
      card: { type: "boolean" },
      help: { type: "boolean" },
    },
    allowPositionals: true,
  });
  if (values.help || args.length === 0) return undefined;
  const { card = false, json = false } = values;
  if (positionals.length === 0 && !card) throw new RangeError("No film is named; see --help");
  const absolute = (path: string | undefined) => path === undefined ? path : resolve(caller, path);
  return {
    paths: positionals.map((path) => resolve(caller, path)),
    model: absolute(values.model),
    json,
    csv: absolute(values.csv),
    heatmap: absolute(values.heatmap),
    card,
  };
}

import { basename, join, resolve } from "@std/path";
import { parseArgs } from "node:util";
import type { ParameterValue } from "./parameters.ts";

/** What `run` was asked to do; paths are absolute. */
export interface RunOptions {
  /** The notebook. */
  path: string;
  parameters: Record<string, ParameterValue>;
  /** Where the executed copy goes. */
  output: string;
  /** Limit for one cell in seconds. */
  cellSeconds: number;
}

/** How `run` is used. */
export const runUsage = `Usage: deno task run NOTEBOOK [name=value …] [options]

Runs a notebook from top to bottom on a kernel of its own and leaves an executed copy and a page.
The notebook stays as it is. Names are those of its cell tagged "parameters":
deno task run notebooks/mine.ipynb data=$HOME/films seed=2

  --out DIR         where copy and page go (default: outputs/<notebook>/notebooks)
  --cell-timeout S  seconds that one cell may take (default: 7200)
`;

/**
 * Reads `run`'s command line. Values are read as JSON where they are numbers, `true`, `false` or
 * `null`, and else as text.
 *
 * @param args The arguments.
 * @param places The project's root and the folder in which the user typed the command.
 * @returns The options with all defaults filled in.
 * @throws {RangeError} Where an argument has no sense, naming it.
 *
 * @example
 * ```ts
 * import { readRunOptions } from "./run_options.ts";
 * const places = { root: "/project", caller: "/home/ada" };
 * readRunOptions(["mine.ipynb", "seed=2"], places).parameters; // { seed: 2 }
 * ```
 */
export function readRunOptions(
  args: string[],
  { root, caller }: { root: string; caller: string },
): RunOptions {
  const { values, positionals: [notebook, ...rest] } = parse(args);
  if (!notebook?.endsWith(".ipynb")) {
    throw new RangeError(`Name a notebook first: "${notebook ?? ""}" does not end in .ipynb`);
  }
  const seconds = Number(values["cell-timeout"] ?? 7200);
  if (!(seconds > 0)) {
    throw new RangeError(
      `Option --cell-timeout is a number of seconds, not "${values["cell-timeout"]}"`,
    );
  }
  const name = basename(notebook, ".ipynb");
  const folder = values.out === undefined
    ? join(root, "outputs", name, "notebooks")
    : resolve(caller, values.out);
  const path = resolve(caller, notebook);
  const output = join(folder, `${name}.ipynb`);
  if (output === path) {
    throw new RangeError(`Option --out would write over the notebook itself: "${path}"`);
  }
  return {
    path,
    parameters: Object.fromEntries(rest.map(parameter)),
    output,
    cellSeconds: seconds,
  };
}

function parse(args: string[]) {
  const options = { out: { type: "string" }, "cell-timeout": { type: "string" } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

function parameter(text: string): [string, ParameterValue] {
  const [, name, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new RangeError(`Parameter "${text}" is not of the form name=value`);
  }
  return [
    name,
    /^(-?\d+(\.\d+)?(e[+-]?\d+)?|true|false|null)$/i.test(value)
      ? JSON.parse(value.toLowerCase())
      : value,
  ];
}

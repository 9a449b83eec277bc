import { resolve } from "@std/path";
import { parseArgs } from "node:util";

/** What `audit` was asked to do; paths are absolute. */
export interface AuditOptions {
  /** Folder of films, or `phantom`. */
  data: string;
  /** Whether JSON is printed instead of words. */
  json: boolean;
  /** Folder for results, datasheet and sheet of pairs. */
  out?: string;
  /** File for a page. */
  html?: string;
  /** Whether the page shows the suspect pairs: patients' films. */
  pictures: boolean;
  /** Whether a red finding makes the command fail. */
  strict: boolean;
  seed: number;
  repeats: number;
  /** Most films that the classifiers judge. */
  maxFilms: number;
}

/** What `audit --help` prints. */
export const AUDIT_USAGE = `deno task audit DIR [options]

Says what would make a result on a set of films worthless: copies and patients on both sides of the
split, labels that their source contradicts, and whatever gives the class away without lungs.

  DIR               folder of films in any layout of data/README.md, or "phantom"
  --json            print everything found as JSON
  --out DIR         write results/audit.csv, datasheet.md, audit.html and, where there are suspect
                    pairs, a sheet of them; the sheet shows patients' films
  --html FILE       write a page of its own, without films
  --pictures        show the suspect pairs on the pages, too: patients' films
  --strict          end with exit code 1 where anything is red
  --repeats N       dealings of the floors' cross-validation (5)
  --max-films N     most films that the classifiers judge, drawn by patient (2000)
  --seed N          seed of folds, forests and permutations (1)`;

/**
 * Reads the command line of `audit`.
 *
 * @param args Arguments.
 * @param caller Folder where the user typed the command.
 * @returns The options; `undefined` where help is asked for.
 * @throws {RangeError} Where an option is unknown or impossible, saying what is expected.
 */
export function auditOptions(args: string[], caller: string): AuditOptions | undefined {
  const { positionals, values } = parse(args);
  if (values.help || args.length === 0) return undefined;
  if (positionals.length !== 1) {
    throw new RangeError(`Expected one folder but found ${positionals.length}; see --help`);
  }
  const [data] = positionals;
  const number = (name: "seed" | "repeats" | "max-films", least: number, unless: number) => {
    const text = values[name] ?? String(unless);
    const value = Number(text);
    if (!(Number.isSafeInteger(value) && value >= least) || text.trim() === "") {
      throw new RangeError(`Option --${name} is a whole number from ${least}, not "${text}"`);
    }
    return value;
  };
  const path = (text?: string) => text === undefined ? undefined : resolve(caller, text);
  const html = path(values.html);
  const out = path(values.out);
  if (values.pictures && !html && !out) {
    throw new RangeError("Option --pictures needs a page: add --html FILE or --out DIR");
  }
  return {
    data: data === "phantom" || data.startsWith("~") ? data : resolve(caller, data),
    json: values.json ?? false,
    out,
    html,
    pictures: values.pictures ?? false,
    strict: values.strict ?? false,
    seed: number("seed", 0, 1),
    repeats: number("repeats", 1, 5),
    maxFilms: number("max-films", 20, 2000),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        out: { type: "string" },
        html: { type: "string" },
        pictures: { type: "boolean" },
        strict: { type: "boolean" },
        seed: { type: "string" },
        repeats: { type: "string" },
        "max-films": { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new RangeError((error as Error).message.split("\n")[0].replace(/\.? To specify.*/, ""));
  }
}

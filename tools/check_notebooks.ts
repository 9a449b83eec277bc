/**
 * `deno task check-notebooks [FILE…] [--fix]`: form, format, lint and types of the notebooks.
 *
 * Needs read, write (a temporary folder in the project), env and run (the Deno binary).
 *
 * @module
 */
import { basename, fromFileUrl, join, relative, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { checkCode, type CheckedFile } from "./notebook/check_code.ts";
import { checkFormat } from "./notebook/check_format.ts";
import { extractCells } from "./notebook/extract_cells.ts";
import { formatProblems } from "./notebook/format_problems.ts";
import { readNotebook } from "./notebook/notebook.ts";

/** How notebooks are checked. */
export interface CheckNotebooksOptions {
  /** The project's root, which problems name files from. */
  root: string;
  /** Whether cells that the formatter would change are changed. Default false. */
  fix?: boolean;
}

/**
 * Checks notebooks: rules of form, `deno fmt`, `deno lint` and `deno check`.
 *
 * The code is extracted to a file for each notebook, in a temporary folder beside theirs, so that
 * relative imports hold; what is found there is reported at notebook, code cell and line.
 *
 * @param paths The `.ipynb` files.
 * @param options Where the project is.
 * @returns One text for each problem; none where all is well.
 *
 * @example
 * ```ts ignore
 * import { checkNotebooks } from "./check_notebooks.ts";
 * await checkNotebooks(["notebooks/01_explore_data.ipynb"], { root: "." });
 * ```
 */
export async function checkNotebooks(
  paths: string[],
  options: CheckNotebooksOptions,
): Promise<string[]> {
  const root = resolve(options.root);
  const problems: string[] = [];
  const files: CheckedFile[] = [];
  const folder = await Deno.makeTempDir({ dir: root, prefix: ".check-notebooks-" });
  try {
    for (const path of paths) {
      const name = relative(root, path);
      const notebook = await readNotebook(path);
      for (const { place, message } of checkFormat(path, notebook)) {
        problems.push(`${name}${place && `, ${place}`}: ${message}`);
      }
      const code = extractCells(notebook);
      const file = join(folder, `${basename(path, ".ipynb")}.ts`);
      await Deno.writeTextFile(file, code.source);
      files.push({ path, name, file, code });
    }
    problems.push(...await formatProblems(files, options));
    problems.push(...await checkCode(files, root));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return problems;
}

/** The notebooks of a folder, in order. */
async function notebooksIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (/^[^.].*\.ipynb$/.test(entry.name)) paths.push(join(folder, entry.name));
  }
  return paths.sort();
}

async function main(args: string[]): Promise<number> {
  const root = fromFileUrl(new URL("..", import.meta.url));
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  try {
    const options = { fix: { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const paths = positionals.length > 0
      ? positionals.map((path) => resolve(caller, path))
      : await notebooksIn(join(root, "notebooks"));
    const problems = await checkNotebooks(paths, { root, fix: values.fix });
    for (const problem of problems) console.error(`${problem}\n`);
    if (problems.length === 0) console.log(`${paths.length} notebooks are in order`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));

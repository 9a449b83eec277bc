/**
 * `deno task check-notebooks [FILE…] [--fix]`: form, format, lint, types and links of the notebooks,
 * and the links of the project's documents.
 *
 * Needs read, write (a temporary folder in the project), env and run (the Deno binary).
 *
 * @module
 */
import { basename, fromFileUrl, join, relative, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { brokenLinks } from "./notebook/broken_links.ts";
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

/**
 * Finds links that lead nowhere in the project's Markdown files.
 *
 * @param paths The `.md` files.
 * @param root The project's root, which problems name files from.
 * @returns One text for each problem: file, line, target.
 *
 * @example
 * ```ts ignore
 * import { checkLinks } from "./check_notebooks.ts";
 * await checkLinks(["README.md"], "."); // []
 * ```
 */
export async function checkLinks(paths: string[], root: string): Promise<string[]> {
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
  return paths.flatMap((path, i) =>
    brokenLinks(texts[i], path).map(({ line, target }) =>
      `${relative(resolve(root), path)}, line ${line}: Link to "${target}" leads nowhere`
    )
  );
}

/** The numbered notebooks, in order; others are their owner's. */
async function notebooksIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (/^\d+.*\.ipynb$/.test(entry.name)) paths.push(join(folder, entry.name));
  }
  return paths.sort();
}

/** The Markdown files of the root and of the folders in it. */
async function documentsIn(root: string): Promise<string[]> {
  const paths: string[] = [];
  const isOurs = (name: string) => !/^(\.|node_modules$)/.test(name);
  const walk = async (folder: string, depth: number) => {
    for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
      if (isFile && name.endsWith(".md")) paths.push(join(folder, name));
      if (isDirectory && isOurs(name) && depth > 0) await walk(join(folder, name), depth - 1);
    }
  };
  await walk(root, 1);
  return paths.sort();
}

async function main(args: string[]): Promise<number> {
  const root = fromFileUrl(new URL("..", import.meta.url));
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  try {
    const options = { fix: { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const named = positionals.map((path) => resolve(caller, path));
    const isAll = named.length === 0;
    const paths = isAll ? await notebooksIn(join(root, "notebooks")) : named;
    const documents = isAll ? await documentsIn(root) : [];
    const problems = [
      ...await checkNotebooks(paths, { root, fix: values.fix }),
      ...await checkLinks(documents, root),
    ];
    for (const problem of problems) console.error(`${problem}\n`);
    if (problems.length === 0) {
      const links = isAll ? `, and so are the links of ${documents.length} documents` : "";
      console.log(`${paths.length} notebooks are in order${links}`);
    }
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));

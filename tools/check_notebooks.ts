/**
 * `deno task check-notebooks [FILE…]`: form, format, lint and types of the notebooks.
 *
 * Needs read, write (a temporary folder in the project), env and run (the Deno binary).
 *
 * @module
 */
import { basename, fromFileUrl, join, relative, resolve, toFileUrl } from "@std/path";
import { checkFormat } from "./notebook/check_format.ts";
import { extractCells, type ExtractedCode } from "./notebook/extract_cells.ts";
import { readNotebook } from "./notebook/notebook.ts";

/**
 * Checks notebooks: rules of form, `deno fmt`, `deno lint` and `deno check`.
 *
 * Code is extracted to a file for each notebook, in a temporary folder beside theirs, so that
 * relative imports hold; what is reported there is reported at notebook, code cell and line.
 *
 * @param paths The `.ipynb` files, all in one folder.
 * @param root The project's root, which problems name files from.
 * @returns One text for each problem; none where all is well.
 *
 * @example
 * ```ts no-run
 * import { checkNotebooks } from "./check_notebooks.ts";
 * await checkNotebooks(["notebooks/01_explore_data.ipynb"], ".");
 * ```
 */
export async function checkNotebooks(paths: string[], root: string): Promise<string[]> {
  const problems: string[] = [];
  const folder = await Deno.makeTempDir({ dir: resolve(root), prefix: ".check-notebooks-" });
  const extracted = new Map<string, { path: string; code: ExtractedCode }>();
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
      extracted.set(file, { path: name, code });
      await Deno.copyFile(path, copyOf(file));
    }
    const files = [...extracted.keys()];
    problems.push(...await formatProblems(extracted, root));
    problems.push(...await lintProblems(files, extracted, root));
    problems.push(...await typeProblems(files, extracted, root));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return problems;
}

type Extracted = Map<string, { path: string; code: ExtractedCode }>;

/** The copy of a notebook that the formatter sees, whatever deno.json leaves out. */
function copyOf(file: string): string {
  return file.replace(/\.ts$/, ".ipynb");
}

async function formatProblems(extracted: Extracted, root: string): Promise<string[]> {
  const copies = [...extracted.keys()].map(copyOf);
  const { success, text } = await deno(["fmt", "--check", ...copies], root);
  if (success) return [];
  const named = [...extracted].reduce(
    (all, [file, { path }]) => all.replaceAll(copyOf(file), path),
    text,
  );
  return [`${named}\nRun: deno fmt notebooks`];
}

async function lintProblems(files: string[], extracted: Extracted, root: string) {
  const { output } = await deno(["lint", "--json", ...files], root);
  const report: { diagnostics: LintDiagnostic[]; errors: { message: string }[] } = JSON.parse(
    output,
  );
  const problems = report.diagnostics.flatMap(({ filename, range, code, message, hint }) => {
    const file = filename.startsWith("file:") ? fromFileUrl(filename) : filename;
    const place = placeOf(file, range.start.line, extracted);
    return place === null ? [] : [`${place}: ${message} (${code})${hint ? `; ${hint}` : ""}`];
  });
  return [...problems, ...report.errors.map((error) => mapPlaces(error.message, extracted))];
}

interface LintDiagnostic {
  filename: string;
  range: { start: { line: number } };
  code: string;
  message: string;
  hint?: string;
}

async function typeProblems(files: string[], extracted: Extracted, root: string) {
  const { success, text } = await deno(["check", "--quiet", ...files], root);
  if (success) return [];
  return [withRemedy(mapPlaces(text, extracted))];
}

/** Puts notebook, cell and line in place of the temporary files' names. */
function mapPlaces(text: string, extracted: Extracted): string {
  for (const file of extracted.keys()) {
    for (const name of [toFileUrl(file).href, file]) {
      text = text.replaceAll(
        new RegExp(`${RegExp.escape(name)}:(\\d+):(\\d+)`, "g"),
        (place, line) => placeOf(file, Number(line), extracted) ?? place,
      );
    }
  }
  return text.trim();
}

function placeOf(file: string, line: number, extracted: Extracted): string | null {
  const { path, code } = extracted.get(file)!;
  const from = code.lines[line - 1];
  return from ? `${path}, code cell ${from.cell}, line ${from.line}` : null;
}

/** Says what to do about a name that two cells declare, which the kernel itself allows. */
function withRemedy(text: string): string {
  if (!/TS2451|TS2300|TS2393/.test(text)) return text;
  return `${text}\nTwo cells declare one name: the kernel lets the later win; rename one of them`;
}

async function deno(args: string[], cwd: string) {
  const command = new Deno.Command(Deno.execPath(), { args, cwd, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, output: decode(stdout), text: withoutBacktrace(decode(stderr)).trim() };
}

/** What Deno says without the trace of its own code. */
function withoutBacktrace(text: string): string {
  return text.replace(/\n*Stack backtrace:[^]*$/, "");
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
  const paths = args.length > 0
    ? args.map((path) => resolve(caller, path))
    : await notebooksIn(join(root, "notebooks"));
  const problems = await checkNotebooks(paths, root);
  for (const problem of problems) console.error(`${problem}\n`);
  if (problems.length === 0) console.log(`${paths.length} notebooks are in order`);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

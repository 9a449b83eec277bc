import { fromFileUrl, resolve, toFileUrl } from "@std/path";
import type { ExtractedCode } from "./extract_cells.ts";
import { runDeno } from "./run_deno.ts";

/** A notebook's code in a file of its own. */
export interface CheckedFile {
  /** The notebook. */
  path: string;
  /** The notebook as problems name it. */
  name: string;
  /** The file that its code was extracted to. */
  file: string;
  code: ExtractedCode;
}

/**
 * Runs `deno lint` and `deno check` over notebooks' code.
 *
 * @param files The extracted code.
 * @param root The project's root, where deno.json lies.
 * @returns One text for each lint problem and one for all type errors, at notebook, cell and line.
 *
 * @example
 * ```ts
 * import { checkCode } from "./check_code.ts";
 * await checkCode([], "."); // []
 * ```
 */
export async function checkCode(files: readonly CheckedFile[], root: string): Promise<string[]> {
  if (files.length === 0) return [];
  const paths = files.map(({ file }) => file);
  const [lint, types] = await Promise.all([
    runDeno(["lint", "--json", ...paths], root),
    runDeno(["check", "--quiet", ...paths], root),
  ]);
  const problems = lintProblems(lint.stdout, files);
  if (!types.success) {
    const said = mapPlaces(types.stderr, files).replaceAll(`${toFileUrl(resolve(root)).href}/`, "");
    problems.push(withRemedy(said));
  }
  return problems;
}

interface LintReport {
  diagnostics: {
    filename: string;
    range: { start: { line: number } };
    code: string;
    message: string;
    hint?: string;
  }[];
  errors: { message: string }[];
}

/** What lint found, but for the lines that the extraction added. */
function lintProblems(json: string, files: readonly CheckedFile[]): string[] {
  const { diagnostics, errors }: LintReport = JSON.parse(json);
  const problems = diagnostics.flatMap(({ filename, range, code, message, hint }) => {
    const path = filename.startsWith("file:") ? fromFileUrl(filename) : filename;
    const place = placeOf(files.find(({ file }) => file === path), range.start.line);
    return place === null ? [] : [`${place}: ${message} (${code})${hint ? `; ${hint}` : ""}`];
  });
  return [...problems, ...errors.map(({ message }) => mapPlaces(message, files))];
}

/** Puts notebook, cell and line in place of the extracted files' names. */
function mapPlaces(text: string, files: readonly CheckedFile[]): string {
  for (const file of files) {
    for (const name of [toFileUrl(file.file).href, file.file]) {
      const place = new RegExp(`${RegExp.escape(name)}:(\\d+):\\d+`, "g");
      text = text.replaceAll(place, (found, line) => placeOf(file, Number(line)) ?? found);
    }
  }
  return text;
}

function placeOf(file: CheckedFile | undefined, line: number): string | null {
  const from = file?.code.lines[line - 1];
  return from ? `${file!.name}, code cell ${from.cell}, line ${from.line}` : null;
}

/** Says what to do about a name that two cells declare, which the kernel itself allows. */
function withRemedy(text: string): string {
  if (!/TS2451|TS2300|TS2393/.test(text)) return text;
  return `${text}\nTwo cells declare one name: the kernel lets the later win; rename one of them`;
}

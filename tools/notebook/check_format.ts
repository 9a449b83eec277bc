import { dirname, join } from "@std/path";
import { type Cell, joinText, type Notebook } from "./notebook.ts";
import { parameterNames, parametersIndex } from "./parameters.ts";

/** Something that is not as it should be, and where. */
export interface NotebookProblem {
  /** `"code cell 3"`, `"markdown cell 1"`, or `""` for the whole notebook. */
  place: string;
  message: string;
}

const maxLines = 15;

/**
 * Holds a committed notebook to the project's rules of form.
 *
 * No outputs, a title first, then the kernel module's import, one cell of literal parameters, code
 * cells of at most 15 lines, the Deno kernel, ids, at least half as many Markdown cells as code
 * cells, and links to files that exist.
 *
 * @param path Where the notebook lies; relative links start from there.
 * @param notebook Its content.
 * @returns What is wrong; nothing where all is well.
 *
 * @example
 * ```ts
 * import { checkFormat } from "./check_format.ts";
 * const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * checkFormat("empty.ipynb", notebook).length > 0; // true
 * ```
 */
export function checkFormat(path: string, notebook: Notebook): NotebookProblem[] {
  const cells = notebook.cells;
  const places = placeNames(cells);
  const problems = wholeNotebook(notebook).map((message) => ({ place: "", message }));
  const ids = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    const found = cell.cell_type === "markdown"
      ? brokenLinks(path, cell).map((link) => `Link to "${link}" leads nowhere`)
      : codeCell(cell);
    if (!cell.id) found.push("Cell has no id; save the notebook in JupyterLab");
    else if (ids.has(cell.id)) found.push(`Cell has the id "${cell.id}" of an earlier cell`);
    ids.add(cell.id ?? "");
    problems.push(...found.map((message) => ({ place: places[i], message })));
  }
  const index = parametersIndex(notebook);
  try {
    if (index >= 0) parameterNames(joinText(cells[index].source));
  } catch (error) {
    problems.push({ place: places[index], message: (error as Error).message });
  }
  return problems;
}

/** `code cell 1`, `markdown cell 1`, … for each cell. */
function placeNames(cells: readonly Cell[]): string[] {
  const counts: Record<string, number> = {};
  return cells.map(({ cell_type }) => {
    counts[cell_type] = (counts[cell_type] ?? 0) + 1;
    return `${cell_type} cell ${counts[cell_type]}`;
  });
}

function wholeNotebook({ cells, metadata, nbformat_minor }: Notebook): string[] {
  const code = cells.filter((cell) => cell.cell_type === "code");
  const markdown = cells.filter((cell) => cell.cell_type === "markdown");
  const tagged = code.filter((cell) => cell.metadata.tags?.includes("parameters"));
  const first = cells[0];
  const isTitle = first?.cell_type === "markdown" && /^# \S/.test(joinText(first.source));
  const kernelImport = /from "lib\/kernel\/|import "lib\/kernel\//;
  const rules: [boolean, string][] = [
    [nbformat_minor >= 5, `Format is 4.${nbformat_minor}; expected 4.5 or later`],
    [metadata.kernelspec?.name === "deno", 'Kernel is not "deno"'],
    [metadata.language_info?.name === "typescript", 'language_info.name is not "typescript"'],
    [isTitle, 'First cell is not Markdown with a title ("# …")'],
    [
      code.length > 0 && kernelImport.test(joinText(code[0].source)),
      'First code cell does not import from "lib/kernel/"',
    ],
    [tagged.length === 1, `Expected one code cell tagged "parameters" but found ${tagged.length}`],
    [
      markdown.length >= code.length / 2,
      `${markdown.length} Markdown cells explain ${code.length} code cells; write more of them`,
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, message]) => message);
}

function codeCell(cell: Cell): string[] {
  if (cell.cell_type !== "code") return ["Cell is neither code nor Markdown"];
  const found: string[] = [];
  const numLines = joinText(cell.source).split("\n").length;
  if (numLines > maxLines) {
    found.push(`Cell has ${numLines} lines, more than ${maxLines}; move a function to lib/`);
  }
  if (joinText(cell.source).trim() === "") found.push("Cell is empty");
  if ((cell.outputs ?? []).length > 0) found.push("Cell has outputs; clear them before the commit");
  if (cell.execution_count != null) found.push("Cell has an execution count; clear all outputs");
  return found;
}

/** Relative links and pictures whose file does not exist. */
function brokenLinks(path: string, cell: Cell): string[] {
  const text = joinText(cell.source).replace(/```[^]*?```|`[^`\n]*`/g, "");
  const targets = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target]) => target);
  return targets.filter((target) => {
    if (/^[a-z][a-z+.-]*:|^#/i.test(target)) return false;
    const file = decodeURIComponent(target.replace(/[#?].*$/, ""));
    try {
      Deno.statSync(join(dirname(path), file));
      return false;
    } catch {
      return true;
    }
  });
}

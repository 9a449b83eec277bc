import { dirname, join } from "@std/path";
import { existsSync } from "node:fs";
import { brokenLinks } from "./broken_links.ts";
import { type Cell, joinText, type Notebook } from "./notebook.ts";
import { notebookNeeds } from "./notebook_needs.ts";
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
 * cells, links to files that exist, and metadata that says which notebooks must run before.
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
  const whole = [...wholeNotebook(notebook), ...missingNeeds(path, notebook)];
  const problems = whole.map((message) => ({ place: "", message }));
  const ids = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    const found = cell.cell_type === "code" ? codeCell(cell) : [];
    if (cell.cell_type === "raw") found.push("Cell is neither code nor Markdown");
    if (cell.cell_type === "markdown") {
      for (const { line, target } of brokenLinks(joinText(cell.source), path)) {
        const place = `${places[i]}, line ${line}`;
        problems.push({ place, message: `Link to "${target}" leads nowhere` });
      }
    }
    if (!cell.id) found.push("Cell has no id; save the notebook in JupyterLab");
    else if (ids.has(cell.id)) found.push(`Cell has the id "${cell.id}" of an earlier cell`);
    ids.add(cell.id ?? "");
    problems.push(...found.map((message) => ({ place: places[i], message })));
  }
  const index = parametersIndex(notebook);
  if (index >= 0) problems.push(...parameterProblems(cells[index], places[index]));
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

/** What is wrong with the notebooks that this one says it needs. */
function missingNeeds(path: string, notebook: Notebook): string[] {
  try {
    return notebookNeeds(notebook, []).flatMap((name) => {
      const isThere = existsSync(join(dirname(path), `${name}.ipynb`));
      return isThere ? [] : [`Metadata "needs" names "${name}", which is not there`];
    });
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Lines of the parameters' cell that declare no literal. */
function parameterProblems(cell: Cell, place: string): NotebookProblem[] {
  return joinText(cell.source).split("\n").flatMap((text, i) => {
    try {
      parameterNames(text);
      return [];
    } catch (error) {
      return [{ place: `${place}, line ${i + 1}`, message: (error as Error).message }];
    }
  });
}

function codeCell(cell: Cell): string[] {
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

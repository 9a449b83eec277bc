import { joinText, type Notebook } from "./notebook.ts";
import { parameterNames, parametersIndex } from "./parameters.ts";

/** A line of a notebook: the number of its code cell and the line in it, both from 1. */
export interface CellLine {
  cell: number;
  line: number;
}

/** A notebook's code as one module. */
export interface ExtractedCode {
  source: string;
  /** For each line of `source` the line that it comes from, or `null` where it was added. */
  lines: (CellLine | null)[];
}

/**
 * Joins a notebook's code cells to one TypeScript module that can be checked and linted.
 *
 * A semicolon ends each cell, an import that an earlier cell has already made is left out, and
 * parameters are assigned once more after their cell, as a run with other values does.
 *
 * @param notebook The notebook.
 * @returns The module's text and where its lines come from.
 *
 * @example
 * ```ts
 * import { extractCells } from "./extract_cells.ts";
 * const cell = { cell_type: "code" as const, metadata: {}, source: "1 + 1" };
 * const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * extractCells(notebook).lines[0]; // { cell: 1, line: 1 }
 * ```
 */
export function extractCells(notebook: Notebook): ExtractedCode {
  const texts: string[] = [];
  const lines: ExtractedCode["lines"] = [];
  const add = (text: string, from: CellLine | null) => {
    texts.push(text);
    lines.push(from);
  };
  const parameters = notebook.cells[parametersIndex(notebook)];
  const imported = new Set<string>();
  let number = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    number++;
    const source = withoutKnownImports(joinText(cell.source), imported);
    for (const [i, text] of source.split("\n").entries()) add(text, { cell: number, line: i + 1 });
    add(cell === parameters ? assignment(source) : ";", null);
  }
  add("export {};", null);
  return { source: texts.join("\n") + "\n", lines };
}

/** `a = b = JSON.parse("0");`: the declared types stay, the literals' own are forgotten. */
function assignment(source: string): string {
  try {
    const names = parameterNames(source);
    return names.length === 0 ? ";" : `;${names.join(" = ")} = JSON.parse("0");`;
  } catch {
    return ";";
  }
}

/** Blanks statements like `import { a, b } from "c";` that stood in an earlier cell as well. */
function withoutKnownImports(source: string, known: Set<string>): string {
  return source.replace(/^import\b[^;"']*["'][^"']+["'];?/gm, (statement) => {
    const key = statement.replace(/[\s;]+/g, " ").trim();
    if (known.has(key)) return statement.replace(/[^\n]+/g, "");
    known.add(key);
    return statement;
  });
}

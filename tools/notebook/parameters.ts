import { type Cell, joinText, type Notebook, splitText } from "./notebook.ts";

/** A value that a notebook's parameter can take. */
export type ParameterValue = string | number | boolean | null;

const declaration = /^let\s+([A-Za-z_$][\w$]*)\s*(?::[^=]+)?=\s*(.+?)\s*;?\s*(?:\/\/.*)?$/;
const literal =
  /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;

/**
 * Finds the cell tagged `parameters`.
 *
 * @param notebook The notebook.
 * @returns Its index among all cells, or -1 where none or more than one is tagged.
 *
 * @example
 * ```ts
 * import { parametersIndex } from "./parameters.ts";
 * parametersIndex({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }); // -1
 * ```
 */
export function parametersIndex(notebook: Notebook): number {
  const isTagged = (cell: Cell) =>
    cell.cell_type === "code" && (cell.metadata.tags ?? []).includes("parameters");
  const index = notebook.cells.findIndex(isTagged);
  return index === notebook.cells.findLastIndex(isTagged) ? index : -1;
}

/**
 * Reads the names that a parameters cell declares: lines like `let seed = 1;` and comments.
 *
 * @param source The cell's source.
 * @returns The names in order.
 * @throws {SyntaxError} Where a line declares no literal, quoting it.
 *
 * @example
 * ```ts
 * import { parameterNames } from "./parameters.ts";
 * parameterNames('let data = "phantom"; // or a folder\nlet seed = 1;'); // ["data", "seed"]
 * ```
 */
export function parameterNames(source: string): string[] {
  const names: string[] = [];
  for (const line of source.split("\n").map((line) => line.trim())) {
    if (line === "" || line.startsWith("//")) continue;
    const [, name, value] = declaration.exec(line) ?? [];
    if (name === undefined || !literal.test(value)) {
      throw new SyntaxError(
        `Cannot read parameter "${line}": write one literal a line, such as \`let seed = 1;\``,
      );
    }
    names.push(name);
  }
  return names;
}

/**
 * Adds a cell that sets parameters after the one tagged `parameters`; the source cells stay.
 *
 * @param notebook The notebook, left as it is.
 * @param values New values by name; a name that the notebook does not declare is an error.
 * @returns A copy with a cell more, tagged `injected-parameters`.
 * @throws {RangeError} Where the notebook has no such cell or lacks a name.
 *
 * @example
 * ```ts
 * import { injectParameters } from "./parameters.ts";
 * const cell = { cell_type: "code" as const, metadata: { tags: ["parameters"] }, source: "let seed = 1;" };
 * const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * injectParameters(notebook, { seed: 2 }).cells[1].source[0]; // "seed = 2;\n"
 * ```
 */
export function injectParameters(
  notebook: Notebook,
  values: Record<string, ParameterValue>,
): Notebook {
  const cells = structuredClone(notebook.cells);
  const index = parametersIndex(notebook);
  if (index < 0) {
    throw new RangeError("Cannot set parameters: expected one code cell tagged `parameters`");
  }
  const declared = parameterNames(joinText(cells[index].source));
  const unknown = Object.keys(values).filter((name) => !declared.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `Cannot set parameter ${unknown.map((name) => `"${name}"`).join(", ")}: ` +
        `the notebook declares ${declared.join(", ") || "none"}`,
    );
  }
  const lines = Object.entries(values).map(([name, value]) =>
    `${name} = ${JSON.stringify(value)};`
  );
  cells.splice(index + 1, 0, {
    cell_type: "code",
    id: "injected-parameters",
    metadata: { tags: ["injected-parameters"] },
    source: splitText([...lines, "void 0; // nothing to show"].join("\n")),
    outputs: [],
    execution_count: null,
  });
  return { ...structuredClone(notebook), cells };
}

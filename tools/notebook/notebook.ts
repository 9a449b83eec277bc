import { writeFileAtomic } from "lib/data/write_file.ts";

/** Data by MIME type: text as a string, JSON types as they are, binary as base64. */
export type MimeBundle = Record<string, unknown>;

/** What a cell printed, showed, returned or threw (nbformat 4.5). */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string | string[] }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
    output_type: "execute_result";
    data: MimeBundle;
    metadata: Record<string, unknown>;
    execution_count: number | null;
  }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** One cell; `outputs` and `execution_count` belong to code cells. */
export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  metadata: { tags?: string[]; [key: string]: unknown };
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
  attachments?: Record<string, MimeBundle>;
}

/** A notebook file's content. */
export interface Notebook {
  cells: Cell[];
  metadata: {
    kernelspec?: { name: string; display_name: string; language?: string };
    language_info?: { name: string; [key: string]: unknown };
    [key: string]: unknown;
  };
  nbformat: number;
  nbformat_minor: number;
}

/**
 * Joins text that nbformat keeps as one string or as a list of lines.
 *
 * @param text A cell's source, or a stream's text.
 * @returns The whole text.
 *
 * @example
 * ```ts
 * import { joinText } from "./notebook.ts";
 * joinText(["a\n", "b"]); // "a\nb"
 * ```
 */
export function joinText(text: string | string[]): string {
  return Array.isArray(text) ? text.join("") : text;
}

/**
 * Splits text into the lines that nbformat stores, each but the last with its line break.
 *
 * @param text The whole text.
 * @returns Its lines; none for empty text.
 *
 * @example
 * ```ts
 * import { splitText } from "./notebook.ts";
 * splitText("a\nb"); // ["a\n", "b"]
 * ```
 */
export function splitText(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/**
 * Reads a notebook of format 4.
 *
 * @param path The `.ipynb` file.
 * @returns Its content.
 * @throws {SyntaxError} Where the file is no notebook of format 4, naming it.
 *
 * @example
 * ```ts ignore
 * import { readNotebook } from "./notebook.ts";
 * (await readNotebook("notebooks/01_explore_data.ipynb")).cells.length;
 * ```
 */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await Deno.readTextFile(path).catch((error) => {
    throw new Error(`Cannot read notebook "${path}": ${error.message}`, { cause: error });
  });
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read notebook "${path}": ${(error as Error).message}`);
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw new SyntaxError(
      `Cannot read notebook "${path}": expected nbformat 4 with cells but found nbformat ` +
        `${notebook?.nbformat}; save it anew in JupyterLab`,
    );
  }
  return notebook;
}

/**
 * Writes a notebook as JupyterLab does (one space of indent, text as lines), whole or not at all.
 *
 * @param path The `.ipynb` file.
 * @param notebook Its content.
 *
 * @example
 * ```ts
 * import { writeNotebook } from "./notebook.ts";
 * const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * await writeNotebook(`${await Deno.makeTempDir()}/empty.ipynb`, empty);
 * ```
 */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitText(joinText(cell.source)),
    ...(cell.outputs && { outputs: cell.outputs.map(storedOutput) }),
  }));
  await writeFileAtomic(path, JSON.stringify({ ...notebook, cells }, null, 1) + "\n");
}

/** An output with its long texts as lines, so that a file's differences can be read. */
function storedOutput(output: Output): Output {
  if (output.output_type === "stream") {
    return { ...output, text: splitText(joinText(output.text)) };
  }
  if (output.output_type === "error") return output;
  const data = Object.fromEntries(
    Object.entries(output.data).map(([mime, value]) => {
      const isText = mime.startsWith("text/") || mime === "image/svg+xml";
      return [mime, isText && typeof value === "string" ? splitText(value) : value];
    }),
  );
  return { ...output, data };
}

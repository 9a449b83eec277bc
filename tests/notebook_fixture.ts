import { fromFileUrl, join } from "@std/path";
import { type Cell, type Notebook, writeNotebook } from "../tools/notebook/notebook.ts";

/** A code cell, or Markdown where the text begins with `#`; `parameters` tags it so. */
export type CellText = string | { parameters: string };

/** Makes a notebook as the project's are, from its cells' text. */
export function makeNotebook(cells: readonly CellText[]): Notebook {
  return {
    cells: cells.map((text, i): Cell => {
      const id = `cell-${i}`;
      if (typeof text !== "string") {
        const metadata = { tags: ["parameters"] };
        return { ...codeCell, id, metadata, source: text.parameters };
      }
      if (text.startsWith("#")) return { cell_type: "markdown", id, metadata: {}, source: text };
      return { ...codeCell, id, metadata: {}, source: text };
    }),
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const codeCell = { cell_type: "code" as const, outputs: [], execution_count: null };

/** A folder inside the project, so that the kernel finds deno.json; removed in the end. */
export interface FixtureFolder extends AsyncDisposable {
  path: string;
  /** Writes a notebook into the folder and returns its path. */
  write(name: string, cells: readonly CellText[]): Promise<string>;
}

/** Makes such a folder under `outputs/`, which git ignores. */
export async function fixtureFolder(): Promise<FixtureFolder> {
  const outputs = fromFileUrl(new URL("../outputs", import.meta.url));
  await Deno.mkdir(outputs, { recursive: true });
  const path = await Deno.makeTempDir({ dir: outputs, prefix: "test-" });
  return {
    path,
    write: async (name, cells) => {
      const file = join(path, name);
      await writeNotebook(file, makeNotebook(cells));
      return file;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

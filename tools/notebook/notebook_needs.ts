import type { Notebook } from "./notebook.ts";

/**
 * Reads which notebooks must have run before this one: `"needs": ["01_explore_data"]` in its
 * metadata (JupyterLab: Property Inspector, Notebook Metadata).
 *
 * @param notebook The notebook.
 * @param earlier Names of the notebooks with lower numbers: all of them are needed where the
 *   notebook does not say.
 * @returns Names without `.ipynb`.
 * @throws {TypeError} Where `needs` is no list of names.
 *
 * @example
 * ```ts
 * import { notebookNeeds } from "./notebook_needs.ts";
 * const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * notebookNeeds(empty, ["01_explore_data"]); // ["01_explore_data"]
 * ```
 */
export function notebookNeeds({ metadata }: Notebook, earlier: readonly string[]): string[] {
  const { needs = earlier } = metadata;
  if (!Array.isArray(needs) || needs.some((name) => typeof name !== "string")) {
    throw new TypeError(
      `Metadata "needs" is a list of notebooks' names, not ${JSON.stringify(needs)}`,
    );
  }
  return needs.map((name) => name.replace(/\.ipynb$/, ""));
}

/** A cell that failed, with all that one needs to find out why; its message shows everything. */
export class NotebookError extends Error {
  override name = "NotebookError";

  constructor(
    /** The notebook's file. */
    readonly path: string,
    /** The cell's `In [n]`. */
    readonly cell: number,
    /** The cell's source. */
    readonly source: string,
    /** What went wrong, with its trace. */
    readonly reason: string,
    /** The line of the cell that failed, from 1; `NaN` where nothing tells. */
    readonly line: number = NaN,
  ) {
    const lines = source.split("\n").map((text, i) => {
      const isIt = i + 1 === line;
      return `${isIt ? ">" : " "}${String(i + 1).padStart(3)} | ${text}`.trimEnd();
    });
    const place = `cell [${cell}]${Number.isNaN(line) ? "" : `, line ${line}`}`;
    super(`Notebook "${path}", ${place} failed:\n\n${lines.join("\n")}\n\n${reason}\n`);
  }
}

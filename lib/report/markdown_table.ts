/**
 * Writes a table in Markdown.
 *
 * @param head Headings.
 * @param rows Cells, as many a row as there are headings.
 * @returns Lines without a break at the end; bars and line breaks in cells are made harmless.
 *
 * @example
 * ```ts
 * import { markdownTable } from "lib/report/markdown_table.ts";
 * markdownTable(["class", "films"], [["Normal", "90"]]).split("\n").length; // 3
 * ```
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ")).join(" | ")
    } |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

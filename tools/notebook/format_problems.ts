import { resolve } from "@std/path";
import type { CheckedFile } from "./check_code.ts";
import { joinText, type Notebook, readNotebook } from "./notebook.ts";
import { runDeno } from "./run_deno.ts";

/**
 * Finds the cells that `deno fmt` would change, and changes them where that is wanted.
 *
 * A copy is formatted and compared, because `deno fmt --check` calls a notebook without a fault
 * badly formatted, with an empty difference (Deno 2.9.6; compare denoland/deno#25840).
 *
 * @param files The notebooks; copies lie beside their extracted code for a while.
 * @param options The project's `root`, and whether to `fix` what is found.
 * @returns One text for each line that would change first in its cell.
 *
 * @example
 * ```ts
 * import { formatProblems } from "./format_problems.ts";
 * await formatProblems([], { root: "." }); // []
 * ```
 */
export async function formatProblems(
  files: readonly CheckedFile[],
  options: { root: string; fix?: boolean },
): Promise<string[]> {
  if (files.length === 0) return [];
  const copies = files.map(({ file }) => file.replace(/\.ts$/, ".ipynb"));
  for (const [i, { path }] of files.entries()) await Deno.copyFile(path, copies[i]);
  const { success, stderr } = await runDeno(["fmt", "--quiet", ...copies], resolve(options.root));
  const problems = success ? [] : [stderr];
  for (const [i, { path, name }] of files.entries()) {
    const found = differences(await readNotebook(path), await readNotebook(copies[i]));
    if (found.length > 0 && options.fix) await Deno.copyFile(copies[i], path);
    else problems.push(...found.map((text) => `${name}, ${text}`));
  }
  return problems;
}

function differences(notebook: Notebook, formatted: Notebook): string[] {
  const after = codeLines(formatted);
  return codeLines(notebook).flatMap((lines, i) => {
    const length = Math.max(lines.length, after[i].length);
    const line = Array.from({ length }, (_, j) => j).find((j) => lines[j] !== after[i][j]);
    if (line === undefined) return [];
    const wanted = after[i][line] === undefined ? "nothing" : `\`${after[i][line]}\``;
    return [
      `code cell ${i + 1}, line ${line + 1}: Format: expected ${wanted}; ` +
      "run: deno task check-notebooks --fix",
    ];
  });
}

/** The lines of each code cell. */
function codeLines(notebook: Notebook): string[][] {
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .map((cell) => joinText(cell.source).split("\n"));
}

import { basename, dirname, join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { escapeHtml } from "./escape_html.ts";
import { exportHtml, page } from "./export_html.ts";
import { readNotebook } from "./notebook.ts";
import type { RunRecord } from "./run_notebook.ts";

/**
 * Writes an executed notebook as one HTML page beside it.
 *
 * @param path The executed `.ipynb`.
 * @param source The notebook that it is a copy of; relative pictures are looked up from there.
 * @returns The page's path.
 *
 * @example
 * ```ts ignore
 * import { writePage } from "./write_pages.ts";
 * await writePage("outputs/a/notebooks/01_explore.ipynb", "notebooks/01_explore.ipynb");
 * ```
 */
export async function writePage(path: string, source: string): Promise<string> {
  const title = basename(path, ".ipynb");
  const target = join(dirname(path), `${title}.html`);
  await writeFileAtomic(
    target,
    exportHtml(await readNotebook(path), { title, folder: dirname(source) }),
  );
  return target;
}

/**
 * Writes `index.html` with a line for each executed notebook under `notebooks/`.
 *
 * @param out The folder of a `run-all`.
 * @returns The index's path.
 *
 * @example
 * ```ts ignore
 * import { writeIndex } from "./write_pages.ts";
 * await writeIndex("outputs/phantom-quick");
 * ```
 */
export async function writeIndex(out: string): Promise<string> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(join(out, "notebooks"))) {
    if (/^[^.].*\.ipynb$/.test(entry.name)) names.push(basename(entry.name, ".ipynb"));
  }
  const rows: string[] = [];
  for (const name of names.sort()) {
    const { metadata } = await readNotebook(join(out, "notebooks", `${name}.ipynb`));
    const { seconds, finished, began } = metadata.run as RunRecord;
    rows.push(
      `<tr><td><a href="notebooks/${encodeURIComponent(name)}.html">${escapeHtml(name)}</a></td>` +
        `<td>${finished ? "finished" : "<strong>stopped</strong>"}</td>` +
        `<td>${seconds.toFixed(1)} s</td><td>${began.slice(0, 16).replace("T", " ")}</td></tr>`,
    );
  }
  const title = escapeHtml(basename(out));
  const head = "<tr><th>Notebook</th><th></th><th>Time</th><th>Begun (UTC)</th></tr>";
  const body = `<h1>${title}</h1>\n<table>${head}${rows.join("")}</table>\n` +
    `<p>Numbers: <a href="results.csv">results.csv</a>. Pictures: <a href="figures/">figures</a>.</p>`;
  const target = join(out, "index.html");
  await writeFileAtomic(target, page({ title, body }));
  return target;
}

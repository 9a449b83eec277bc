import { escapeHtml } from "./escape_html.ts";
import { type Cell, joinText, type MimeBundle, type Notebook, type Output } from "./notebook.ts";
import { pageStyle } from "./page_style.ts";
import { type Heading, highlight, renderMarkdown } from "./render_markdown.ts";
import type { RunRecord } from "./run_notebook.ts";

/** What a page says besides the notebook's content. */
export interface ExportHtmlOptions {
  /** The page's title where the notebook has no heading, such as its file's name. */
  title: string;
  /** The folder that relative pictures in Markdown start from. */
  folder: string;
}

/**
 * Makes one HTML page of an executed notebook: no other file, no network, light and dark.
 *
 * HTML and SVG that cells showed become part of the page as they are.
 *
 * @param notebook A notebook with outputs.
 * @param options Title and folder.
 * @returns The page.
 *
 * @example
 * ```ts
 * import { exportHtml } from "./export_html.ts";
 * const cell = { cell_type: "markdown" as const, metadata: {}, source: "# Hello" };
 * const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
 * exportHtml(notebook, { title: "hello", folder: "." }).includes("<title>Hello</title>"); // true
 * ```
 */
export function exportHtml(notebook: Notebook, options: ExportHtmlOptions): string {
  const headings: Heading[] = [];
  const context = { folder: options.folder, headings };
  const language = notebook.metadata.language_info?.name ?? "typescript";
  let code = 0;
  const body = notebook.cells.map((cell) => {
    if (cell.cell_type === "code") code++;
    return cellHtml(cell, context, { language, number: code });
  }).join("\n");
  const title = headings[0]?.html.replace(/<[^>]*>/g, "") ?? escapeHtml(options.title);
  return page({ title, body: withContents(body, runLine(notebook) + contents(headings)) });
}

/**
 * Makes a page in the style of the notebooks' pages.
 *
 * @param content `title` and `body`, both HTML.
 * @returns The page, with "not for diagnosis" at its foot.
 *
 * @example
 * ```ts
 * import { page } from "./export_html.ts";
 * page({ title: "Runs", body: "<h1>Runs</h1>" }).startsWith("<!doctype html>"); // true
 * ```
 */
export function page(content: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${content.title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${content.body}
</main>
<footer>For research and teaching. Not for diagnosis.</footer>
</body>
</html>
`;
}

/** The table of contents goes below the title, or to the top where there is none. */
function withContents(body: string, nav: string): string {
  return body.includes("</h1>") ? body.replace("</h1>", `</h1>\n${nav}`) : nav + body;
}

/** When the notebook ran, how long, with what, and the cell at which it stopped. */
function runLine({ cells, metadata }: Notebook): string {
  const run = metadata.run as RunRecord | undefined;
  if (run === undefined) return "";
  const code = cells.filter((cell) => cell.cell_type === "code");
  const failed = code.findIndex(({ outputs }) => outputs?.some((o) => o.output_type === "error"));
  const parts = [
    `Run ${run.began.slice(0, 16).replace("T", " ")} UTC, ${run.seconds.toFixed(1)} s`,
    ...Object.entries(run.parameters).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  ].map(escapeHtml);
  if (failed >= 0) parts.push(`<a href="#code-${failed + 1}">stopped at cell [${failed + 1}]</a>`);
  return `<p class="run">${parts.join(" · ")}</p>\n`;
}

/** Links to the headings of the second and third level. */
function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return "";
  const items = shown.map(({ level, id, html }) =>
    `<li${level === 3 ? ' style="margin-left:1.2em"' : ""}><a href="#${id}">${html}</a></li>`
  );
  return `<nav><details><summary>Contents</summary><ul>${items.join("")}</ul></details></nav>\n`;
}

function cellHtml(
  cell: Cell,
  context: { folder: string; headings: Heading[] },
  { language, number }: { language: string; number: number },
): string {
  const source = joinText(cell.source);
  if (cell.cell_type === "raw" || source.trim() === "") return "";
  if (cell.cell_type === "markdown") {
    return renderMarkdown(source, { ...context, attachments: cell.attachments });
  }
  const outputs = (cell.outputs ?? []).map((output) => outputHtml(output, context)).join("\n");
  return `<section class="cell" id="code-${number}"><div class="source">${
    prompt(cell)
  }<pre><code>` +
    `${highlight(source, language)}</code></pre></div>\n${outputs}</section>`;
}

/** The cell's number and, from a tenth of a second up, what it took. */
function prompt(cell: Cell): string {
  const times = cell.metadata.execution as Record<string, string> | undefined;
  const began = Date.parse(times?.["iopub.execute_input"] ?? "");
  const seconds = (Date.parse(times?.["iopub.status.idle"] ?? "") - began) / 1000;
  const took = seconds >= 0.1 ? ` · ${seconds.toFixed(1)} s` : "";
  return `<span class="prompt">[${cell.execution_count ?? " "}]${took}</span>`;
}

function outputHtml(
  output: Output,
  context: { folder: string; headings: Heading[] },
): string {
  if (output.output_type === "stream") {
    return `<div class="output stream"><pre>${
      escapeHtml(withoutColour(joinText(output.text)))
    }</pre></div>`;
  }
  if (output.output_type === "error") {
    const trace = output.traceback.join("\n").trim() || `${output.ename}: ${output.evalue}`;
    return `<div class="output error"><pre>${escapeHtml(withoutColour(trace))}</pre></div>`;
  }
  return `<div class="output">${bundleHtml(output.data, context)}</div>`;
}

/** The richest of the types that a browser shows. */
function bundleHtml(
  data: MimeBundle,
  context: { folder: string; headings: Heading[] },
): string {
  const text = (type: string) => joinText(data[type] as string | string[]);
  if ("text/html" in data) return text("text/html");
  if ("image/svg+xml" in data) return `<div class="paper">${text("image/svg+xml")}</div>`;
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    if (type in data) return `<img alt="" src="data:${type};base64,${text(type).trim()}">`;
  }
  if ("text/markdown" in data) return renderMarkdown(text("text/markdown"), context);
  if ("application/json" in data) {
    return `<pre>${escapeHtml(JSON.stringify(data["application/json"], null, 2))}</pre>`;
  }
  if (!("text/plain" in data)) return "";
  return `<pre class="plain">${escapeHtml(withoutColour(text("text/plain")))}</pre>`;
}

/** Text without a terminal's colour codes. */
function withoutColour(text: string): string {
  // deno-lint-ignore no-control-regex -- escape sequences begin with a control character
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

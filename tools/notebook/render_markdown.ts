import { Buffer } from "node:buffer";
import { extname, join } from "@std/path";
// @ts-types="./highlight.d.ts"
import hljs from "highlight.js/lib/common";
import { Marked } from "marked";
import { escapeHtml } from "./escape_html.ts";
import type { MimeBundle } from "./notebook.ts";

/** A heading, for a table of contents. */
export interface Heading {
  level: number;
  id: string;
  /** HTML of the heading's text. */
  html: string;
}

/** What a page's Markdown is rendered with. */
export interface RenderMarkdownOptions {
  /** The folder that relative links to pictures start from. */
  folder: string;
  /** The cell's attachments by name. */
  attachments?: Record<string, MimeBundle>;
  /** The page's headings so far; those of this text are added. */
  headings?: Heading[];
}

const pictureTypes: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".svg": "image/svg+xml",
  ".gif": "image/gif",
  ".webp": "image/webp",
};

/**
 * Renders Markdown to HTML that needs no other file: pictures become part of it.
 *
 * Links to notebooks become links to their pages, those to other files of the project plain text.
 *
 * @param text Markdown as GitHub writes it.
 * @param options Where pictures lie; `headings` is added to.
 * @returns HTML.
 *
 * @example
 * ```ts
 * import { renderMarkdown } from "./render_markdown.ts";
 * renderMarkdown("**bold**", { folder: "." }); // "<p><strong>bold</strong></p>\n"
 * ```
 */
export function renderMarkdown(text: string, options: RenderMarkdownOptions): string {
  const { folder, attachments = {}, headings = [] } = options;
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const html = this.parser.parseInline(tokens);
        const id = freeId(text, headings);
        headings.push({ level: depth, id, html });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      image({ href, title, text }) {
        const source = attachedPicture(href, attachments) ?? storedPicture(href, folder) ?? href;
        const tooltip = title ? ` title="${escapeHtml(title)}"` : "";
        return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}"${tooltip}>`;
      },
      link({ href, tokens }) {
        const target = /^[\w./-]+\.ipynb(#.*)?$/.test(href)
          ? href.replace(/^.*\//, "").replace(".ipynb", ".html")
          : href;
        const inner = this.parser.parseInline(tokens);
        // A page may lie anywhere: other files of the project are not where they were.
        if (target === href && !/^(#|[a-z][a-z+.-]*:)/i.test(href)) return inner;
        return `<a href="${escapeHtml(target)}">${inner}</a>`;
      },
      code({ text, lang }) {
        return `<div class="source"><pre><code>${highlight(text, lang)}</code></pre></div>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/**
 * Marks up source code with the classes of highlight.js.
 *
 * @param code The source.
 * @param language Its language; unknown ones stay plain.
 * @returns HTML.
 *
 * @example
 * ```ts
 * import { highlight } from "./render_markdown.ts";
 * highlight("let a = 1;", "ts").includes("hljs-keyword"); // true
 * ```
 */
export function highlight(code: string, language = ""): string {
  if (hljs.getLanguage(language) === undefined) return escapeHtml(code);
  return hljs.highlight(code, { language }).value;
}

/** An id made of the heading's words, numbered where it is taken. */
function freeId(text: string, headings: readonly Heading[]): string {
  const words = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const taken = new Set(headings.map((heading) => heading.id));
  let id = words || "section";
  for (let i = 2; taken.has(id); i++) id = `${words}-${i}`;
  return id;
}

function attachedPicture(
  href: string,
  attachments: Record<string, MimeBundle>,
): string | undefined {
  if (!href.startsWith("attachment:")) return undefined;
  const bundle = attachments[decodeURIComponent(href.slice("attachment:".length))] ?? {};
  const [type, data] = Object.entries(bundle)[0] ?? [];
  return type === undefined ? undefined : `data:${type};base64,${data}`;
}

function storedPicture(href: string, folder: string): string | undefined {
  const type = pictureTypes[extname(href).toLowerCase()];
  if (type === undefined || /^[a-z]+:/i.test(href)) return undefined;
  try {
    const bytes = Deno.readFileSync(join(folder, decodeURIComponent(href)));
    return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
  } catch {
    return undefined;
  }
}

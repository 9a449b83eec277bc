import { dirname, join } from "@std/path";

/** A link that leads nowhere. */
export interface BrokenLink {
  /** Line of the text, from 1. */
  line: number;
  /** Where it should lead. */
  target: string;
}

/**
 * Finds relative links and pictures in Markdown whose file does not exist, and links into a Markdown
 * file (or this text) whose heading does not exist. Links into the net are not looked at.
 *
 * @param text Markdown.
 * @param path The file it stands in; relative links start from its folder.
 * @returns The links, in the order of the text.
 *
 * @example
 * ```ts
 * import { brokenLinks } from "./broken_links.ts";
 * brokenLinks("See\n[this](no/such.md).", "README.md"); // [{ line: 2, target: "no/such.md" }]
 * ```
 */
export function brokenLinks(text: string, path: string): BrokenLink[] {
  const prose = withoutCode(text);
  return [
    ...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(?:a|img)\s[^>]*(?:href|src)="([^"]+)"/g),
  ]
    .map((match) => ({
      line: prose.slice(0, match.index).split("\n").length,
      target: match[1] ?? match[2],
    }))
    .filter(({ target }) => !leadsSomewhere(target, { path, text }));
}

/** The text with code blanked, its lines kept. */
function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```|`[^`]*`/gm, (code) => code.replace(/[^\n]/g, " "));
}

function leadsSomewhere(target: string, { path, text }: { path: string; text: string }): boolean {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return true;
  const [name, heading] = target.split("#");
  const file = join(dirname(path), decodeURIComponent(name.replace(/\?.*$/, "")));
  try {
    if (name !== "") Deno.statSync(file);
    if (heading === undefined || (name !== "" && !name.endsWith(".md"))) return true;
    return headingIds(name === "" ? text : Deno.readTextFileSync(file)).includes(heading);
  } catch {
    return false;
  }
}

/** The ids that GitHub gives the headings of a Markdown text. */
function headingIds(text: string): string[] {
  const titles = [...withoutCode(text).matchAll(/^#{1,6} +(.+)$/gm)].map(([, title]) => title);
  return titles.map((title) =>
    title.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-")
  );
}

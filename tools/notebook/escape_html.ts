const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Makes text safe between HTML tags and in quoted attributes.
 *
 * @param text Any text.
 * @returns The text with `& < > " '` as entities.
 *
 * @example
 * ```ts
 * import { escapeHtml } from "./escape_html.ts";
 * escapeHtml("a < b"); // "a &lt; b"
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/**
 * Makes text safe inside HTML and SVG, in content and in quoted attributes.
 *
 * @param text Any text; control characters that XML forbids are dropped.
 * @returns Text with `&`, `<`, `>`, `"` and `'` written as entities.
 *
 * @example
 * ```ts
 * import { escapeMarkup } from "lib/display/escape_markup.ts";
 * escapeMarkup(`a < b & "c"`); // "a &lt; b &amp; &quot;c&quot;"
 * ```
 */
export function escapeMarkup(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

import assert from "node:assert/strict";

/**
 * Compares a chart with the one kept in `snapshots/`, positions rounded to whole pixels.
 *
 * `UPDATE_SNAPSHOTS=1 deno task test` writes them anew; look at them before you commit them.
 */
export async function checkSnapshot(name: string, svg: string): Promise<void> {
  const file = new URL(`./snapshots/${name}.svg`, import.meta.url);
  const whole = (numbers: string) => numbers.replace(/-?\d*\.\d+/g, (n) => `${Math.round(+n)}`);
  const rounded = svg
    .replace(
      / (d|[xy][12]?|c[xy]|width|height|transform)="([^"]*)"/g,
      (_, name, value) => ` ${name}="${whole(value)}"`,
    )
    .replace(/>\s*</g, ">\n<") + "\n"; // one element a line, so that a difference is easy to see
  if (Deno.env.get("UPDATE_SNAPSHOTS")) await Deno.writeTextFile(file, rounded);
  const kept = await Deno.readTextFile(file);
  assert.equal(rounded, kept, `${name}.svg has changed: look at it, then UPDATE_SNAPSHOTS=1`);
}

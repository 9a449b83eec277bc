import { dirname, fromFileUrl, join, relative } from "@std/path";
import { createHash } from "node:crypto";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Where every training begins; what it imports is what a result depends on. */
const ENTRY = "lib/experiments/train_recipe.ts";

/**
 * Identifies the code that trains: every module that a training passes through, and the exact
 * version of every package that they name. A change of anything else (a chart, a test, a README,
 * the sweep itself) leaves it as it is, and so does a commit; a comment in one of them changes it.
 *
 * @param root Folder of the project.
 * @param entry The module to begin with, relative to it.
 * @returns SHA-256 in hexadecimal.
 * @throws {Error} Where a module cannot be read.
 *
 * @example
 * ```ts
 * import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
 * (await codeFingerprint()).length; // 64
 * ```
 */
export async function codeFingerprint(root = ROOT, entry = ENTRY): Promise<string> {
  const { imports } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const modules = new Map<string, string>();
  const packages = new Set<string>();
  const waiting = [join(root, entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (modules.has(file)) continue;
    const text = await Deno.readTextFile(file);
    modules.set(file, text);
    for (const specifier of importsOf(text)) {
      if (/^\.{1,2}\//.test(specifier)) waiting.push(join(dirname(file), specifier));
      else if (specifier.startsWith("lib/")) waiting.push(join(root, specifier));
      else packages.add(`${specifier} ${versionOf(specifier, imports)}`);
    }
  }
  const hash = createHash("sha256");
  const entries = [...modules].map(([file, text]) => [relative(root, file), text]);
  for (const [file, text] of entries.sort(([a], [b]) => a < b ? -1 : 1)) {
    hash.update(`${file}\n${text}\n`);
  }
  return hash.update([...packages].sort().join("\n")).digest("hex");
}

/** What a module's code names behind `from`, `import` and `import()`, comments aside. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const pattern =
    /(?:^|\n|;)\s*(?:import|export)\b[^;"'`]*?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/g;
  return [...code.matchAll(pattern)].flatMap(([match, fixed, dynamic]) => {
    // `export const name = "text"` imports nothing.
    return dynamic ?? (/\bfrom\s*["']|^\s*;?\s*import\s*["']/.test(match) ? fixed : []);
  });
}

/** The package's pinned version, as the import map of deno.json has it. */
function versionOf(specifier: string, imports: Record<string, string>): string {
  const name = Object.keys(imports)
    .filter((key) => specifier === key || specifier.startsWith(`${key}/`))
    .sort((a, b) => b.length - a.length)[0];
  return name === undefined ? "" : imports[name];
}

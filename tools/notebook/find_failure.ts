import { join } from "@std/path";
import { SourceMap } from "node:module";
import { runDeno } from "./run_deno.ts";

/** Where and why a cell failed. */
export interface Failure {
  /** The line of the cell, from 1; `NaN` where nothing tells. */
  line: number;
  /** What went wrong, its places in the cell's own lines. */
  reason: string;
}

/**
 * Finds the line of a cell that failed.
 *
 * The kernel counts the lines of the JavaScript that it made of the cell, and says nothing but
 * "Execution failed" of a cell that cannot be read (Deno 2.9.6). So the cell is transpiled once more,
 * with a map back to its lines.
 *
 * @param source The cell's source.
 * @param reason What the kernel said: its trace.
 * @returns Line and reason; those of the kernel where the cell cannot be transpiled.
 *
 * @example
 * ```ts
 * import { findFailure } from "./find_failure.ts";
 * const source = "interface A {}\n\nnull.a;";
 * (await findFailure(source, "TypeError: …\n    at <anonymous>:1:6")).line; // 3
 * ```
 */
export async function findFailure(source: string, reason: string): Promise<Failure> {
  const isUnreadable = /Execution failed/.test(reason);
  if (!isUnreadable && !frame.test(reason)) return { line: NaN, reason };
  const { map, problem } = await transpile(source);
  if (isUnreadable) return problem ?? { line: NaN, reason };
  let line = NaN; // of the last place in the trace: the statement of the cell itself
  const own = reason.replaceAll(new RegExp(frame, "g"), (found, name, row, column) => {
    if (name && !declares(source, name)) return found; // a function of another cell
    const entry = map?.findEntry(Number(row) - 1, Number(column) - 1);
    if (!entry || !("originalLine" in entry)) return found;
    line = entry.originalLine + 1;
    return found.replace(/<anonymous>:.*/, `<cell>:${line}${name ? ")" : ""}`);
  });
  return { line, reason: own };
}

/** A place in a cell: `at f (<anonymous>:4:15)`, or `at <anonymous>:6:1` outside of functions. */
const frame = /at (?:async )?(?:([\w$.]+) \()?<anonymous>:(\d+):(\d+)\)?/;

function declares(source: string, name: string): boolean {
  const last = RegExp.escape(name.replace(/^.*\./, ""));
  return new RegExp(`function\\*?\\s+${last}\\b|\\b${last}\\s*[=:]`).test(source);
}

/** The map of the transpiled cell, or what keeps it from being transpiled. */
async function transpile(source: string): Promise<{ map?: SourceMap; problem?: Failure }> {
  const folder = await Deno.makeTempDir({ prefix: "cell-" });
  try {
    await Deno.writeTextFile(join(folder, "cell.ts"), source);
    const args = ["transpile", "--quiet", "--no-config", "--source-map", "inline", "cell.ts"];
    const { success, stdout, stderr } = await runDeno(args, folder);
    if (success) {
      const [, json] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(stdout) ?? [];
      return json ? { map: new SourceMap(JSON.parse(atob(json))) } : {};
    }
    const [, line] = /cell\.ts:(\d+):\d+/.exec(stderr) ?? [];
    const said = stderr.replace(/^.*is experimental.*\n/m, "").replace(/^error: /m, "")
      .replace(/\n\s+at file:.*cell\.ts:\d+:\d+/, "");
    return { problem: { line: Number(line ?? NaN), reason: said.trim() } };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

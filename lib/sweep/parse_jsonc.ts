/**
 * Reads JSON with comments, as people write settings: `//` to the line's end, and `/*` to its end.
 *
 * @param text The text.
 * @returns The value.
 * @throws {SyntaxError} Where it is no JSON, with the line.
 *
 * @example
 * ```ts
 * import { parseJsonc } from "lib/sweep/parse_jsonc.ts";
 * parseJsonc('{ "seeds": 5 } // as always'); // { seeds: 5 }
 * ```
 */
export function parseJsonc(text: string): unknown {
  // A comment becomes spaces, so that places stay where they are; strings are passed over.
  const plain = text.replace(
    /("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (match, string) => string ?? match.replace(/[^\n]/g, " "),
  );
  try {
    return JSON.parse(plain);
  } catch (error) {
    const { message } = error as Error;
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? NaN);
    const place = Number.isNaN(line) ? "" : `line ${line}: `;
    throw new SyntaxError(`${place}${message.replace(/ at position.*| \(line.*/s, "")}`);
  }
}

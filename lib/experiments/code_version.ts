import { fromFileUrl, join } from "@std/path";

/**
 * The commit that the project's code stands at.
 *
 * @returns Its hash, in hexadecimal; `""` where the project is no git clone.
 *
 * @example
 * ```ts
 * import { codeVersion } from "lib/experiments/code_version.ts";
 * /^[0-9a-f]*$/.test(await codeVersion()); // true
 * ```
 */
export async function codeVersion(): Promise<string> {
  const git = fromFileUrl(new URL("../../.git", import.meta.url));
  const head = await read(join(git, "HEAD"));
  if (!head.startsWith("ref: ")) return head;
  const ref = head.slice("ref: ".length);
  const packed = (await read(join(git, "packed-refs"))).split("\n");
  return await read(join(git, ref)) ||
    packed.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0] || "";
}

async function read(file: string): Promise<string> {
  return (await Deno.readTextFile(file).catch(() => "")).trim();
}

let count = 0;

/**
 * Imports a module of `lib/` anew, as it now stands on disk: a kernel keeps what it has imported,
 * whatever is edited later.
 *
 * Only this module is read again. Those that it imports stay as they are, and so does every other
 * module that has imported it; for changes that reach further, restart the kernel. Reload no module
 * of `lib/engine`, which keeps state.
 *
 * @param specifier As in an import, such as `lib/display/table.ts`.
 * @returns The new module; take from it what the cells should use from now on.
 * @throws {TypeError} Where there is no such file, or what it imports is missing.
 * @throws {SyntaxError} Where it does not parse.
 *
 * @example
 * ```ts
 * import { reload } from "lib/kernel/reload.ts";
 * type Duration = typeof import("lib/kernel/duration.ts");
 * const { duration } = await reload<Duration>("lib/kernel/duration.ts");
 * duration(3); // "3.0 s"
 * ```
 */
export async function reload<Module = Record<string, unknown>>(specifier: string): Promise<Module> {
  // Another query is another module to Deno, and the same file.
  const url = new URL(import.meta.resolve(specifier));
  url.searchParams.set("reload", `${Date.now()}-${count++}`);
  return await import(url.href);
}

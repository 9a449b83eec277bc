/**
 * Stands in for `jsr:@std/path`, so that the project also installs where JSR is out of reach.
 *
 * The functions are those of `node:path` and `node:url`, which the published package mirrors;
 * `tests/std_path_test.ts` holds them to its documented behaviour.
 *
 * @module
 */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Functions of paths, as the documentation of `@std/path` describes them.
 *
 * @example
 * ```ts
 * import { basename, dirname, extname } from "@std/path";
 * dirname("films/train/1.png"); // "films/train"
 * basename("films/train/1.png"); // "1.png"
 * extname("films/train/1.png"); // ".png"
 * ```
 */
export const {
  basename,
  dirname,
  extname,
  format,
  isAbsolute,
  join,
  normalize,
  parse,
} = path;
/**
 * Functions that lead from one folder to another.
 *
 * @example
 * ```ts
 * import { relative, resolve } from "@std/path";
 * relative("/films/train", "/films/test/1.png"); // "../test/1.png"
 * resolve("/films", "test"); // "/films/test"
 * ```
 */
export const { relative, resolve } = path;
/** Stands between the parts of a path: `/`, on Windows `\`. */
export const SEPARATOR = path.sep;
/** Stands between the paths of a list such as `PATH`: `:`, on Windows `;`. */
export const DELIMITER = path.delimiter;

/**
 * The path of a file URL.
 *
 * @param url A `URL` or its text, `file:///…`.
 * @returns The path, with its escapes resolved.
 * @throws {TypeError} Where it is no file URL.
 *
 * @example
 * ```ts
 * import { fromFileUrl } from "@std/path";
 * fromFileUrl("file:///films/a%20b.png"); // "/films/a b.png"
 * ```
 */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}

/**
 * The file URL of an absolute path.
 *
 * @param path An absolute path.
 * @returns The URL.
 * @throws {TypeError} Where the path is relative.
 *
 * @example
 * ```ts
 * import { toFileUrl } from "@std/path";
 * toFileUrl("/films/a b.png").href; // "file:///films/a%20b.png"
 * ```
 */
export function toFileUrl(path: string): URL {
  if (!isAbsolute(path)) {
    throw new TypeError(`Path must be absolute: received "${path}"`);
  }
  return pathToFileURL(path);
}

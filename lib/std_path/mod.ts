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

export const { basename, dirname, extname, format, isAbsolute, join, normalize, parse } = path;
export const { relative, resolve } = path;
export const SEPARATOR = path.sep;
export const DELIMITER = path.delimiter;

/** The path of a file URL; accepts a `URL` or its text. */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}

/** The file URL of an absolute path. */
export function toFileUrl(path: string): URL {
  if (!isAbsolute(path)) throw new TypeError(`Path must be absolute: received "${path}"`);
  return pathToFileURL(path);
}

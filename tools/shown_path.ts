import { relative } from "@std/path";

/**
 * Writes a path as somebody in a folder would: short where it lies there, whole elsewhere.
 *
 * @param path Absolute path.
 * @param caller Folder where the user typed the command.
 * @returns The path from there, `.` for the folder itself, or the whole path.
 *
 * @example
 * ```ts
 * import { shownPath } from "./shown_path.ts";
 * shownPath("/home/ada/films/1.png", "/home/ada"); // "films/1.png"
 * shownPath("/data/1.png", "/home/ada"); // "/data/1.png"
 * ```
 */
export function shownPath(path: string, caller: string): string {
  const short = relative(caller, path);
  return short.startsWith("..") ? path : short || ".";
}

import type { ListedFile } from "../list_files.ts";
import { knownClassName, normalizeClassName } from "../class_names.ts";
import { foldersOf, imagesOf, looseImages } from "./images.ts";
import type { Layout } from "./layout.ts";

/**
 * Reads the layout `<class>/*`: at least two folders with images in them and no folder of folders
 * beside them, or one whose name is a known class. Images may stand in a folder `images` of their
 * class.
 *
 * @param files Files of the set.
 * @returns The layout's films without split, or `undefined` where the layout is another.
 *
 * @example
 * ```ts
 * import { readClassFolders } from "lib/data/layouts/class_folders.ts";
 * readClassFolders([{ path: "covid/1.png", bytes: 9 }])?.films[0].className; // "COVID-19"
 * ```
 */
export function readClassFolders(files: readonly ListedFile[]): Layout | undefined {
  const folders = foldersOf(files).filter((folder) => imagesOf(files, folder).films.length > 0);
  const loose = looseImages(files, folders);
  const isPlain = folders.length > 1 && !loose.some(({ path }) => path.endsWith("/"));
  if (!isPlain && !folders.some((folder) => knownClassName(folder))) return undefined;
  const classes = folders.map((folder) => ({ folder, ...imagesOf(files, folder) }));
  return {
    name: "<class>/*",
    films: classes.flatMap(({ folder, films }) =>
      films.map((path) => ({ path, className: normalizeClassName(folder), split: "" as const }))
    ),
    skipped: [...classes.flatMap(({ skipped }) => skipped), ...loose],
    notes: ["No published split: test and validation films are drawn by group, from a seed"],
  };
}

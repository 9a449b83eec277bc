import type { ListedFile } from "../list_files.ts";
import type { Part } from "../manifest.ts";
import { normalizeClassName } from "../class_names.ts";
import { foldersOf, imagesOf, looseImages } from "./images.ts";
import type { Layout } from "./layout.ts";

const PARTS: Record<string, Part> = {
  train: "train",
  training: "train",
  test: "test",
  testing: "test",
  val: "validation",
  valid: "validation",
  validation: "validation",
};

/**
 * Reads the layout `<split>/<class>/*`, in any case: `train|training`, `test|testing`,
 * `val|valid|validation`.
 *
 * @param files Files of the set.
 * @returns The layout's films, or `undefined` where the layout is another.
 *
 * @example
 * ```ts
 * import { readSplitFolders } from "lib/data/layouts/split_folders.ts";
 * readSplitFolders([{ path: "Train/non_covid/1.png", bytes: 9 }])?.films[0].split; // "train"
 * ```
 */
export function readSplitFolders(files: readonly ListedFile[]): Layout | undefined {
  const classes = foldersOf(files)
    .filter((folder) => Object.hasOwn(PARTS, folder.toLowerCase()))
    .flatMap((folder) =>
      foldersOf(files, folder).map((name) => ({
        folder: `${folder}/${name}`,
        className: normalizeClassName(name),
        split: PARTS[folder.toLowerCase()],
        ...imagesOf(files, `${folder}/${name}`),
      }))
    )
    .filter(({ films }) => films.length > 0);
  if (classes.length === 0) return undefined;
  const parts = new Set(classes.map(({ split }) => split));
  return {
    name: "<split>/<class>/*",
    films: classes.flatMap(({ films, className, split }) =>
      films.map((path) => ({ path, className, split }))
    ),
    skipped: [
      ...classes.flatMap(({ skipped }) => skipped),
      ...looseImages(files, classes.map(({ folder }) => folder)),
    ],
    notes: parts.has("test")
      ? []
      : ["No published test: test films are drawn by group, from a seed"],
  };
}

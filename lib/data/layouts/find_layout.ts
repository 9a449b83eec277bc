import { join } from "@std/path";
import type { ListedFile } from "../list_files.ts";
import { readClassFolders } from "./class_folders.ts";
import { readIeee8023 } from "./ieee8023.ts";
import { foldersOf, isImage } from "./images.ts";
import type { Layout } from "./layout.ts";
import { readOwnManifest } from "./own_manifest.ts";
import { readSplitFolders } from "./split_folders.ts";

/** A layout, and the folder that it was found in. */
export interface FoundLayout extends Layout {
  /** Folder that the films' paths start from: the one asked for, or one inside it. */
  root: string;
  /** Files below that folder, without masks. */
  files: ListedFile[];
}

const MASKS = /(^|\/)(lung[-_ ]?)?masks?\//i;
const EXPECTED =
  "train|test/<class>/*, <class>/*, a metadata.csv of ieee8023 with its images, or " +
  "a manifest.csv with the columns path and class";

/**
 * Finds out how a set of films is laid out. Where the folder itself fits nothing but one folder in
 * it does (downloads are often packed so), that one is read.
 *
 * @param dir Folder of the set.
 * @param files Files of the set, as `listFiles` gives them.
 * @returns The first layout that fits: own manifest, ieee8023, `<split>/<class>`, `<class>`.
 * @throws {Error} Where none fits or several folders fit, saying what was found and what is
 *   expected.
 *
 * @example
 * ```ts
 * import { findLayout } from "lib/data/layouts/find_layout.ts";
 * const files = [{ path: "Data/train/COVID19/1.png", bytes: 9 }];
 * (await findLayout("/films", files)).root; // "/films/Data"
 * ```
 */
export async function findLayout(dir: string, files: readonly ListedFile[]): Promise<FoundLayout> {
  const { kept, notes } = withoutMasks(files);
  const found = await layoutsIn(dir, kept);
  if (found.length === 1) return { ...found[0], notes: [...notes, ...found[0].notes] };
  const where = `Cannot read films in "${dir}"`;
  if (found.length > 1) {
    const roots = found.map(({ root }) => `"${root}"`).join(", ");
    throw new Error(`${where}: it holds several sets (${roots}); name one of them`);
  }
  throw new Error(`${where}: expected ${EXPECTED}; but found ${describe(files)}`);
}

async function layoutsIn(root: string, files: ListedFile[]): Promise<FoundLayout[]> {
  const layout = await readOwnManifest(root, files) ?? await readIeee8023(root, files) ??
    readSplitFolders(files) ?? readClassFolders(files);
  if (layout !== undefined) return [{ ...layout, root, files }];
  const inner = await Promise.all(
    foldersOf(files).map((folder) => {
      const below = files.filter(({ path }) => path.startsWith(`${folder}/`));
      const inside = below.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
      return layoutsIn(join(root, folder), inside);
    }),
  );
  return inner.flat();
}

function withoutMasks(files: readonly ListedFile[]) {
  const counts = new Map<string, number>();
  const kept = files.filter(({ path }) => {
    const match = path.match(MASKS);
    if (match === null) return true;
    const folder = path.slice(0, match.index! + match[0].length);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
    return false;
  });
  const notes = [...counts].map(([folder, count]) =>
    `${folder} left out: ${count} ${count === 1 ? "file" : "files"}, masks are no films`
  );
  return { kept, notes };
}

function describe(files: readonly ListedFile[]): string {
  if (files.length === 0) return "an empty folder";
  const images = files.filter(isImage).length;
  const top = [...new Set(files.map(({ path }) => path.replace(/\/.*$/, "/")))];
  const names = top.slice(0, 6).join(", ") + (top.length > 6 ? `, and ${top.length - 6} more` : "");
  return `${names} (${files.length} files, ${images} of them images)`;
}

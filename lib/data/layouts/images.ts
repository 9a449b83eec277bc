import { knownClassName } from "../class_names.ts";
import type { ListedFile } from "../list_files.ts";
import type { SkippedFile } from "./layout.ts";

const IMAGE = /\.(jpe?g|jfif|png|bmp|tiff?|webp|gif|dcm|dicom)$/i;

/**
 * Tells whether a file is an image that can be decoded: by its name, or, where that tells nothing,
 * by what `listFiles` saw of its content.
 *
 * @param file The file.
 * @returns Whether it is an image.
 *
 * @example
 * ```ts
 * import { isImage } from "lib/data/layouts/images.ts";
 * isImage({ path: "a/b.JPEG" }); // true
 * ```
 */
export function isImage({ path, isDicom }: Pick<ListedFile, "path" | "isDicom">): boolean {
  return isDicom === true || IMAGE.test(path);
}

/**
 * Lists the names of the folders that stand directly in a folder.
 *
 * @param files Files of the set.
 * @param parent Folder; the root where left out.
 * @returns Names in the files' order.
 *
 * @example
 * ```ts
 * import { foldersOf } from "lib/data/layouts/images.ts";
 * foldersOf([{ path: "train/covid/1.png", bytes: 9 }]); // ["train"]
 * ```
 */
export function foldersOf(files: readonly ListedFile[], parent = ""): string[] {
  const prefix = parent === "" ? "" : `${parent}/`;
  const names = files.filter(({ path }) => path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length).split("/"))
    .filter((parts) => parts.length > 1)
    .map(([name]) => name);
  return [...new Set(names)];
}

/**
 * Lists the images of a class folder: those that stand in it, or, where its name is a
 * known class, in its folder `images`.
 *
 * @param files Files of the set.
 * @param folder The class's folder.
 * @returns Paths of the images, and what else lies there with the reason to skip it.
 *
 * @example
 * ```ts
 * import { imagesOf } from "lib/data/layouts/images.ts";
 * imagesOf([{ path: "covid/1.png", bytes: 9 }], "covid").films; // ["covid/1.png"]
 * ```
 */
export function imagesOf(files: readonly ListedFile[], folder: string) {
  const films: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of files) {
    const { path } = file;
    if (!path.startsWith(`${folder}/`)) continue;
    let inside = path.slice(folder.length + 1);
    if (knownClassName(folder.replace(/^.*\//, ""))) inside = inside.replace(/^images\//i, "");
    if (inside.includes("/")) {
      if (isImage(file)) skipped.push({ path, reason: "stands too deep in its class folder" });
    } else if (isImage(file)) films.push(path);
    else {skipped.push({
        path,
        reason: "not named as an image (jpg, png, bmp, tif, webp, gif, dcm)",
      });}
  }
  return { films, skipped };
}

/**
 * Lists images that stand in none of the given folders, a line for each folder that holds some.
 *
 * @param files Files of the set.
 * @param folders Folders that are read.
 * @returns One entry a folder, or a file at the root.
 *
 * @example
 * ```ts
 * import { looseImages } from "lib/data/layouts/images.ts";
 * looseImages([{ path: "logo.png", bytes: 9 }], ["covid"])[0].path; // "logo.png"
 * ```
 */
export function looseImages(files: readonly ListedFile[], folders: string[]): SkippedFile[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const { path } = file;
    if (!isImage(file) || folders.some((folder) => path.startsWith(`${folder}/`))) continue;
    const top = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : path;
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) => ({
    path,
    reason: path.endsWith("/")
      ? `${count} ${count === 1 ? "image" : "images"} in no class folder`
      : "stands in no class folder",
  }));
}

import { join } from "@std/path";
import { knownClassName } from "../class_names.ts";
import { parseCsv } from "../csv.ts";
import { filmStem } from "../film_stem.ts";
import type { ListedFile } from "../list_files.ts";
import { isImage } from "./images.ts";
import type { Layout, ListedFilm, SkippedFile } from "./layout.ts";

/**
 * Reads the layout of `ieee8023/covid-chestxray-dataset`: a `metadata.csv` with patient, finding
 * and view of every film, and the films in folders beside it. Films are found by their name without
 * its extension, since copies are often in another format.
 *
 * @param dir Folder of the set.
 * @param files Files of the set.
 * @returns The layout's films, or `undefined` where there is no such table. CT slices, films whose
 *   finding is blank, `todo` or unknown, and files without a row are skipped.
 *
 * @example
 * ```ts
 * import { readIeee8023 } from "lib/data/layouts/ieee8023.ts";
 * await readIeee8023("anywhere", []); // undefined
 * ```
 */
export async function readIeee8023(
  dir: string,
  files: readonly ListedFile[],
): Promise<Layout | undefined> {
  if (!files.some(({ path }) => path === "metadata.csv")) return undefined;
  const rows = parseCsv(await Deno.readTextFile(join(dir, "metadata.csv")));
  const needed = ["patientid", "finding", "filename"];
  if (rows.length === 0 || !needed.every((column) => column in rows[0])) return undefined;
  const byStem = new Map(rows.map((row) => [filmStem(row.filename), row]));
  const films: ListedFilm[] = [];
  const skipped: SkippedFile[] = [];
  const found = new Set<string>();
  for (const file of files) {
    if (!isImage(file)) continue;
    const { path } = file;
    const stem = filmStem(path);
    const row = byStem.get(stem);
    found.add(stem);
    const reason = reasonToSkip(row);
    if (row === undefined || reason !== "") skipped.push({ path, reason });
    else films.push(filmOf(row, path));
  }
  const missing = [...byStem.keys()].filter((stem) => !found.has(stem)).length;
  const notes = ["No published split: test and validation films are drawn by group, from a seed"];
  if (missing > 0) {
    notes.push(`${missing} of ${rows.length} rows of metadata.csv have no image here`);
  }
  return { name: "metadata.csv of ieee8023", films, skipped, notes };
}

function reasonToSkip(row: Record<string, string> | undefined): string {
  if (row === undefined) return "no row in metadata.csv";
  if (row.modality && row.modality !== "X-ray") return `modality is ${row.modality}, not X-ray`;
  if (/^(|todo|unknown)$/i.test(row.finding.trim())) {
    return `no diagnosis in metadata.csv (finding is "${row.finding.trim()}")`;
  }
  return "";
}

function filmOf(row: Record<string, string>, path: string): ListedFilm {
  const patient = row.patientid.trim();
  return {
    path,
    className: knownClassName(row.finding) ?? row.finding.split("/").at(-1)!.trim(),
    split: "",
    patientId: patient === "" ? "" : `ieee:${patient}`,
    finding: row.finding.trim(),
    view: (row.view ?? "").trim().replace("?", ""),
    sex: (row.sex ?? "").trim(),
    age: Number.parseFloat(row.age ?? ""),
    licence: (row.license ?? "").trim(),
  };
}

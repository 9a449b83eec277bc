import { basename, join, resolve } from "@std/path";
import { groupFilms } from "./group_films.ts";
import { inspectFilm, type SeenFilm, THUMBNAIL_SIZE } from "./inspect_film.ts";
import { inspectionsFile, readInspections, writeInspections } from "./inspection_cache.ts";
import { readKnownFilms } from "./known_films.ts";
import { findLayout } from "./layouts/find_layout.ts";
import { readForeignManifest } from "./layouts/foreign_manifest.ts";
import type { ListedFilm, SkippedFile } from "./layouts/layout.ts";
import { listFiles } from "./list_files.ts";
import { type Film, makeFilm } from "./manifest.ts";
import { mapParallel } from "./map_parallel.ts";
import { nameDicomPatients } from "./name_dicom_patients.ts";
import { NotAChestFilmError } from "./not_a_chest_film.ts";
import { patientFromName } from "./patient_from_name.ts";

/** Settings of {@linkcode readFilms}. */
export interface ReadFilmsOptions {
  /** Name of the data set; the folder's name where left out. */
  source?: string;
  /**
   * Folder in which is kept what was seen of the films, so that those whose content is the same are
   * not decoded the next time; nothing is kept where left out.
   */
  cacheDir?: string;
  /** Called after each film with how many are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next film. */
  signal?: AbortSignal;
}

/** A set of films, every one of them opened and found sound. */
export interface FilmSet {
  /** Folder that the films' paths start from, absolute. */
  root: string;
  /** Name of the data set. */
  name: string;
  /** How the folder is laid out, for people. */
  layout: string;
  /** Films, sorted by path. */
  films: Film[];
  /** Grey thumbnails of the films, `[n, 64, 64]`, flat, `[0, 255]`. */
  thumbnails: Uint8Array;
  /** Files left out, and why. */
  skipped: SkippedFile[];
  /** What a user should know about the set. */
  notes: string[];
}

/**
 * Reads a folder of films, whatever of the known layouts it has, and opens every film: hash, size,
 * format, copies of the same picture (from pixels) and patients (from tables and names).
 *
 * A film that cannot be read is skipped with its reason, never silently. `group` joins copies and
 * films of one known patient; an unknown patient is a group of its own.
 *
 * @param dir Folder of the set.
 * @param options Name, progress and a signal to stop.
 * @returns The set.
 * @throws {Error} Where the folder cannot be read, fits no layout or holds no sound film.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { readFilms } from "lib/data/read_films.ts";
 * const dir = await Deno.makeTempDir();
 * await Deno.mkdir(`${dir}/covid`);
 * await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .toFile(`${dir}/covid/1.png`);
 * (await readFilms(dir)).films[0].className; // "COVID-19"
 * ```
 */
export async function readFilms(
  dir: string,
  { source, cacheDir, onProgress, signal }: ReadFilmsOptions = {},
): Promise<FilmSet> {
  const name = source ?? basename(resolve(dir));
  const layout = await findLayout(resolve(dir), await listFiles(resolve(dir)));
  const originals = await readForeignManifest(layout.root, layout.files);
  const known = await readKnownFilms();
  const skipped = [...layout.skipped];

  const listed = [...layout.films].sort((a, b) => (a.path < b.path ? -1 : 1));
  const length = THUMBNAIL_SIZE ** 2;
  const thumbnails = new Uint8Array(listed.length * length);
  const cache = cacheDir && inspectionsFile(cacheDir, layout.root);
  const seen = cache ? await readInspections(cache) : new Map<string, SeenFilm>();
  const fresh = new Map<string, SeenFilm>();
  const open = async (film: ListedFilm, i: number) => {
    const path = join(layout.root, film.path);
    const { thumbnail, patientKey, ...file } = await inspectFilm(path, { seen });
    if (film.sha256 && film.sha256 !== file.sha256) {
      throw new Error("its content is not the one in manifest.csv (SHA-256)");
    }
    const original = originals.get(film.path);
    const found = known.get(file.sha256) ?? known.get(original?.originalSha256 ?? "");
    thumbnails.set(thumbnail, i * length);
    if (!seen.has(file.sha256)) {
      const { format, width, height, view } = file;
      const own = thumbnails.subarray(i * length, (i + 1) * length);
      fresh.set(file.sha256, { format, width, height, view, thumbnail: own });
    }
    return { film: complete(film, { name, file, original, found }), patientKey };
  };
  const opened = await mapParallel(
    listed,
    (film, i) => open(film, i).catch(() => undefined),
    { onProgress, signal },
  ).finally(async () => {
    if (cache && fresh.size > 0) await writeInspections(cache, new Map([...seen, ...fresh]));
  });
  // The decoder's messages of films decoded side by side get mixed up: ask again, one by one.
  for (const [i, film] of listed.entries()) {
    if (opened[i] !== undefined) continue;
    signal?.throwIfAborted();
    opened[i] = await open(film, i).catch((error) => {
      const reason = error instanceof NotAChestFilmError
        ? error.reason
        : (error as Error).message.replace(/^Cannot read film ".*?": /, "");
      skipped.push({ path: film.path, reason });
      return undefined;
    });
  }

  const sound = opened.filter((film) => film !== undefined);
  if (sound.length === 0) {
    const why = skipped.length === 0 ? "" : ` ("${skipped[0].path}": ${skipped[0].reason})`;
    throw new Error(
      `Cannot read films in "${dir}": none of ${listed.length} could be opened${why}`,
    );
  }
  const kept = thumbnailsOf(thumbnails, opened.map((film) => film !== undefined));
  return {
    root: layout.root,
    name,
    layout: layout.name,
    films: groupFilms(nameDicomPatients(sound), kept),
    thumbnails: kept,
    skipped: skipped.sort((a, b) => (a.path < b.path ? -1 : 1)),
    notes: layout.notes,
  };
}

/** Moves the thumbnails of sound films together, in place. */
function thumbnailsOf(thumbnails: Uint8Array, isSound: readonly boolean[]): Uint8Array {
  const length = THUMBNAIL_SIZE ** 2;
  let kept = 0;
  for (let i = 0; i < isSound.length; i++) {
    if (!isSound[i]) continue;
    thumbnails.copyWithin(kept * length, i * length, (i + 1) * length);
    kept++;
  }
  return thumbnails.subarray(0, kept * length);
}

/** Everything that is known of a film besides what its folder tells. */
interface Sources {
  name: string;
  file: {
    sha256: string;
    width: number;
    height: number;
    format: string;
    bytes: number;
    view: string;
  };
  original?: Partial<Film> & { originalName: string };
  found?: Partial<Film>;
}

function complete(listed: ListedFilm, { name, file, original, found }: Sources): Film {
  const film = makeFilm({
    ...listed,
    source: listed.source || name,
    sha256: file.sha256,
    width: file.width,
    height: file.height,
  });
  film.patientId ||= found?.patientId || patientFromName(original?.originalName || film.path) ||
    patientFromName(film.path);
  film.finding ||= found?.finding ?? "";
  film.view ||= found?.view || file.view;
  film.licence ||= found?.licence ?? "";
  if (film.originalSha256 !== "") return film;
  film.originalWidth = original?.originalWidth ?? file.width;
  film.originalHeight = original?.originalHeight ?? file.height;
  film.originalFormat = original?.originalFormat ?? file.format;
  film.originalBytes = original?.originalBytes ?? file.bytes;
  film.originalSha256 = original?.originalSha256 ?? file.sha256;
  return film;
}

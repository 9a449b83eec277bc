import { basename, dirname, join } from "@std/path";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { deriveSeed } from "../random/derive_seed.ts";
import { type Film, makeFilm, writeManifest } from "./manifest.ts";
import { mapParallel } from "./map_parallel.ts";
import { drawPhantom, drawPhantomParts, PHANTOM_CLASSES } from "./phantom.ts";
import { writeFileAtomic } from "./write_file.ts";

/** Settings of {@linkcode writePhantomSet}. */
export interface PhantomSetOptions {
  /** Decides every film; a larger set of the same seed starts with the same films. */
  seed: number;
  /** Films to train on, the classes in turn. */
  numTrain: number;
  /** Films to test on, the classes in turn, of other patients. */
  numTest: number;
  /** Width and height in pixels, 64 to 1024. */
  imageSize: number;
  /** Plants a letter in the corner of a class's films, as `drawPhantom` does. */
  shortcut?: Readonly<Record<string, string>>;
  /** Called after each film with how many are drawn and how many there will be. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next film; nothing is left behind. */
  signal?: AbortSignal;
}

/** File that names the settings of a finished set. */
const SETTINGS_FILE = "phantom.json";

/** Less air than this is no lung that a reader would outline, in half film widths. */
const LEAST_AIR = 0.03;

/** One film in five is a second one of a patient. */
const FILMS_PER_TWIN = 5;

/**
 * Draws a set of phantom films into a folder: `train|test/<class>/*.png` and `manifest.csv`, with
 * patients, some of whom have two films, both on one side of the split. `lung-masks/` holds each
 * film's true outline of the lungs under the film's path, white on black.
 *
 * The folder appears whole or not at all. Where it is there already with the same settings and drawn
 * in the same way, nothing is done; an outdated set is replaced.
 *
 * @param dir Folder to make.
 * @param options See {@linkcode PhantomSetOptions}.
 * @throws {RangeError} Where a number or a shortcut is out of range.
 * @throws {Error} Where the folder holds something else.
 *
 * @example
 * ```ts
 * import { writePhantomSet } from "lib/data/phantom_set.ts";
 * const dir = `${await Deno.makeTempDir()}/phantom`;
 * await writePhantomSet(dir, { seed: 1, numTrain: 6, numTest: 3, imageSize: 64 });
 * (await Array.fromAsync(Deno.readDir(`${dir}/train`))).length; // 3 classes
 * ```
 */
export async function writePhantomSet(dir: string, options: PhantomSetOptions): Promise<void> {
  const { seed, numTrain, numTest, imageSize, onProgress, signal } = options;
  const shortcut = Object.fromEntries(Object.entries(options.shortcut ?? {}).sort());
  const settings = { seed, numTrain, numTest, imageSize, shortcut };
  const plan = planFilms(settings);
  const fingerprint =
    JSON.stringify({ ...settings, masks: LEAST_AIR, drawing: drawingFingerprint() }) + "\n";
  const found = await readSettings(dir);
  if (found === fingerprint) return;
  if (found === undefined && await holdsAnything(dir)) {
    throw new Error(
      `Cannot draw phantom films into "${dir}": it holds something else; name another folder or empty it`,
    );
  }
  const part = join(dirname(dir), `.${basename(dir)}.${crypto.randomUUID()}.part`);
  try {
    const drawn = await mapParallel(plan, (film) => writeFilm(part, film, settings), {
      limit: 4,
      onProgress: (done, total) => onProgress?.(done, total, "phantom films drawn"),
      signal,
    });
    await writeManifest(join(part, "manifest.csv"), withGroups(drawn));
    await writeFileAtomic(join(part, SETTINGS_FILE), fingerprint);
    await replaceFolder(part, dir, fingerprint);
  } finally {
    await Deno.remove(part, { recursive: true }).catch(() => {});
  }
}

type Settings = Omit<PhantomSetOptions, "onProgress" | "signal">;

interface PlannedFilm {
  path: string;
  split: "train" | "test";
  className: string;
  patientId: string;
  seed: number;
  patientSeed: number;
}

function planFilms({ seed, numTrain, numTest }: Settings): PlannedFilm[] {
  for (const [name, count] of Object.entries({ numTrain, numTest })) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(
        `Cannot draw a phantom set: ${name} is ${count}, expected a whole number from 0`,
      );
    }
  }
  return (["train", "test"] as const).flatMap((split) =>
    Array.from({ length: split === "train" ? numTrain : numTest }, (_, i) => {
      const turn = Math.floor(i / PHANTOM_CLASSES.length);
      const twin = turn % FILMS_PER_TWIN === FILMS_PER_TWIN - 1;
      const first = twin ? i - PHANTOM_CLASSES.length : i;
      const className = PHANTOM_CLASSES[i % PHANTOM_CLASSES.length];
      const number = (index: number) => String(index + 1).padStart(5, "0");
      return {
        path: `${split}/${className}/${number(i)}.png`,
        split,
        className,
        patientId: `phantom:${split}-${number(first)}`,
        seed: deriveSeed(seed, split, i),
        patientSeed: deriveSeed(seed, split, first),
      };
    })
  );
}

async function writeFilm(part: string, film: PlannedFilm, settings: Settings): Promise<Film> {
  const { imageSize, shortcut } = settings;
  const { path, split, className, patientId, seed, patientSeed } = film;
  // A turn for timers and signals: drawing keeps the thread busy.
  await new Promise((resolve) => setTimeout(resolve));
  const drawn = drawPhantomParts({ label: className, seed, patientSeed, imageSize, shortcut });
  const bytes = await writePicture(join(part, path), drawn.pixels, imageSize);
  const outline = Uint8Array.from(drawn.lungs, (air) => air >= LEAST_AIR ? 255 : 0);
  await writePicture(join(part, "lung-masks", path), outline, imageSize);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return makeFilm({
    path,
    className,
    split,
    source: "phantom",
    patientId,
    sha256,
    copyGroup: sha256,
    licence: "MIT",
    width: imageSize,
    height: imageSize,
    originalWidth: imageSize,
    originalHeight: imageSize,
    originalFormat: "png",
    originalBytes: bytes.length,
    originalSha256: sha256,
    view: "PA",
    sex: drawn.sex,
    age: drawn.age,
  });
}

async function writePicture(file: string, pixels: Uint8Array, side: number): Promise<Uint8Array> {
  const raw = { width: side, height: side, channels: 1 as const };
  const bytes = await sharp(pixels, { raw }).toColourspace("b-w").png().toBuffer();
  await Deno.mkdir(dirname(file), { recursive: true });
  await Deno.writeFile(file, bytes);
  return bytes;
}

/** Names each patient's group after the first of its films. */
function withGroups(films: Film[]): Film[] {
  const groups = new Map<string, string>();
  for (const { patientId, sha256 } of films) {
    if (!groups.has(patientId)) groups.set(patientId, sha256);
  }
  return films.map((film) => ({ ...film, group: groups.get(film.patientId)! }));
}

/** Changes whenever films are drawn differently. */
function drawingFingerprint(): string {
  const hash = createHash("sha256");
  for (const label of PHANTOM_CLASSES) hash.update(drawPhantom({ label, seed: 0, imageSize: 64 }));
  return hash.digest("hex");
}

async function readSettings(dir: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(join(dir, SETTINGS_FILE));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}

async function holdsAnything(dir: string): Promise<boolean> {
  try {
    for await (const _entry of Deno.readDir(dir)) return true;
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    return true;
  }
}

/** Moves a finished folder into place; another run may have been faster. */
async function replaceFolder(part: string, dir: string, fingerprint: string): Promise<void> {
  const old = `${part}.old`;
  await Deno.rename(dir, old).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  try {
    await Deno.rename(part, dir);
  } catch (error) {
    if (await readSettings(dir) !== fingerprint) throw error;
  } finally {
    await Deno.remove(old, { recursive: true }).catch(() => {});
  }
}

import { basename, dirname, join } from "@std/path";
import sharp from "sharp";
import { listFiles } from "lib/data/list_files.ts";
import { mapParallel } from "lib/data/map_parallel.ts";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import type { PhantomPlan } from "./phantom_plans.ts";

/** Options of {@linkcode drawPhantomFilms}. */
export interface DrawPhantomFilmsOptions {
  /** How many, and how large. */
  plan: PhantomPlan;
  /** Called after each film. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next film; nothing is left behind. */
  signal?: AbortSignal;
}

/** Side at which phantoms are drawn before they are enlarged, in pixels. */
const DRAWN = 256;

/**
 * Draws phantom films as JPEG files of the sizes in pixels and bytes that films have: as many, as
 * large, and in the folders of a public set, for a benchmark where the set itself is not at hand.
 *
 * @param dir Folder to make; it appears whole or not at all, and nothing is done where it is there.
 * @param options See {@linkcode DrawPhantomFilmsOptions}.
 *
 * @example
 * ```ts ignore
 * await drawPhantomFilms("cache/raikokte", { plan: PHANTOM_PLANS.raikokte }); // train/Normal/…
 * ```
 */
export async function drawPhantomFilms(
  dir: string,
  { plan, onProgress, signal }: DrawPhantomFilmsOptions,
): Promise<void> {
  if (await Deno.stat(dir).catch(() => undefined)) return;
  const { numTrain, numTest, sizeOf, inFolders } = plan;
  const drawn = join(dirname(dir), `.${basename(dir)}.${crypto.randomUUID()}.drawn`);
  const part = `${drawn}.part`;
  try {
    const options = { seed: 1, numTrain, numTest, imageSize: DRAWN, onProgress, signal };
    await writePhantomSet(drawn, options);
    const films = (await listFiles(drawn))
      .filter(({ path }) => path.endsWith(".png") && !path.startsWith("lung-masks/"));
    await mapParallel(films, async ({ path }, i) => {
      const name = path.replace(/\.png$/, ".jpg");
      const file = join(part, inFolders ? name : name.replaceAll("/", "__"));
      await Deno.mkdir(dirname(file), { recursive: true });
      await enlarge(join(drawn, path), file, sizeOf(i));
    }, {
      onProgress: (done, total) => onProgress?.(done, total, "phantom films enlarged"),
      signal,
    });
    await Deno.rename(part, dir);
  } finally {
    await Deno.remove(drawn, { recursive: true }).catch(() => {});
    await Deno.remove(part, { recursive: true }).catch(() => {});
  }
}

/** Saves a film larger, in colour as most are, with the grain that gives it a film's bytes. */
async function enlarge(
  film: string,
  file: string,
  [width, height]: readonly [number, number],
): Promise<void> {
  const data = await sharp(film).resize(width, height, { fit: "fill" }).greyscale().raw()
    .toBuffer();
  const grainy = new Uint8Array(data.length);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = Math.imul(state, 1664525) + 1013904223 | 0; // Numerical Recipes' generator
    const grain = ((state >>> 28) - 7.5) * 0.8; // ±6 grey levels
    grainy[i] = Math.max(0, Math.min(255, data[i] + grain));
  }
  await sharp(grainy, { raw: { width, height, channels: 1 } }).toColourspace("srgb")
    .jpeg({ quality: 90 }).toFile(file);
}

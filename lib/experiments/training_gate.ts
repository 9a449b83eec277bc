import { join } from "@std/path";
import { createHash } from "node:crypto";
import type { Gate } from "../data/gate.ts";
import { DECODING } from "../data/decode_film.ts";
import { THUMBNAIL_SIZE } from "../data/inspect_film.ts";
import { readInspections } from "../data/inspection_cache.ts";
import { loadPixels } from "../data/load_pixels.ts";
import { readGate } from "../data/read_gate.ts";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { fitGate } from "./fit_gate.ts";
import { seenFilmsFile } from "./seen_films.ts";
import type { TaskFilm } from "./task_films.ts";

/** Counts up when the same films would give another gate. */
const GATE_VERSION = 2;

/**
 * Makes a gate from the films that a model is trained on, or reads the one made of them before.
 *
 * @param films Films, as `taskFilms` picks them; only the training films are looked at.
 * @param options `root`, folder of the films; `cacheDir`, folder of decoded films.
 * @returns The gate; `null` where there are too few films for one.
 * @throws {Error} Where a film cannot be decoded, naming the file.
 *
 * @example
 * ```ts
 * import { trainingGate } from "lib/experiments/training_gate.ts";
 * await trainingGate([], { root: "data/films/mine", cacheDir: await Deno.makeTempDir() }); // null
 * ```
 */
export async function trainingGate(
  films: readonly TaskFilm[],
  { root, cacheDir }: { root: string; cacheDir: string },
): Promise<Gate | null> {
  const train = films.filter(({ part }) => part === "train");
  const groups = train.map(({ group, path }) => group || path);
  const content = train.map(({ sha256 }, i) => `${sha256} ${groups[i]}`);
  const hash = createHash("sha256").update([GATE_VERSION, DECODING, ...content].join("\n"))
    .digest("hex");
  const file = join(cacheDir, "gates", `${hash}.json`);
  const known = await readTextIfThere(file);
  if (known !== undefined) return readGate(JSON.parse(known));

  const imageSize = [THUMBNAIL_SIZE, THUMBNAIL_SIZE] as const;
  const seen = await readInspections(seenFilmsFile(root));
  const { data } = await loadPixels({ root, films: train }, { imageSize, cacheDir, seen });
  const length = THUMBNAIL_SIZE ** 2;
  const thumbnails = train.map((_, i) => data.subarray(i * length, (i + 1) * length));
  const gate = fitGate(thumbnails, groups);
  if (gate) await writeFileAtomic(file, JSON.stringify(gate));
  return gate;
}

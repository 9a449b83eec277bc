import { join } from "@std/path";
import { findLungMasks } from "../data/lung_masks.ts";
import { cacheDir } from "../engine/native_library.ts";
import type { Study } from "../experiments/study.ts";
import { writeTopic } from "../experiments/topic_results.ts";
import { type LungNetworkInfo, readLungInfo } from "../models/lung_bundle.ts";
import { lungRows } from "./lung_rows.ts";
import { LEAST_OUTLINED } from "./outlined_set.ts";
import { trainLungNetwork } from "./train_lung_network.ts";

/** Options of {@linkcode studyLungs}. */
export interface StudyLungsOptions {
  /** `quick`: a smaller network, fewer epochs. */
  profile: string;
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** A study's network that outlines lungs. */
export interface StudyLungs {
  /** The network's folder. */
  dir: string;
  info: LungNetworkInfo;
}

/**
 * Finds the network that outlines the lungs of a study's films: the one in `out/lungs`, as
 * `deno task train lungs --out OUT` leaves it; else, where enough of the study's own films have
 * outlines, one is trained on them. Its figures go to topic `lungs`.
 *
 * @param study The study.
 * @param options See {@linkcode StudyLungsOptions}.
 * @returns The network's folder and what is known of it; `undefined` where there is none and too few
 *   films have outlines.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { studyLungs } from "lib/protocol/study_lungs.ts";
 * const lungs = await studyLungs(study, { profile: "quick", seed: 1 });
 * lungs?.info.dice.value;
 * ```
 */
export async function studyLungs(
  { out, set, split }: Study,
  { profile, seed, onProgress, signal }: StudyLungsOptions,
): Promise<StudyLungs | undefined> {
  const dir = join(out, "lungs");
  let info = await readLungInfo(dir).catch(() => undefined);
  if (!info) {
    const outlined = await findLungMasks({ root: set.root, films: split });
    if (outlined.length < LEAST_OUTLINED) return undefined;
    const network = await trainLungNetwork({ ...set, films: split }, {
      ...(profile === "full" ? FULL : QUICK),
      out: dir,
      cacheDir: join(cacheDir(), "films"),
      seed,
      onProgress,
      signal,
    });
    network.model.dispose();
    ({ info } = network);
  }
  await writeTopic(out, "lungs", lungRows(info, { profile }));
  return { dir, info };
}

/** On the way through a notebook; "deno task train lungs" takes more time. */
const FULL = { epochs: 15 };
const QUICK = { imageSize: [64, 64] as [number, number], filters: 8, epochs: 3 };

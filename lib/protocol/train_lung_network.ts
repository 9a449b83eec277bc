import { join } from "@std/path";
import { createHash } from "node:crypto";
import { loadPixels } from "../data/load_pixels.ts";
import { loadLungMasks } from "../data/lung_masks.ts";
import { takeFilms } from "../data/take_films.ts";
import { startEngine } from "../engine/start.ts";
import { bcaIntervals } from "../evaluation/bca_intervals.ts";
import { codeVersion } from "../experiments/code_version.ts";
import {
  type Estimate,
  loadLungNetwork,
  type LungNetwork,
  type LungNetworkInfo,
  readLungInfo,
  saveLungNetwork,
} from "../models/lung_bundle.ts";
import { buildLungNetwork } from "../models/lung_network.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { fitLungs } from "../training/fit_lungs.ts";
import { meanOverlap, type OutlinedFilms } from "../training/outlined_films.ts";
import {
  dealOutlined,
  type DealOutlinedOptions,
  type OutlinedFilm,
  outlinedFilms,
  type OutlinedPart,
  type OutlinedSet,
} from "./outlined_set.ts";

/** Options of {@linkcode trainLungNetwork}. */
export interface TrainLungNetworkOptions extends DealOutlinedOptions {
  /** Folder of the network. A finished one of the same films and settings is read back. */
  out: string;
  /** Folder of decoded films. */
  cacheDir: string;
  /** Height and width of the network's films. @default [128, 128] */
  imageSize?: [number, number];
  /** Filters of the network's first level. @default 16 */
  filters?: number;
  /** @default 90 */
  epochs?: number;
  /** Decides who is held out, and the training. */
  seed: number;
  /** Licence of the films and masks, in words. */
  licence?: string;
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next batch; the same call goes on from there. */
  signal?: AbortSignal;
}

/**
 * Trains a small U-Net to outline lungs on the films of a set that have outlines (`findLungMasks`),
 * and measures it on patients held out.
 *
 * Of copies of one picture one is taken. Train, validation and held-out films are drawn by group, so
 * that no patient stands on two sides; films of unknown patients count as a patient each.
 *
 * @param set Films; sets joined beforehand are grouped together.
 * @param options See {@linkcode TrainLungNetworkOptions}.
 * @returns The network; dispose its `model` after use.
 * @throws {RangeError} Where fewer than 20 films have outlines.
 * @throws {Error} Where a film or mask cannot be read, or the folder not be written.
 *
 * @example
 * ```ts ignore
 * import { trainLungNetwork } from "lib/protocol/train_lung_network.ts";
 * const network = await trainLungNetwork(set, { out: "outputs/lungs", cacheDir, seed: 1 });
 * network.info.dice; // { value: 0.94, low: 0.93, high: 0.95 }
 * ```
 */
export async function trainLungNetwork(
  set: OutlinedSet,
  options: TrainLungNetworkOptions,
): Promise<LungNetwork> {
  const { out, imageSize = [128, 128], filters = 16, epochs = 90, seed, signal } = options;
  const films = await outlinedFilms(set);
  const parts = dealOutlined(films, options);
  const settings = { imageSize, filters, epochs, seed, version: 1 };
  const fingerprint = createHash("sha256").update(JSON.stringify([
    settings,
    films.map(({ film, mask }, i) => [film.sha256, mask.sha256, parts[i]]),
  ])).digest("hex");
  await startEngine({ seed: deriveSeed(seed, "lungs") >>> 1 });
  if (await readLungInfo(out).then((info) => info.training.fingerprint, () => "") === fingerprint) {
    return await loadLungNetwork(out);
  }

  const pixels = await loadAll(set.root, films, { ...options, imageSize });
  const partOf = (part: OutlinedPart): OutlinedFilms => take(pixels, parts, { part, imageSize });
  const model = buildLungNetwork({ imageSize, filters });
  try {
    const checkpoint = join(out, "checkpoint.bin");
    const { epoch } = await fitLungs(model, partOf("train"), {
      ...options,
      validation: partOf("validation"),
      epochs,
      checkpoint,
    });
    const measured = await meanOverlap(model, partOf("test"), { signal });
    const heldOut = films.filter((_, i) => parts[i] === "test").map(({ film }) => film);
    const groups = heldOut.map(({ group }) => group);
    const info: LungNetworkInfo = {
      title: `Lungs, a U-Net of ${model.countParams().toLocaleString("en")} parameters`,
      dice: estimate(measured.dices, groups, seed),
      iou: estimate(measured.ious, groups, seed),
      heldOut: { films: groups.length, patients: new Set(groups).size },
      training: {
        data: set.name,
        films: parts.filter((part) => part === "train").length,
        validation: parts.filter((part) => part === "validation").length,
        epochs: epoch,
        seed,
        fingerprint,
      },
      licence: options.licence ?? `that of the films and outlines of ${set.name}`,
      codeVersion: await codeVersion(),
    };
    await saveLungNetwork(out, { model, info }); // the checkpoint goes with the old folder
  } finally {
    model.dispose();
  }
  return await loadLungNetwork(out);
}

async function loadAll(
  root: string,
  films: readonly OutlinedFilm[],
  { imageSize, cacheDir, onProgress, signal }: TrainLungNetworkOptions & {
    imageSize: [number, number];
  },
): Promise<OutlinedFilms> {
  const loading = { imageSize, cacheDir, signal };
  const read = await loadPixels({ root, films: films.map(({ film }) => film) }, {
    ...loading,
    onProgress: (done, total) => onProgress?.(done, total, "films decoded"),
  });
  const masks = await loadLungMasks(root, films.map(({ mask }) => mask), loading);
  return { films: read.data, masks };
}

function take(
  { films, masks }: OutlinedFilms,
  parts: readonly OutlinedPart[],
  { part, imageSize: [height, width] }: { part: OutlinedPart; imageSize: [number, number] },
): OutlinedFilms {
  const places = parts.flatMap((own, i) => own === part ? [i] : []);
  const own = { places, size: height * width };
  return { films: takeFilms(films, own), masks: takeFilms(masks, own) };
}

/** The films' mean, with an interval from drawing patients anew; films without lungs count for none. */
function estimate(values: readonly number[], groups: readonly string[], seed: number): Estimate {
  const mean = (weights: ArrayLike<number>) => {
    let sum = 0, total = 0;
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      sum += weights[i] * value;
      total += weights[i];
    });
    return sum / total;
  };
  const [[low, high]] = bcaIntervals((weights) => [mean(weights)], { groups, seed });
  return { value: mean(values.map(() => 1)), low, high };
}

import type { Gate } from "../data/gate.ts";
import type { ModelCard } from "./model_card.ts";

/** What a model's answers may not be used for; stands wherever it answers. */
export const NOT_FOR_DIAGNOSIS =
  "For study and research only. Not for diagnosis: do not base any decision about a patient on it.";

/** What a network's weights alone do not say. */
export interface BundleInfo {
  /** Short name of the experiment, `A`, `B1`, … */
  id: string;
  title: string;
  /** Classes in the order of the probabilities. */
  classNames: string[];
  /** How a film becomes the network's input; scaling and channels are layers of the network. */
  preprocessing: {
    /** Height and width, in pixels. */
    imageSize: [number, number];
    /** Name of the one way of decoding and resizing, `DECODING` of `lib/data/decode_film.ts`. */
    decoding: string;
  };
  /**
   * With two classes, the probability of the second from which on a film is called so. It is chosen
   * on validation films; without any it is .5.
   */
  threshold: number;
  /** How the threshold was chosen, in words. */
  thresholdBasis: string;
  /** Divides the logits; 1 where the probabilities are not calibrated. */
  temperature: number;
  /** What its training films look like; `null`: it answers to any picture. */
  gate: Gate | null;
  /** What the network was trained on. */
  training: {
    /** Name of the data set. */
    data: string;
    /** SHA-256 over the training films' own, their classes and their split. */
    fingerprint: string;
    numFilms: number;
    seed: number;
    profile: string;
    /**
     * First 16 letters of the SHA-256 of each film that it was trained or chosen on, so that an exact
     * copy is known again elsewhere; left out where unknown.
     */
    films?: string[];
  };
  /** Results and limits, for people; `null` where unknown. */
  card: ModelCard | null;
  /** Licence of the weights. */
  licence: string;
  /** Commit of the code that trained it; `""` where unknown. */
  codeVersion: string;
}

/** Names of the two files beside `bundle.json`. */
export const HASHED_FILES = ["model.json", "weights.bin"] as const;

/** SHA-256 of each of {@linkcode HASHED_FILES}, in hexadecimal. */
export type BundleHashes = Record<typeof HASHED_FILES[number], string>;

/** First line of defence: a file of this format says so. */
export const BUNDLE_FORMAT = "chest-xray-model";

/** The format's version that is written; version 1 is read, too. */
export const BUNDLE_VERSION = 2;

/**
 * Writes `bundle.json`.
 *
 * @param info What is known of the model.
 * @param hashes Hashes of the bundle's other files.
 * @returns JSON text.
 *
 * @example
 * ```ts ignore
 * import { formatBundleInfo } from "lib/models/bundle_info.ts";
 * declare const info: import("lib/models/bundle_info.ts").BundleInfo;
 * formatBundleInfo(info, { "model.json": "…", "weights.bin": "…" });
 * ```
 */
export function formatBundleInfo(info: BundleInfo, hashes: BundleHashes): string {
  const head = { format: BUNDLE_FORMAT, version: BUNDLE_VERSION, notice: NOT_FOR_DIAGNOSIS };
  return JSON.stringify({ ...head, ...info, files: hashes }) + "\n";
}

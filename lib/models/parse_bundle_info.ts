import type { Gate } from "../data/gate.ts";
import { readGate } from "../data/read_gate.ts";
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  type BundleHashes,
  type BundleInfo,
  HASHED_FILES,
} from "./bundle_info.ts";
import type { ModelCard } from "./model_card.ts";
import { poisonedKey } from "./poisoned_key.ts";
import { list, number, object, string, wrong } from "./read_fields.ts";

const MAX_LETTERS = 4 * 2 ** 20;

/**
 * Reads `bundle.json`, which nobody vouches for, and checks every part of it.
 *
 * @param text JSON text, of version 1 or 2; what version 1 lacks becomes `null` or `""`.
 * @returns What is known of the model, and the hashes of the bundle's other files.
 * @throws {TypeError} Where a part is missing, of another kind, or out of range, naming it.
 *
 * @example
 * ```ts
 * import { parseBundleInfo } from "lib/models/parse_bundle_info.ts";
 * try {
 *   parseBundleInfo('{"format": "chest-xray-model", "version": 9}');
 * } catch (error) {
 *   (error as Error).message; // "bundle.json is of version 9, this program knows 1 and 2"
 * }
 * ```
 */
export function parseBundleInfo(text: string): { info: BundleInfo; hashes: BundleHashes } {
  const file = parse(text);
  if (file.version !== 1 && file.version !== BUNDLE_VERSION) {
    throw wrong(
      `is of version ${String(file.version)}, this program knows 1 and ${BUNDLE_VERSION}`,
    );
  }
  const isOld = file.version === 1;
  const preprocessing = object(file.preprocessing, "preprocessing");
  const training = object(file.training, "training");
  const info: BundleInfo = {
    id: string(file.id, "id"),
    title: string(file.title, "title"),
    classNames: classNames(file.classNames),
    preprocessing: {
      imageSize: imageSize(preprocessing.imageSize),
      decoding: string(preprocessing.decoding, "preprocessing.decoding"),
    },
    threshold: number(file.threshold, "threshold", 0, 1),
    thresholdBasis: isOld ? "" : string(file.thresholdBasis, "thresholdBasis"),
    temperature: number(file.temperature, "temperature", 0.01, 100),
    gate: isOld ? null : gate(file.gate),
    training: {
      data: string(training.data, "training.data"),
      fingerprint: string(training.fingerprint, "training.fingerprint"),
      numFilms: number(training.numFilms, "training.numFilms", 0, 1e9),
      seed: number(training.seed, "training.seed", -(2 ** 53), 2 ** 53),
      profile: string(training.profile, "training.profile"),
      ...(training.films === undefined ? {} : { films: filmHashes(training.films) }),
    },
    card: isOld || file.card === null ? null : card(file.card),
    licence: string(file.licence, "licence"),
    codeVersion: isOld ? "" : string(file.codeVersion, "codeVersion"),
  };
  return { info, hashes: hashes(file.files) };
}

function parse(text: string): Record<string, unknown> {
  if (text.length > MAX_LETTERS) throw wrong(`is longer than ${MAX_LETTERS} letters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`bundle.json is no JSON (${(error as Error).message})`, { cause: error });
  }
  const file = object(value, "its content");
  if (file.format !== BUNDLE_FORMAT) {
    throw wrong(`is no model bundle: its format is not "${BUNDLE_FORMAT}"`);
  }
  const key = poisonedKey(file);
  if (key) throw wrong(`has a key "${key}", which no bundle has`);
  return file;
}

function classNames(value: unknown): string[] {
  const names = list(value, "classNames", 100).map((name) => string(name, "a class name"));
  if (names.length < 2 || names.some((name) => name === "")) {
    throw wrong("has fewer than two classes in classNames, or one without a name");
  }
  if (new Set(names).size < names.length) throw wrong("has a class twice in classNames");
  return names;
}

function imageSize(value: unknown): [number, number] {
  const sides = list(value, "preprocessing.imageSize", 2)
    .map((side) => number(side, "preprocessing.imageSize", 1, 2048));
  if (sides.length !== 2 || !sides.every(Number.isInteger)) {
    throw wrong("has a preprocessing.imageSize that is not [height, width]");
  }
  return sides as [number, number];
}

function filmHashes(value: unknown): string[] {
  return list(value, "training.films", 1e6).map((hash) => {
    if (typeof hash === "string" && /^[0-9a-f]{16}$/.test(hash)) return hash;
    throw wrong("has a hash in training.films that is not 16 hexadecimal letters");
  });
}

function gate(value: unknown): Gate | null {
  if (value === null) return null;
  try {
    return readGate(object(value, "gate"));
  } catch (error) {
    throw wrong(`has a gate that cannot be: ${(error as Error).message}`);
  }
}

function card(value: unknown): ModelCard {
  const { films, results, floors, limits } = object(value, "card");
  return {
    films: list(films, "card.films", 1000).map((each) => {
      const film = object(each, "card.films");
      const part = string(film.part, "card.films.part") as ModelCard["films"][0]["part"];
      const className = string(film.className, "card.films.className");
      return { part, className, numFilms: number(film.numFilms, "card.films.numFilms", 0, 1e9) };
    }),
    results: list(results, "card.results", 1000).map((each) => {
      const row = object(each, "card.results");
      return {
        split: string(row.split, "card.results.split"),
        n: number(row.n, "card.results.n", 0, 1e9),
        accuracy: number(row.accuracy, "card.results.accuracy", 0, 1),
        ciLow: number(row.ciLow, "card.results.ciLow", 0, 1),
        ciHigh: number(row.ciHigh, "card.results.ciHigh", 0, 1),
      };
    }),
    floors: list(floors, "card.floors", 1000).map((each) => {
      const row = object(each, "card.floors");
      return {
        name: string(row.name, "card.floors.name"),
        split: string(row.split, "card.floors.split"),
        accuracy: number(row.accuracy, "card.floors.accuracy", 0, 1),
      };
    }),
    limits: list(limits, "card.limits", 100).map((line) => string(line, "card.limits")),
  };
}

function hashes(value: unknown): BundleHashes {
  const files = object(value, "files");
  if (Object.keys(files).sort().join() !== HASHED_FILES.join()) {
    throw wrong(`names other files than ${HASHED_FILES.join(" and ")}`);
  }
  for (const name of HASHED_FILES) {
    if (!/^[0-9a-f]{64}$/.test(String(files[name]))) throw wrong(`has no SHA-256 of ${name}`);
  }
  return files as BundleHashes;
}

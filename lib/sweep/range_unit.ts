import { createHash } from "node:crypto";
import type { Film } from "../data/manifest.ts";
import type { SweepSpec } from "./sweep_spec.ts";
import type { DoneUnit } from "./unit_result.ts";

/** What can be done with a range of a set's films: all but training. */
export type RangeWork = Exclude<SweepSpec["work"], "train">;

/** A range of a set's films, and what is done with it. */
export interface RangeUnit {
  work: RangeWork;
  /** Name of a backbone, or path of a model; `""` for an audit. */
  model: string;
  /** Side of the films in pixels, where features are taken; a model knows its own. */
  size: number;
  /** Films by number, from 0; the last one is not included. */
  start: number;
  end: number;
}

/** A range with the name of its result. */
export type NamedRange = RangeUnit & { name: string };

/** What `unit.json` says of a finished range. */
export type DoneRange = RangeUnit & DoneUnit;

/** A set's films, in the order that ranges count by. */
export interface RangeFilms {
  /** Folder that the films' paths start from. */
  root: string;
  name: string;
  films: Film[];
}

/** What a chunk's file tells the process that works on ranges; paths are absolute. */
export interface RangeFile {
  work: RangeWork;
  /** Folder of the sweep; units are in `units/` of it. */
  out: string;
  /** Folder and name of the set, and a manifest of its films. */
  set: Omit<RangeFilms, "films">;
  films: string;
  /** Fingerprint of the code, which the process must find, too. */
  code: string;
  /** Folder of pretrained backbones. */
  weights: string;
  keepModels: false;
  units: NamedRange[];
}

/**
 * Parts a set into ranges of films, for each model.
 *
 * @param spec What is done, with which models, and how many films are one unit.
 * @param numFilms Films of the set.
 * @returns The units, model by model, in the films' order.
 *
 * @example
 * ```ts
 * import { listRanges } from "lib/sweep/range_unit.ts";
 * const spec = { work: "audit" as const, models: [], films: 1000, size: 224 };
 * listRanges(spec, 2500).map(({ start, end }) => end - start); // [1000, 1000, 500]
 * ```
 */
export function listRanges(
  { work, models, films, size }: Pick<SweepSpec, "models" | "films" | "size"> & { work: RangeWork },
  numFilms: number,
): RangeUnit[] {
  const starts = Array.from({ length: Math.ceil(numFilms / films) }, (_, i) => i * films);
  return (work === "audit" ? [""] : models).flatMap((model) =>
    starts.map((start) => ({ work, model, size, start, end: Math.min(start + films, numFilms) }))
  );
}

/**
 * Names the result of a range: the same name means the same result, wherever it was computed.
 *
 * @param unit The unit.
 * @param basis Its films, and fingerprints of the code and of the model.
 * @returns A folder's name: work, model and range for people, then 16 hexadecimal digits of a
 *   SHA-256 over everything.
 *
 * @example
 * ```ts
 * import { rangeName } from "lib/sweep/range_unit.ts";
 * const unit = { work: "audit" as const, model: "", size: 224, start: 0, end: 0 };
 * rangeName(unit, { films: [], code: "", model: "" }); // "audit-0-0-…"
 * ```
 */
export function rangeName(
  { work, model, size, start, end }: RangeUnit,
  basis: { films: readonly Film[]; code: string; model: string },
): string {
  const settings = [1, work, basis.code, basis.model, ...(work === "features" ? [size] : [])];
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const film of basis.films) hash.update(`\n${JSON.stringify(film)}`);
  const words = [work, modelLabel(model), start, end].filter((word) => word !== "");
  return `${words.join("-")}-${hash.digest("hex").slice(0, 16)}`;
}

/**
 * Names a model for people, in a file's name.
 *
 * @param model Name of a backbone, or path of a model.
 * @returns The name, or the path's last folder; two models may share it.
 *
 * @example
 * ```ts
 * import { modelLabel } from "lib/sweep/range_unit.ts";
 * modelLabel("/outputs/mine/experiments/E+"); // "E+"
 * ```
 */
export function modelLabel(model: string): string {
  return model.replace(/^.*\/(?=.)/, "").replace(/[^\w.+-]+/g, "-");
}

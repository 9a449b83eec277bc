import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";
import { TRANSFER_EXPERIMENTS } from "../experiments/transfer.ts";
import type { RangeFile } from "./range_unit.ts";
import type { SweepUnit } from "./sweep_unit.ts";

/** A unit with the name of its result. */
export type NamedUnit = SweepUnit & { name: string };

/** What one process does: units one after the other, so that it starts once for all of them. */
export interface SweepChunk {
  /** Name of the chunk's file and log. */
  id: string;
  /** Trainings, or ranges of films. */
  units: readonly { name: string }[];
}

/** What every process of a sweep is told, but for its units. */
export type SweepFile = Omit<ChunkFile, "units"> | Omit<RangeFile, "units">;

/** What a chunk's file tells the process that trains it; paths are absolute. */
export interface ChunkFile {
  /** Folder of the sweep; units are in `units/` of it. */
  out: string;
  /** Folder with `split.csv` and `data.json` of the films. */
  study: string;
  /** Fingerprints that the process must find, too. */
  films: string;
  code: string;
  /** Folder of pretrained backbones. */
  weights: string;
  keepModels: boolean;
  units: NamedUnit[];
}

/**
 * Deals units out to processes. What stands on a pretrained backbone trains in about the time that
 * a process, and more so a job on Ray, takes to start: such units are shared out evenly over all
 * processes, others stay alone.
 *
 * @param units What there is to do, one recipe after the other.
 * @param options Number of processes that may run at a time, and of units in one (0: as suits).
 * @returns The chunks, each of one recipe.
 *
 * @example
 * ```ts
 * import { chunkUnits } from "lib/sweep/sweep_chunk.ts";
 * const unit = { recipe: "frozen:phantom", profile: "quick", changes: {} };
 * const units = [1, 2, 3, 4, 5].map((seed) => ({ ...unit, seed, name: `unit-${seed}` }));
 * chunkUnits(units, { slots: 2, chunk: 0 }).map(({ units }) => units.length); // [3, 2]
 * ```
 */
export function chunkUnits(
  units: readonly NamedUnit[],
  { slots, chunk }: { slots: number; chunk: number },
): SweepChunk[] {
  return [...Map.groupBy(units, ({ recipe }) => recipe)].flatMap(([recipe, ofRecipe]) =>
    evenChunks(ofRecipe, chunk || (isLight(recipe) ? Math.ceil(ofRecipe.length / slots) : 1))
  );
}

/**
 * Deals units out, in their order, to chunks that differ by one unit at most.
 *
 * @param units What there is to do.
 * @param most Most units of a chunk.
 * @returns As few chunks as that allows.
 *
 * @example
 * ```ts
 * import { evenChunks } from "lib/sweep/sweep_chunk.ts";
 * const units = [1, 2, 3, 4, 5].map((number) => ({ name: `unit-${number}` }));
 * evenChunks(units, 3).map(({ units }) => units.length); // [3, 2]
 * ```
 */
export function evenChunks(units: readonly { name: string }[], most: number): SweepChunk[] {
  const count = Math.ceil(units.length / most);
  const at = (part: number) => Math.ceil(part * units.length / count);
  return Array.from({ length: count }, (_, i) => chunkOf(units.slice(at(i), at(i + 1))));
}

/**
 * Makes a chunk of some units.
 *
 * @param units One or more.
 * @returns The chunk, named by its first unit and how many there are.
 *
 * @example
 * ```ts
 * import { chunkOf } from "lib/sweep/sweep_chunk.ts";
 * const unit = { recipe: "A", profile: "quick", changes: {}, seed: 1, name: "A-seed-1-00" };
 * chunkOf([unit]).id; // "A-seed-1-00"
 * ```
 */
export function chunkOf(units: readonly { name: string }[]): SweepChunk {
  const [{ name }] = units;
  return { id: units.length === 1 ? name : `${name}-and-${units.length - 1}-more`, units };
}

/**
 * Writes what a process is to do.
 *
 * @param chunk The chunk.
 * @param file What it is told.
 * @returns The path of the file.
 * @throws {Error} Where it cannot be written.
 *
 * @example
 * ```ts ignore
 * import { writeChunk } from "lib/sweep/sweep_chunk.ts";
 * await writeChunk(chunk, { out, study, films, code, weights, keepModels: false });
 * ```
 */
export async function writeChunk(
  { id, units }: SweepChunk,
  file: SweepFile,
): Promise<string> {
  const path = join(file.out, "chunks", `${id}.json`);
  await writeFileAtomic(path, JSON.stringify({ ...file, units }, null, 2) + "\n");
  return path;
}

/** Whether a unit of a recipe takes seconds, as all that stand on a pretrained backbone do. */
function isLight(recipe: string): boolean {
  return Object.hasOwn(TRANSFER_EXPERIMENTS, recipe.split(":")[0]);
}

import type { SweepChunk } from "lib/sweep/sweep_chunk.ts";

/** How a chunk's process ended. */
export interface ChunkEnd {
  /** Why, where it died before its end; `""` where it ended by itself, units failed or not. */
  reason: string;
  /** The file that holds what it printed. */
  log: string;
}

/** A chunk that is being trained, or waits for its turn on a cluster. */
export interface RunningChunk {
  ended: Promise<ChunkEnd>;
  /** Stops it and waits until it has ended; what is done stays. */
  stop: () => Promise<void>;
}

/** Where the processes of a sweep run. */
export interface Engine {
  /** What runs where, for people. */
  about: string;
  /** How many chunks may be under way now. */
  slots: () => Promise<number>;
  /**
   * Begins a chunk.
   *
   * @param chunk The chunk.
   * @param file Path of its file.
   */
  start: (chunk: SweepChunk, file: string) => Promise<RunningChunk>;
}

/** The engine cannot go on at all: nothing is tried again. */
export class EngineError extends Error {
  override name = "EngineError";
}

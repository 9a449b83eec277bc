import type { Places } from "../places.ts";

/** What `train` can do besides training one recipe: a word in a recipe's place. */
export interface TrainCommand {
  /** One line for `train --help`. */
  about: string;
  /**
   * Runs it with the arguments behind the word; what is wrong with them is a `RangeError`.
   * Its module is imported here, so that no other command waits for it.
   */
  run: (args: string[], places: Places, signal: AbortSignal) => Promise<void>;
}

/** Every such command by its word. */
export const TRAIN_COMMANDS: Readonly<Record<string, TrainCommand>> = {
  units: {
    about: "what a sweep wrote into a file; sweeps call it",
    run: async (...call) => await (await import("./units.ts")).units(...call),
  },
  best: {
    about: "models for films from elsewhere, on all sets together; see its own --help",
    run: async (...call) => await (await import("./best.ts")).trainBestModels(...call),
  },
  lungs: {
    about: "a network that outlines lungs, from films with outlines; see its own --help",
    run: async (args, places, signal) =>
      await (await import("./lungs.ts")).trainLungs(args, places, signal),
  },
};

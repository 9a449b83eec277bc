import * as tf from "@tensorflow/tfjs";
import util from "node:util";
import { awaitSetup } from "./await_setup.ts";
import { registerNativeLayers } from "./native_layers.ts";
import { registerNativeGradients } from "./native_gradients.ts";
import { seedEngine } from "./random_state.ts";
import { registerSeededLayers } from "./seeded_layers.ts";
import { unwrittenTensor } from "./unwritten_tensor.ts";

/** Options of {@linkcode startEngine}. */
export interface StartEngineOptions {
  /** Seed of the stream from which initialisers and dropout draw. @default 0 */
  seed?: number;
  /**
   * Leaves TensorFlow.js as it is, slow gradients and unseeded layers included, to compare with. A
   * later call without it puts the engine's own in, for good. @default false
   */
  stock?: boolean;
  /**
   * Called while another process sets TensorFlow up, as `deno task lab` lets one do: percent done,
   * 100, and what it says.
   */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Ends that wait. */
  signal?: AbortSignal;
  /** Whether this is part of that set-up, and so does not wait for its end. @default false */
  duringSetup?: boolean;
}

/** Whether the engine's own kernels, gradients and layers are in. */
let isNative = false;

/**
 * Loads TensorFlow's C library behind `@tensorflow/tfjs` and returns the `tf` namespace.
 *
 * Every `tf.*` call in any module then runs on the native backend, with native gradients and
 * seeded random numbers. Calling it again is free, but for the seed, which is set anew.
 *
 * @param options See {@linkcode StartEngineOptions}.
 * @returns The `tf` namespace with the native backend set.
 * @throws {Error} Where the native addon is missing or does not load, with the remedy, where a set-up
 *   that it waited for failed, or where
 *   stock TensorFlow.js is asked for too late.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine({ seed: 1 });
 * tf.getBackend(); // "tensorflow"
 * ```
 */
export async function startEngine(options: StartEngineOptions = {}): Promise<typeof tf> {
  const { seed = 0, stock = false } = options;
  seedEngine(seed);
  if (stock && isNative) {
    throw new Error(
      "Cannot go back to stock TensorFlow.js: the engine's own kernels are in; " +
        "ask for it first, or in another process",
    );
  }
  if (tf.getBackend() !== "tensorflow") {
    if (!options.duringSetup) await awaitSetup(options);
    await loadTensorFlow();
  }
  if (!stock && !isNative) {
    registerNativeGradients();
    registerNativeLayers();
    registerSeededLayers();
    unwrittenTensor([1]).dispose(); // its reserve is there from now on, in every count of tensors
    isNative = true;
  }
  return tf;
}

async function loadTensorFlow(): Promise<void> {
  // Read by TensorFlow when it loads: say less, and take a GPU's memory only as it is needed.
  setIfUnset("TF_CPP_MIN_LOG_LEVEL", "2");
  setIfUnset("TF_FORCE_GPU_ALLOW_GROWTH", "true");
  // tfjs-node calls a function that Node 23 and Deno 2.4.4 dropped (tensorflow/tfjs#8425).
  const patched = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
  patched.isNullOrUndefined ??= (value) => value == null;
  try {
    await import("@tensorflow/tfjs-node-gpu");
  } catch (error) {
    throw new Error(
      `Cannot load TensorFlow: ${(error as Error).message.split("\n")[0]}; run "deno task setup"`,
      { cause: error },
    );
  }
}

function setIfUnset(name: string, value: string): void {
  if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
}

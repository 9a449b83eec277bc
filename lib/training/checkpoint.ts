import * as tf from "@tensorflow/tfjs";
import { writeFileAtomic } from "../data/write_file.ts";

/** State of a training after an epoch: anything JSON holds, and tensors. */
export interface Checkpoint<State> {
  state: State;
  /** float32 tensors. */
  tensors: tf.Tensor[];
}

/**
 * Writes a checkpoint as one file, whole or not at all.
 *
 * @param file Path of the file.
 * @param checkpoint State and tensors; the tensors stay the caller's.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { writeCheckpoint } from "lib/training/checkpoint.ts";
 * const tf = await startEngine();
 * const file = `${await Deno.makeTempDir()}/checkpoint.bin`;
 * await writeCheckpoint(file, { state: { epoch: 3 }, tensors: [tf.tensor1d([1, 2])] });
 * ```
 */
export async function writeCheckpoint<State>(
  file: string,
  { state, tensors }: Checkpoint<State>,
): Promise<void> {
  const shapes = tensors.map((tensor) => tensor.shape);
  const header = new TextEncoder().encode(JSON.stringify({ version: 1, state, shapes }));
  const start = align(4 + header.length);
  const bytes = new Uint8Array(start + tensors.reduce((sum, tensor) => sum + 4 * tensor.size, 0));
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let offset = start;
  for (const tensor of tensors) {
    new Float32Array(bytes.buffer, offset, tensor.size).set(tensor.dataSync());
    offset += 4 * tensor.size;
  }
  await writeFileAtomic(file, bytes);
}

/**
 * Reads what {@linkcode writeCheckpoint} wrote.
 *
 * @param file Path of the file.
 * @returns State and tensors, to be disposed by the caller; `undefined` where there is no file.
 * @throws {SyntaxError} Where the file is no checkpoint, naming it and the remedy.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { readCheckpoint, writeCheckpoint } from "lib/training/checkpoint.ts";
 * await startEngine();
 * const file = `${await Deno.makeTempDir()}/checkpoint.bin`;
 * await writeCheckpoint(file, { state: { epoch: 3 }, tensors: [] });
 * (await readCheckpoint<{ epoch: number }>(file))?.state.epoch; // 3
 * ```
 */
export async function readCheckpoint<State>(file: string): Promise<Checkpoint<State> | undefined> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await Deno.readFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const tensors: tf.Tensor[] = [];
  try {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    if (header.version !== 1) throw new Error(`version ${header.version}`);
    let offset = align(4 + length);
    for (const shape of header.shapes as number[][]) {
      const size = shape.reduce((product, n) => product * n, 1);
      const values = new Float32Array(bytes.buffer, offset, size);
      offset += 4 * size;
      tensors.push(tf.tensor(values, shape, "float32"));
    }
    return { state: header.state, tensors };
  } catch (error) {
    tf.dispose(tensors);
    throw new SyntaxError(
      `Cannot read checkpoint "${file}": ${(error as Error).message}; delete it to start anew`,
      { cause: error },
    );
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

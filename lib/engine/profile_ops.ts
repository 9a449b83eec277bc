import * as tf from "@tensorflow/tfjs";

/** What the calls of one op with one shape of output came to. */
export interface OpProfileRow {
  /** Name of TensorFlow's op, or what else crossed the border to it: see `OTHER_WORK`. */
  op: string;
  /** Shape of the first output, such as `16×498×498×32`; "" where the rows of an op are summed. */
  shape: string;
  /** Calls; `NaN` for JavaScript, which nobody counts. */
  count: number;
  /** Milliseconds in all calls. */
  ms: number;
  /** Bytes of all outputs of all calls. */
  bytes: number;
}

/** What a stretch of a program spent its time on. */
export interface OpProfile {
  /** One row for each op and shape, the longest first; their times sum to `ms`. */
  rows: OpProfileRow[];
  /** Milliseconds from start to end. */
  ms: number;
}

/** Rows of a profile that are no ops of TensorFlow. */
export const OTHER_WORK = {
  toTensor: "(values to tensor)",
  fromTensor: "(tensor to values)",
  free: "(memory freed)",
  javascript: "(JavaScript)",
} as const;

/** The parts of the native addon that are timed. */
interface Binding {
  executeOp(name: string, attributes: unknown[], ids: number[], numOutputs: number): Output[];
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  tensorDataSync(id: number): ArrayBufferView;
  deleteTensor(id: number): void;
}

interface Output {
  shape: number[];
  dtype: number;
}

/** Whether a profile is being taken. */
let isTaken = false;

/**
 * Times every op that TensorFlow runs from now on, whoever asked for it: layers, gradients and
 * optimisers, the engine's own kernels and stock ones.
 *
 * Only one profile can be taken at a time. On a CPU an op has ended when its call returns. A GPU
 * works on after that: there the time stands with whichever op waits for the result.
 *
 * @returns A function that ends the profile and tells it; call it in a `finally`.
 * @throws {Error} Where the engine has not started, or another profile is being taken.
 *
 * @example
 * ```ts
 * import { startOpProfile } from "lib/engine/profile_ops.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const endProfile = startOpProfile();
 * tf.relu(tf.tensor1d([-1, 2]));
 * endProfile().rows.some(({ op }) => op === "Relu"); // true
 * ```
 */
export function startOpProfile(): () => OpProfile {
  if (tf.getBackend() !== "tensorflow") {
    throw new Error("TensorFlow is not loaded; call startEngine() first");
  }
  const backend = tf.backend() as unknown as { binding: Binding };
  const { binding } = backend;
  if (isTaken) {
    throw new Error("Cannot take a profile: another one is being taken; end that first");
  }
  isTaken = true;
  const rows = new Map<string, OpProfileRow>();
  const timed = <T>(run: () => T, describe: (result: T) => [string, Output[]]): T => {
    const started = performance.now();
    const result = run();
    const ms = performance.now() - started;
    add(rows, ms, ...describe(result));
    return result;
  };
  // The addon's functions are read-only: an object in front of it takes their place.
  backend.binding = Object.create(binding, {
    executeOp: {
      value: (...[name, ...rest]: Parameters<Binding["executeOp"]>) =>
        timed(() => binding.executeOp(name, ...rest), (outputs) => [name, outputs]),
    },
    createTensor: {
      value: (...[shape, dtype, values]: Parameters<Binding["createTensor"]>) =>
        timed(
          () => binding.createTensor(shape, dtype, values),
          () => [OTHER_WORK.toTensor, [{ shape, dtype }]],
        ),
    },
    tensorDataSync: {
      value: (id: number) =>
        timed(() => binding.tensorDataSync(id), () => [OTHER_WORK.fromTensor, []]),
    },
    deleteTensor: {
      value: (id: number) => timed(() => binding.deleteTensor(id), () => [OTHER_WORK.free, []]),
    },
  });
  const started = performance.now();
  let ended: OpProfile | undefined;
  return () => {
    if (ended) return ended;
    const ms = performance.now() - started;
    backend.binding = binding;
    isTaken = false;
    const native = [...rows.values()].reduce((sum, row) => sum + row.ms, 0);
    const rest = { shape: "", count: NaN, ms: Math.max(0, ms - native), bytes: 0 };
    const all = [...rows.values(), { op: OTHER_WORK.javascript, ...rest }];
    return ended = { rows: all.sort((a, b) => b.ms - a.ms), ms };
  };
}

/**
 * Sums the rows of each op over its shapes.
 *
 * @param rows Rows of a profile.
 * @returns One row an op, the longest first.
 *
 * @example
 * ```ts
 * import { sumByOp } from "lib/engine/profile_ops.ts";
 * const row = { op: "Relu", shape: "2×3", count: 1, ms: 2, bytes: 24 };
 * sumByOp([row, { ...row, shape: "4" }])[0].ms; // 4
 * ```
 */
export function sumByOp(rows: readonly OpProfileRow[]): OpProfileRow[] {
  const sums = new Map<string, OpProfileRow>();
  for (const { op, count, ms, bytes } of rows) {
    const sum = sums.get(op) ?? { op, shape: "", count: 0, ms: 0, bytes: 0 };
    sums.set(op, {
      ...sum,
      count: sum.count + count,
      ms: sum.ms + ms,
      bytes: sum.bytes + bytes,
    });
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms);
}

function add(rows: Map<string, OpProfileRow>, ms: number, op: string, outputs: Output[]): void {
  const shape = outputs[0]?.shape.join("×") ?? "";
  const key = `${op} ${shape}`;
  let row = rows.get(key);
  if (!row) rows.set(key, row = { op, shape, count: 0, ms: 0, bytes: 0 });
  row.count++;
  row.ms += ms;
  row.bytes += outputs.reduce((sum, output) => sum + bytesOf(output), 0);
}

function bytesOf({ shape, dtype }: Output): number {
  return shape.reduce((size, length) => size * length, BYTES[dtype] ?? 0);
}

/** Bytes of a value by TensorFlow's number of its type; text and resources count as nothing. */
const BYTES: Record<number, number> = { 1: 4, 2: 8, 3: 4, 4: 1, 6: 1, 8: 8, 9: 8, 10: 1, 19: 2 };

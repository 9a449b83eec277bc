/** A call to a worker. */
export interface Call {
  id: number;
  name: string;
  input: unknown;
}

/** What comes back: the outcome, or why there is none. */
export type Reply =
  | { id: number; output: unknown }
  | { id: number; error: { name: string; message: string; reason?: string } };

/** What a worker does, by name: one input, one output, both of plain data. */
export type Calls = Record<string, (input: never) => unknown>;

/** The parts of a worker's global scope that are used here. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: { data: Call }) => void): void;
  postMessage(message: Reply, transfer: Transferable[]): void;
}

/**
 * Answers calls inside a worker, one after the other.
 *
 * @param calls What the worker does.
 */
export function serveCalls(calls: Calls): void {
  const scope = self as unknown as WorkerScope;
  let last: Promise<unknown> = Promise.resolve();
  scope.addEventListener("message", ({ data: { id, name, input } }) => {
    last = last.then(async () => {
      try {
        const output = await calls[name](input as never);
        scope.postMessage({ id, output }, buffersOf(output));
      } catch (error) {
        const { name, message, reason } = error as Error & { reason?: string };
        scope.postMessage({ id, error: { name, message: message ?? String(error), reason } }, []);
      }
    });
  });
}

/** Memory of the typed arrays in an output, which is handed over instead of copied. */
function buffersOf(output: unknown): ArrayBuffer[] {
  const parts = typeof output === "object" && output !== null ? Object.values(output) : [];
  const buffers = [output, ...parts].flatMap((part) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer ? [part.buffer] : []
  );
  return [...new Set(buffers)];
}

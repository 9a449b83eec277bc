import type { Call, Calls, Reply } from "./serve_calls.ts";

/** Options of {@linkcode WorkerClient}. */
export interface WorkerClientOptions {
  /** Longest time for one call; a worker that takes longer is ended and begun anew. */
  limitSeconds: number;
}

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Why a worker gave no answer. */
export class WorkerFailure extends Error {
  override readonly name = "WorkerFailure";
}

/**
 * A worker whose functions are called as if they were here.
 *
 * A call that hangs, or brings the worker down, fails alone: the next one gets a fresh worker.
 */
export class WorkerClient<C extends Calls> {
  readonly #start: () => Worker;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 0;

  /**
   * @param start Starts the worker.
   * @param options See {@linkcode WorkerClientOptions}.
   */
  constructor(start: () => Worker, { limitSeconds }: WorkerClientOptions) {
    this.#start = start;
    this.#limit = limitSeconds * 1000;
  }

  /**
   * Calls one of the worker's functions.
   *
   * @param name Name of the function.
   * @param input Its input.
   * @param transfer Memory that is handed over instead of copied.
   * @returns Its output.
   * @throws {Error} What the function throws, by name and message.
   * @throws {WorkerFailure} Where the worker breaks down or takes too long.
   */
  call<N extends keyof C & string>(
    name: N,
    input: Parameters<C[N]>[0],
    transfer: Transferable[] = [],
  ): Promise<Awaited<ReturnType<C[N]>>> {
    const worker = this.#worker ??= this.#begin();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(`it took longer than ${this.#limit / 1000} s`);
      }, this.#limit);
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject, timer });
      worker.postMessage({ id, name, input } satisfies Call, transfer);
    });
  }

  /** Ends the worker; calls that still wait fail, the next call begins a new one. */
  restart(): void {
    this.#end("it was stopped");
  }

  #begin(): Worker {
    const worker = this.#start();
    worker.onmessage = ({ data }: { data: Reply }) => {
      const waiting = this.#waiting.get(data.id);
      if (!waiting) return;
      this.#waiting.delete(data.id);
      clearTimeout(waiting.timer);
      if ("output" in data) waiting.resolve(data.output as never);
      else waiting.reject(Object.assign(new Error(data.error.message), data.error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#end(event.message || "its code did not load");
    };
    return worker;
  }

  #end(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(new WorkerFailure(reason));
    }
  }
}

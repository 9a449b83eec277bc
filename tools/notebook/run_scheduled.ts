/** Something to run, and what must be done before. */
export interface Job {
  name: string;
  /** Names of other jobs; those that are not in the list do not matter. */
  needs: readonly string[];
}

/** Options of {@linkcode runScheduled}. */
export interface RunScheduledOptions<J extends Job> {
  /** How many jobs may run at a time. */
  parallel: number;
  /** Runs one job. */
  run: (job: J) => Promise<void>;
}

/**
 * Runs jobs in their order, each when what it needs is done, several at a time where allowed.
 *
 * After a failure no further job begins; those that run are waited for.
 *
 * @param jobs The jobs.
 * @param options See {@linkcode RunScheduledOptions}.
 * @throws {Error} The first failure.
 * @throws {RangeError} Where jobs need each other in a circle, naming them.
 *
 * @example
 * ```ts
 * import { runScheduled } from "./run_scheduled.ts";
 * const jobs = [{ name: "a", needs: [] }, { name: "b", needs: ["a"] }];
 * const done: string[] = [];
 * await runScheduled(jobs, { parallel: 2, run: async ({ name }) => void done.push(name) });
 * done; // ["a", "b"]
 * ```
 */
export async function runScheduled<J extends Job>(
  jobs: readonly J[],
  { parallel, run }: RunScheduledOptions<J>,
): Promise<void> {
  const open = new Set(jobs.map(({ name }) => name)); // neither done nor failed
  const waiting = [...jobs];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const nextReady = () => waiting.findIndex(({ needs }) => !needs.some((name) => open.has(name)));
  while (waiting.length > 0 || running.size > 0) {
    const next = failures.length === 0 && running.size < parallel ? nextReady() : -1;
    if (next >= 0) {
      const [job] = waiting.splice(next, 1);
      const end = run(job).catch((error) => void failures.push(error)).then(() => {
        open.delete(job.name);
        running.delete(end);
      });
      running.add(end);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else {
      break;
    }
  }
  if (failures.length > 0) throw failures[0];
  if (waiting.length > 0) {
    const names = waiting.map(({ name }) => name).join(", ");
    throw new RangeError(`Cannot run ${names}: they need each other in a circle`);
  }
}

/** What one side of a row is run with. */
export interface BenchContext {
  /** Folder that holds named data sets. */
  data: string;
  /** Per-user cache of the project, for what a side may keep between runs. */
  cache: string;
  /** Threads that each side may use. */
  threads: number;
}

/**
 * A script that measures one side: TypeScript of `bench/ours` or Python of `bench/peers`.
 *
 * Its last line on stdout is JSON, `{"value": 31.2}` in the row's unit; `peak_rss_mb`, its peak
 * resident memory in MB, and `check`, an object of numbers or texts such as a final loss, may follow.
 */
export interface BenchScript {
  /** File name, such as `train_d.ts`; `.ts` lies in `bench/ours`, `.py` in `bench/peers`. */
  script: string;
  /** Arguments. @default none */
  args?: (context: BenchContext) => string[];
}

/** What ours is compared with. */
export interface BenchPeer extends BenchScript {
  /** Short name, such as `keras`; the same in `results.csv`. */
  id: string;
  /** Names in `bench/peers/requirements.txt` whose versions stand beside the result. */
  packages: readonly string[];
  /** Least ratio wished for: ours is so many times better; none where left out. */
  goal?: number;
}

/** One line of the benchmark: ours and its peers do the same work in turn. */
export interface BenchRow {
  /** Short name for the command line and `results.csv`, such as `train-d`. */
  id: string;
  /** What is done, in a few words. */
  title: string;
  /** Unit of the values, such as `images/s`. */
  unit: string;
  /** Whether more of the unit is better. */
  higherIsBetter: boolean;
  /** `synthetic`, or the name of a data set; where `--data` lacks it, phantom films stand in. */
  data: string;
  /** Which number of a side's last line is compared. @default "value" */
  measure?: "value" | "peak_rss_mb";
  /** Names in `check` that must be the same on every side that tells them, such as `params`. */
  same?: readonly string[];
  ours: BenchScript;
  peers: readonly BenchPeer[];
}

import { formatCsv, parseCsv } from "lib/data/csv.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";

/** One line of `results.csv`: ours beside one peer. */
export interface BenchResult {
  row: string;
  title: string;
  unit: string;
  ours_median: number;
  ours_min: number;
  ours_max: number;
  peer: string;
  /** Packages with versions. */
  peer_version: string;
  peer_median: number;
  peer_min: number;
  peer_max: number;
  /** How many times better ours is: median of the pairs. */
  ratio: number;
  /** Ratio wished for; `NaN` where there is none. */
  goal: number;
  /** Rounds that were measured. */
  pairs: number;
  threads: number;
  cpu: string;
  data: string;
  /** Commit of the project's code. */
  commit: string;
  /** When the row was finished, in UTC. */
  date: string;
}

const TYPES: Record<keyof BenchResult, "text" | "number"> = {
  row: "text",
  title: "text",
  unit: "text",
  ours_median: "number",
  ours_min: "number",
  ours_max: "number",
  peer: "text",
  peer_version: "text",
  peer_median: "number",
  peer_min: "number",
  peer_max: "number",
  ratio: "number",
  goal: "number",
  pairs: "number",
  threads: "number",
  cpu: "text",
  data: "text",
  commit: "text",
  date: "text",
};

const COLUMNS = Object.keys(TYPES);

/**
 * Puts new results in the place of old ones of the same row.
 *
 * @param old Lines of a results file.
 * @param fresh Results of rows that ran now; all lines of these rows are replaced.
 * @param order Ids of rows in the order wanted; others keep theirs, at the end.
 * @returns All lines.
 *
 * @example
 * ```ts
 * import { mergeResults } from "./bench_results.ts";
 * mergeResults([{ row: "a" }, { row: "b" }], [{ row: "a" }], ["a", "b"]).length; // 2
 * ```
 */
export function mergeResults<T extends { row: string }>(
  old: readonly T[],
  fresh: readonly T[],
  order: readonly string[],
): T[] {
  const renewed = new Set(fresh.map(({ row }) => row));
  const all = [...old.filter(({ row }) => !renewed.has(row)), ...fresh];
  const place = ({ row }: T) => order.includes(row) ? order.indexOf(row) : order.length;
  return all.sort((a, b) => place(a) - place(b));
}

/**
 * Reads a results file.
 *
 * @param file The file that {@linkcode saveResults} wrote.
 * @returns Its lines in order; none where it is empty.
 * @throws {SyntaxError} Where the file is no results file.
 * @throws {Error} Where it cannot be read.
 *
 * @example
 * ```ts ignore
 * (await readResults("bench/results.csv"))[0].ratio;
 * ```
 */
export async function readResults(file: string): Promise<BenchResult[]> {
  const text = await Deno.readTextFile(file);
  const found = text.split("\n", 1)[0].trim();
  if (found !== "" && found !== COLUMNS.join()) {
    throw new SyntaxError(
      `Cannot read "${file}": expected columns ${COLUMNS.join()} but found ${found}; ` +
        "name another file with --out",
    );
  }
  return parseCsv(text).map((line) =>
    Object.fromEntries(
      Object.entries(TYPES).map(([column, type]) => {
        const cell = line[column];
        return [column, type === "text" ? cell : cell === "" ? NaN : Number(cell)];
      }),
    ) as unknown as BenchResult
  );
}

/**
 * Writes results into a results file; rows that did not run now are kept.
 *
 * @param file The file; made where it is missing.
 * @param fresh Results of rows that ran now.
 * @param order Ids of rows in the order wanted.
 * @throws {SyntaxError} Where the file is no results file.
 *
 * @example
 * ```ts
 * import { saveResults } from "./bench_results.ts";
 * await saveResults(`${await Deno.makeTempDir()}/results.csv`, [], []);
 * ```
 */
export async function saveResults(
  file: string,
  fresh: readonly BenchResult[],
  order: readonly string[],
): Promise<void> {
  const old = await readResults(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  });
  const all = mergeResults(old, fresh, order).map((result) => ({ ...result }));
  await writeFileAtomic(file, formatCsv(all, COLUMNS));
}

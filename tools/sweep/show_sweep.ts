import { join } from "@std/path";
import { differenceChart } from "lib/display/difference_chart.ts";
import { intervalChart } from "lib/display/interval_chart.ts";
import { saveFigure } from "lib/display/save_figure.ts";
import { type Table, table } from "lib/display/table.ts";
import { type ResultRow, resultRow } from "lib/evaluation/result_row.ts";
import { writeResults } from "lib/evaluation/results.ts";
import type { SweepRow } from "lib/sweep/read_sweep.ts";

/**
 * Shows a sweep's arms as a table: accuracy and AUC with their intervals, the difference from the
 * first arm of the task.
 *
 * @param rows As `readSweep` gives them.
 * @returns The table.
 *
 * @example
 * ```ts
 * import { sweepTable } from "./show_sweep.ts";
 * sweepTable([]).text;
 * ```
 */
export function sweepTable(rows: readonly SweepRow[]): Table {
  const three = (value: number) => value.toFixed(3).replace("-", "−");
  const range = (low: number, high: number) =>
    Number.isNaN(low + high) ? "" : ` (${three(low)} to ${three(high)})`;
  const tasks = new Set(rows.map(({ task }) => task));
  return table(
    rows.map((row) => ({
      run: row.run,
      ...(tasks.size > 1 ? { task: row.task } : {}),
      fits: row.fits === row.of ? String(row.of) : `${row.fits} of ${row.of}`,
      films: row.films,
      "accuracy (95 %)": Number.isNaN(row.accuracy)
        ? ""
        : three(row.accuracy) + range(row.accuracyLow, row.accuracyHigh),
      "AUC (95 %)": Number.isNaN(row.auc) ? "" : three(row.auc) + range(row.aucLow, row.aucHigh),
      "less the first": Number.isNaN(row.difference)
        ? ""
        : three(row.difference) + range(row.differenceLow, row.differenceHigh),
      "s a fit": Number.isNaN(row.seconds) ? "" : row.seconds.toFixed(1),
    })),
  );
}

/**
 * Writes what a sweep came to beside its units: `results.csv`, and the charts `accuracy` and
 * `difference-<task>`, as SVG and PNG.
 *
 * @param out Folder of the sweep.
 * @param rows As `readSweep` gives them.
 * @returns Paths of the files.
 * @throws {Error} Where a file cannot be written.
 *
 * @example
 * ```ts ignore
 * import { readSweep } from "lib/sweep/read_sweep.ts";
 * import { writeSweepFiles } from "./show_sweep.ts";
 * await writeSweepFiles("out/sweep", await readSweep("out/sweep"));
 * ```
 */
export async function writeSweepFiles(out: string, rows: readonly SweepRow[]): Promise<string[]> {
  const known = rows.filter(({ accuracy }) => Number.isFinite(accuracy));
  if (known.length === 0) return [];
  await writeResults(join(out, "results.csv"), known.flatMap(resultRows));
  const files = [join(out, "results.csv"), join(out, "accuracy.svg")];
  const accuracies = known.map((row) => ({
    model: row.run,
    set: row.task.replaceAll("-", " "),
    value: row.accuracy,
    low: row.accuracyLow,
    high: row.accuracyHigh,
    n: row.films,
    seeds: row.seeds,
  }));
  const subtitle = "On films that the networks did not train on";
  await saveFigure(
    intervalChart(accuracies, { label: "accuracy", subtitle }),
    join(out, "accuracy"),
  );
  for (const [task, [first, ...others]] of Map.groupBy(known, ({ task }) => task)) {
    const differences = others.filter(({ difference }) => Number.isFinite(difference));
    if (differences.length === 0) continue;
    const chart = differenceChart(
      differences.map((row) => ({
        model: row.run,
        value: row.difference,
        low: row.differenceLow,
        high: row.differenceHigh,
      })),
      { label: "accuracy", reference: first.run, subtitle: `${first.films} films` },
    );
    await saveFigure(chart, join(out, `difference-${task}`));
    files.push(join(out, `difference-${task}.svg`));
  }
  return files;
}

/** An arm's numbers as rows of the long results table. */
function resultRows(row: SweepRow): ResultRow[] {
  const about = {
    experiment: row.run,
    ...{ data: row.data, split: "out-of-fold", n: row.films },
    ...{ profile: row.profile, seconds: row.seconds },
  };
  const numbers: [string, number, number, number][] = [
    ["accuracy", row.accuracy, row.accuracyLow, row.accuracyHigh],
    ["auc", row.auc, row.aucLow, row.aucHigh],
    ["difference:accuracy", row.difference, row.differenceLow, row.differenceHigh],
  ];
  return numbers.filter(([, value]) => Number.isFinite(value)).map(
    ([metric, value, ciLow, ciHigh]) => {
      const method = metric === "accuracy" ? "wilson" : "bca";
      const ciMethod = Number.isNaN(ciLow + ciHigh) ? "" : method;
      return resultRow({ ...about, metric, value, ciLow, ciHigh, ciMethod });
    },
  );
}

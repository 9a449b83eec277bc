import { alignFolds } from "../evaluation/folds_outcome.ts";
import { type ReliabilityBin, reliabilityBins } from "../evaluation/reliability_bins.ts";
import type { FoldedModel } from "./read_folds.ts";

/**
 * Takes from a cross-validated model what `reliabilityChart` shows: bins of equal size for each class
 * against the rest, from the first dealing alone, so that every film counts once.
 *
 * @param model As `readFolds` reads it.
 * @param options `bins`, 8 where left out.
 * @returns One series a class; of two classes only the second's.
 *
 * @example
 * ```ts ignore
 * import { readFolds } from "lib/protocol/read_folds.ts";
 * import { reliabilitySeries } from "lib/protocol/reliability_series.ts";
 * const [model] = await readFolds("outputs/phantom-quick");
 * reliabilitySeries(model)[0].bins.length; // 8
 * ```
 */
export function reliabilitySeries(
  { outcomes, classNames }: Pick<FoldedModel, "outcomes" | "classNames">,
  { bins = 8 }: { bins?: number } = {},
): { name: string; bins: ReliabilityBin[] }[] {
  const { yTrue, repeats: [rows] } = alignFolds(outcomes.slice(0, 1));
  return classNames.flatMap((name, k) =>
    classNames.length === 2 && k === 0 ? [] : [{
      name,
      bins: reliabilityBins(
        yTrue.map((label) => Number(label === k)),
        rows.map((row) => row[k]),
        { bins },
      ),
    }]
  );
}

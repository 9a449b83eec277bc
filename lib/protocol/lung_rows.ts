import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import type { LungNetworkInfo } from "../models/lung_bundle.ts";

/**
 * Writes down how well a lung network outlines the lungs of patients held out.
 *
 * @param info What is known of the network.
 * @param options Profile that it was trained in.
 * @returns Rows of topic `lungs`: `dice` and `iou`.
 *
 * @example
 * ```ts ignore
 * import { lungRows } from "lib/protocol/lung_rows.ts";
 * await writeTopic(out, "lungs", lungRows(network.info, { profile: "full" }));
 * ```
 */
export function lungRows(
  { dice, iou, heldOut, training, codeVersion }: LungNetworkInfo,
  { profile }: { profile: string },
): ResultRow[] {
  return Object.entries({ dice, iou }).map(([metric, { value, low, high }]) =>
    resultRow({
      experiment: "lung-network",
      model: "u-net",
      data: training.data,
      split: "test-patient",
      seed: training.seed,
      n: heldOut.films,
      metric,
      value,
      ciLow: low,
      ciHigh: high,
      ciMethod: Number.isNaN(low) ? "" : "bca",
      profile,
      commit: codeVersion,
    })
  );
}

/**
 * Puts the same into a table for people.
 *
 * @param info What is known of the network.
 * @returns One row a metric.
 *
 * @example
 * ```ts ignore
 * table(lungTable(network.info), { caption: network.info.title });
 * ```
 */
export function lungTable(
  { dice, iou, heldOut: { films, patients } }: LungNetworkInfo,
): Record<string, string | number>[] {
  return Object.entries({ Dice: dice, IoU: iou }).map(([metric, { value, low, high }]) => ({
    metric,
    "films held out": films,
    patients,
    mean: value,
    "95 % from": low,
    to: high,
  }));
}
